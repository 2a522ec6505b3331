import { mkdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { settingsAsked } from '../plan/asked.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import { digestOf, digestOfJson } from '../artifact/digest.js';
import { ifPresent, writeAtomically } from '../store/atomic.js';
import type { Artifact, TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { withProvenance, type ProvenanceEntry } from '../view/provenance.js';

const extensions: Readonly<Record<string, string>> = {
  'image/svg+xml': 'svg',
  'image/png': 'png',
  'text/csv': 'csv',
};

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
  await mkdir(join(folder, name), { recursive: true });
  for (const [file, artifact] of filesBeside(page, records))
    await put(join(folder, name, file), await store.objects.read(artifact.digest), store);
  const file = join(folder, `${name}.html`);
  const text = (await store.objects.read(html.digest)).toString('utf8');
  await put(file, Buffer.from(withProvenance(text, await provenance(plan, records, store, folder))), store);
  return file;
}

/** `NAME`, or `NAME+DIGEST` of the settings where some were overridden: no pipeline's name has a plus. */
function publishedName({ graph }: Plan): string {
  const settings = settingsAsked(graph);
  const digest = digestOfJson('samebits/settings/1', settings).slice(0, 8);
  return settings.length === 0 ? graph.pipeline.name : `${graph.pipeline.name}+${digest}`;
}

/** Figures by their id, in each form they have; tables by the task and output they are. */
function filesBeside(
  page: PlannedTask,
  records: ReadonlyMap<string, TaskRecord>,
): ReadonlyMap<string, Artifact> {
  const files = new Map<string, Artifact>();
  for (const { task, outputs } of page.graph.inputs) {
    for (const output of Object.values(outputs)) {
      const artifact = records.get(task.id)?.outputs[output];
      const extension = extensions[artifact?.mediaType ?? ''];
      if (artifact === undefined || extension === undefined) continue;
      const id = artifact.description.id;
      const name = fileName(typeof id === 'string' ? id : `${task.id}.${output}`);
      const taken = files.get(`${name}.${extension}`);
      const apart =
        taken === undefined || taken.digest === artifact.digest ? '' : `-${artifact.digest.slice(0, 12)}`;
      files.set(`${name}${apart}.${extension}`, artifact);
    }
  }
  return files;
}

/** A name that cannot leave its folder, be hidden in it, or be too long for it. */
function fileName(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9.,_-]+/g, '-')
    .replaceAll('-.', '.')
    .replace(/^[.-]+|-+$/g, '');
  return plain.length > 100 || plain === '' ? `${plain.slice(0, 60)}-${digestOf(text).slice(0, 12)}` : plain;
}

async function put(file: string, bytes: Buffer, store: Store): Promise<void> {
  const there = await ifPresent(readFile(file));
  if (!there?.equals(bytes)) await writeAtomically(join(store.root, 'tmp'), file, bytes);
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
    return [{ task: id, key: record.key, machineBound, record: href(folder, file), outputs }];
  });
  return (await Promise.all(entries)).flat();
}

function href(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}
