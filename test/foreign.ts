import { makeProject, type Project } from './project.js';
import type { ExecutionContext } from 'ava';

/** A stage whose number is that of the machine, and which says so; with another engine it is the same everywhere. */
const stage = {
  'stages/foreign/machine.js': `
    import { readFile } from 'node:fs/promises';
    import { dirname, join } from 'node:path';
    import { fileURLToPath } from 'node:url';
    export const cpu = () => readFile(join(dirname(fileURLToPath(import.meta.url)), '../../machine'), 'utf8');`,
  'stages/foreign/declaration.js': `
    import { cpu } from './machine.js';
    export const declaration = {
      name: 'foreign', version: 1, title: 'A foreign engine', description: 'Writes a number that the machine decides.',
      parameters: { type: 'object', additionalProperties: false, properties: {
        engine: { type: 'string', default: 'foreign', title: 'Engine', description: 'What computes.' },
        steps: { type: 'integer', default: 1, title: 'Steps', description: 'How far it goes.' } } },
      inputs: {}, outputs: { table: { mediaType: 'text/csv', description: 'The number.' } },
      extent: 'steps',
      machine: async ({ engine }) => (engine === 'foreign' ? { cpu: await cpu() } : undefined) };`,
  'stages/foreign/run.js': `
    import { cpu } from './machine.js';
    export async function run({ parameters, write }) {
      const value = parameters.engine === 'foreign' ? Number(await cpu()) : 1;
      await write('table', 'value\\n' + value + '\\n', { title: 'A number', columns: [{ name: 'value', type: 'number', title: 'value' }] });
    }`,
};

const pipeline = {
  name: 'p',
  stages: {
    one: { use: './stages/number', with: { value: 5 } },
    theirs: { use: './stages/foreign' },
    below: { use: './stages/sum', inputs: { numbers: 'theirs' } },
    ours: { use: './stages/sum', inputs: { numbers: 'one' } },
  },
};

export interface ForeignProject extends Project {
  /** Goes on as on another machine. */
  moveTo(machine: string): Promise<unknown>;
}

/** A project with the pipeline `pipelines/p.json`: `theirs` and `below` are machine-bound, `one` and `ours` are not. */
export async function foreignProject(t: ExecutionContext): Promise<ForeignProject> {
  const project = await makeProject(t);
  for (const [file, text] of Object.entries(stage)) await project.write(file, text);
  await project.write('pipelines/p.json', pipeline);
  const moveTo = (machine: string) => project.write('machine', machine);
  await moveTo('7');
  return { ...project, moveTo };
}
