import type { Json } from '../artifact/json.js';
import type { Contents, CrateFile } from './contents.js';
import { entity, fileId, referenceTo, type Entity } from './entity.js';
import { inputsOf, type Executed } from '../store/executed.js';
import { formalId } from './tools.js';

/** The crate's files but the workflow, each artifact with the formal parameters that it was an example of. */
export function fileEntities({ executed, artifacts, others }: Contents): readonly Entity[] {
  const examples = examplesOf(executed);
  return [
    ...artifacts.map((file) =>
      fileEntity(file, { exampleOfWork: (examples.get(file.sha256) ?? []).map(referenceTo) }),
    ),
    ...others.map((file) => fileEntity(file, {})),
  ];
}

function fileEntity(file: CrateFile, more: Readonly<Record<string, Json>>): Entity {
  return entity(fileId(file.path), 'File', { ...fileProperties(file), ...more });
}

export function fileProperties({
  name,
  mediaType,
  bytes,
  sha256,
}: CrateFile): Readonly<Record<string, Json>> {
  return { name, encodingFormat: mediaType, contentSize: String(bytes), sha256 };
}

/** As what each artifact was written and read, by its digest. */
function examplesOf({ records }: Executed): ReadonlyMap<string, readonly string[]> {
  const examples = new Map<string, Set<string>>();
  const note = (digest: string, formal: string) => {
    examples.set(digest, (examples.get(digest) ?? new Set()).add(formal));
  };
  for (const record of records) {
    for (const { role, digest } of inputsOf(record)) note(digest, formalId(record, 'input', role));
    for (const [output, { digest }] of Object.entries(record.outputs))
      note(digest, formalId(record, 'output', output));
  }
  return new Map([...examples].map(([digest, formal]) => [digest, [...formal]]));
}
