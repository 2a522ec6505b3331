import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf } from '../artifact/digest.js';
import { extensionOf, fileName } from '../artifact/file-name.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { ArtifactFile, Contents, CrateFile } from './contents.js';
import { artifactsOf, type Executed, type Made } from '../store/executed.js';
import { metadataOf } from './metadata.js';
import { workflowOf } from './workflow.js';
import type { Wording } from './wording.js';

/** A file of the crate, and where its bytes are had from when it is written. */
interface Source {
  readonly file: CrateFile;
  readonly bytes: () => Promise<Uint8Array>;
}

/**
 * Writes the crate as a folder that is not there yet: all of it or, where anything fails, nothing. Every artifact's bytes are
 * verified on the way. Throws DamagedObject where they are missing or wrong.
 */
export async function writeCrate(
  folder: string,
  executed: Executed,
  wording: Wording,
  store: Store,
): Promise<Contents> {
  const artifacts = artifactFiles(executed);
  const workflow = textSource('workflow.json', 'What was executed', workflowOf(executed));
  const others = executed.records.map(recordSource);
  const contents: Contents = {
    ...{ executed, ...wording, artifacts },
    workflow: workflow.file,
    others: others.map(({ file }) => file),
  };
  const unfinished = `${folder}.unfinished`;
  await mkdir(dirname(folder), { recursive: true });
  // Only a folder that was not there is written to, and removed again.
  await mkdir(unfinished);
  try {
    for (const { file, bytes } of [
      workflow,
      ...others,
      ...artifacts.map((file) => ({ file, bytes: () => store.objects.read(file.sha256) })),
      textSource('ro-crate-metadata.json', '', metadataOf(contents)),
    ])
      await put(join(unfinished, file.path), await bytes());
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return contents;
}

async function put(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** Each under the name of the task and output that made it first; where two names are one, told apart by their digests. */
function artifactFiles(executed: Executed): readonly ArtifactFile[] {
  const taken = new Set<string>();
  return artifactsOf(executed).map((made) => {
    const { mediaType, digest, bytes } = made.artifact;
    const plain = plainPath(made, '');
    const path = taken.has(plain) ? plainPath(made, `-${digest.slice(0, 12)}`) : plain;
    taken.add(plain);
    return { path, name: `${made.task}, ${made.output}`, mediaType, bytes, made, sha256: digest };
  });
}

function plainPath({ task, output, artifact }: Made, apart: string): string {
  const extension = extensionOf(artifact.mediaType);
  // An output that is called as its kind of file is named by its task alone.
  const name = fileName(output === extension ? task : `${task}.${output}`);
  return `artifacts/${name}${apart}.${extension}`;
}

function recordSource(record: TaskRecord): Source {
  const name = `${fileName(record.task)}-${record.key.slice(0, 12)}`;
  return textSource(`records/${name}.json`, `Record of ${record.task}`, record);
}

function textSource(path: string, name: string, value: object): Source {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  const sizes = { bytes: bytes.byteLength, sha256: digestOf(bytes) };
  return {
    file: { path, name, mediaType: 'application/json', ...sizes },
    bytes: () => Promise.resolve(bytes),
  };
}
