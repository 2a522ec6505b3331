import type { TaskRecord } from '../store/records.js';
import { entity, localId, referenceTo, type Entity } from './entity.js';
import { codeOf, inputsOf, parametersOf, stageOf } from '../store/executed.js';

/** What a stage takes and gives, as a crate's formal parameters. */
export type FormalKind = 'parameter' | 'input' | 'output';

/** A stage in the code that was executed: two tasks share it where both are the same. */
export function toolId(record: TaskRecord): string {
  return localId('stage', stageOf(record), codeOf(record).slice(0, 12));
}

export function formalId(record: TaskRecord, kind: FormalKind, name: string): string {
  return `${toolId(record)}/${kind}/${encodeURIComponent(name)}`;
}

/** The tools that these records used, and their formal parameters. */
export function toolEntities(records: readonly TaskRecord[]): readonly Entity[] {
  const ids = [...new Set(records.map(toolId))];
  return ids.flatMap((id) => {
    const users = records.filter((record) => toolId(record) === id);
    const formal = formalParameters(users);
    const taken = (kinds: readonly FormalKind[]) =>
      formal.filter(({ kind }) => kinds.includes(kind)).map(({ id: each }) => referenceTo(each));
    const [first] = users;
    const tool = entity(id, 'SoftwareApplication', {
      name: first && stageOf(first),
      description: 'A stage of samebits; its version is the digest of its code.',
      softwareVersion: first && codeOf(first),
      input: taken(['parameter', 'input']),
      output: taken(['output']),
    });
    return [tool, ...formal.map(formalEntity)];
  });
}

interface Formal {
  readonly id: string;
  readonly kind: FormalKind;
  readonly name: string;
}

function formalParameters(users: readonly TaskRecord[]): readonly Formal[] {
  const all = users.flatMap((record) => {
    const formal = (kind: FormalKind) => (name: string) => ({ id: formalId(record, kind, name), kind, name });
    return [
      ...Object.keys(parametersOf(record)).map(formal('parameter')),
      ...inputsOf(record)
        .map(({ role }) => role)
        .map(formal('input')),
      ...Object.keys(record.outputs).map(formal('output')),
    ];
  });
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

function formalEntity({ id, kind, name }: Formal): Entity {
  return entity(id, 'FormalParameter', {
    name,
    additionalType: kind === 'parameter' ? 'PropertyValue' : 'File',
  });
}
