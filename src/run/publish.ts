import { join, relative, sep } from 'node:path';
import { digestOf, type Digest } from '../artifact/digest.js';
import { tableMediaType } from '../artifact/table.js';
import { settingsAsked } from '../plan/asked.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import { digestOfFile } from '../artifact/file-digest.js';
import { extensionOf, fileName } from '../artifact/file-name.js';
import { grouped } from '../artifact/numbers.js';
import { writeAtomically, type Content } from '../store/atomic.js';
import { ifPresent } from '../store/files.js';
import type { Artifact, CarriedOver, TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { withProvenance, type ProvenanceEntry } from '../view/provenance.js';
import { forSpreadsheets } from '../view/spreadsheet.js';

/** What is put beside the page: what a reader opens or draws anew. */
const besidePage: readonly string[] = ['image/svg+xml', 'image/png', tableMediaType];

/**
 * Puts a pipeline's report where people look: `reports/NAME.html`, with the keys and records of everything behind it at its
 * foot, and beside it, in `reports/NAME/`, its figures and tables. What was asked for with `--set` is another report, and does not
 * take its place (`publishedName`). Writes only what is not there already. Says the page's path.
 */
export async function publish(
  plan: Plan,
  records: ReadonlyMap<string, TaskRecord>,
  store: Store,
): Promise<string | undefined> {
  const folder = join(store.root, 'reports');
  const name = publishedName(plan);
  const page = plan.tasks.find((task) => task.graph.stage.description.readsPipeline === true);
  const html =
    page === undefined
      ? undefined
      : Object.values(records.get(page.id)?.outputs ?? {}).find(({ mediaType }) => mediaType === 'text/html');
  if (page === undefined || html === undefined) return undefined;
  for (const [file, artifact] of filesBeside(page, records))
    await putBeside(join(folder, name, file), artifact, store);
  const file = join(folder, `${name}.html`);
  const text = (await store.objects.read(html.digest)).toString('utf8');
  const whole = withProvenance(text, await provenance(plan, records, store, folder));
  await put(file, digestOf(whole), whole, store);
  return file;
}

/** A figure's bytes, or a table's, safe to be opened by what usually opens such files. */
async function putBeside(file: string, { digest, mediaType }: Artifact, store: Store): Promise<void> {
  if (mediaType !== tableMediaType) return put(file, digest, store.objects.stream(digest), store);
  const table = forSpreadsheets(await store.objects.read(digest));
  if (table !== undefined) await put(file, digestOf(table), table, store);
}

/** `NAME`, or `NAME+DIGEST` of the settings where some were overridden: no pipeline's name has a plus. */
function publishedName({ graph }: Plan): string {
  const settings = settingsAsked(graph);
  const digest = digestOf(settings.join('\n')).slice(0, 8);
  return settings.length === 0 ? graph.pipeline.name : `${graph.pipeline.name}+${digest}`;
}

/** Figures by their id, in each form they have; tables by the task and output they are. */
function filesBeside(
  page: PlannedTask,
  records: ReadonlyMap<string, TaskRecord>,
): ReadonlyMap<string, Artifact> {
  const files = new Map<string, Artifact>();
  // Names that differ in case alone are one file on some systems.
  const taken = new Map<string, Digest>();
  for (const { task, outputs } of page.graph.inputs) {
    for (const output of Object.values(outputs)) {
      const artifact = records.get(task.id)?.outputs[output];
      if (artifact === undefined || !besidePage.includes(artifact.mediaType)) continue;
      const extension = extensionOf(artifact.mediaType);
      const id = artifact.description.id;
      const name = fileName(typeof id === 'string' ? id : `${task.id}.${output}`);
      const { digest } = artifact;
      const first = taken.get(`${name}.${extension}`.toLowerCase()) ?? digest;
      const file = `${name}${first === digest ? '' : `-${digest.slice(0, 12)}`}.${extension}`;
      taken.set(file.toLowerCase(), digest);
      files.set(file, artifact);
    }
  }
  return files;
}

/** Writes a file, where it does not have its bytes already. */
async function put(file: string, digest: Digest, content: Content, { root }: Store): Promise<void> {
  if ((await ifPresent(digestOfFile(file))) !== digest)
    await writeAtomically(join(root, 'tmp'), file, content);
}

async function provenance(
  plan: Plan,
  records: ReadonlyMap<string, TaskRecord>,
  store: Store,
  folder: string,
): Promise<readonly ProvenanceEntry[]> {
  const entries = plan.tasks.map(async ({ id, machineBound }): Promise<ProvenanceEntry[]> => {
    const record = records.get(id);
    const file = record === undefined ? undefined : await store.records.file(record.key);
    if (record === undefined || file === undefined) return [];
    const outputs = Object.entries(record.outputs).map(([name, { digest }]) => ({
      name,
      digest,
      href: href(folder, store.objects.file(digest)),
    }));
    const entry = { task: id, key: record.key, machineBound, record: href(folder, file), outputs };
    return [{ ...entry, ...(record.carriedOver && { carriedOver: shareText(record.carriedOver) }) }];
  });
  return (await Promise.all(entries)).flat();
}

function shareText({ reexecuted, of }: CarriedOver): string {
  return `${grouped(reexecuted)} of ${grouped(of)}`;
}

function href(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}
