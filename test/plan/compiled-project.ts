import { cp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ExecutionContext } from 'ava';
import ts from 'typescript';
import { samebits } from '../command.js';
import { makeProject, type Project } from '../project.js';

const declaration = (name: string) => `
  export const declaration = {
    name: '${name}', version: 1, title: 'A number', description: 'Writes a number.',
    parameters: { type: 'object', properties: { seed: { type: 'integer', default: 1 } } },
    inputs: {}, outputs: { table: { mediaType: 'text/csv', description: 'The number.' } } };`;

const run = (value: string) => `
  export async function run({ write }: { write: (...output: unknown[]) => Promise<void> }): Promise<void> {
    await write('table', 'value\\n' + (${value}) + '\\n', { title: 'A number', columns: [{ name: 'value', type: 'number', title: 'value' }] });
  }`;

/** Two stages in TypeScript, `left` and `right`. They share no module that is left after compiling. */
export const sources = {
  'left/declaration.ts': declaration('left'),
  'left/run.ts': `import { one } from '../shared/one.js'; ${run('await one()')}`,
  'shared/one.ts': `
    import { two } from './two.js';
    import { again } from './index.js';
    export const one = async () => two + again + (await import('./late.js')).late;`,
  'shared/two.ts': `
    import { readFileSync } from 'node:fs';
    import { branch } from 'branch';
    // A comment.
    export const two = branch + JSON.parse(readFileSync(new URL('./data.json', import.meta.url), 'utf8')).two +
      readFileSync(new URL('./code.wasm', import.meta.url)).length;`,
  'shared/index.ts': `export * from './again.js';`,
  'shared/again.ts': `export const again = 1;`,
  'shared/late.ts': `export const late = 1;`,
  'right/declaration.ts': declaration('right'),
  'right/run.ts': `
    import type { Shape } from '../shared/shapes.js';
    import { type Other, other } from '../shared/other.js';
    const shape: Shape = { value: 3 };
    const same: Other = other; ${run('shape.value + same')}`,
  'shared/shapes.ts': `export interface Shape { value: number } export const unused = 1;`,
  'shared/other.ts': `import type { Shape } from './shapes.js'; export type Other = Shape['value']; export const other = 1;`,
};

export type Source = keyof typeof sources;

/** Data, packages and a lock file, none of which is compiled. */
const files = {
  'stages/shared/data.json': '{"two":2}',
  'stages/shared/code.wasm': '\0asm\u0001\0\0\0',
  'package-lock.json': lockText({}),
  'node_modules/branch/package.json': packageText('branch'),
  'node_modules/branch/index.js': `import { leaf } from 'leaf'; export const branch = leaf;`,
  'node_modules/leaf/package.json': packageText('leaf'),
  'node_modules/leaf/index.js': 'export const leaf = 1;',
  'node_modules/aside/package.json': packageText('aside'),
};

function packageText(name: string): string {
  return JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' });
}

/** A lock file in which some packages have another integrity. */
export function lockText(changed: Readonly<Record<string, string>>): string {
  const entry = (name: string, dependencies = {}) => ({
    [`node_modules/${name}`]: {
      version: '1.0.0',
      integrity: changed[name] ?? `sha512-${name}`,
      dependencies,
    },
  });
  const packages = { '': {}, ...entry('branch', { leaf: '1.0.0' }), ...entry('leaf'), ...entry('aside') };
  return JSON.stringify({ name: 'a-users-project', lockfileVersion: 3, packages });
}

export const pipeline = {
  name: 'p',
  stages: {
    l: { use: './stages/left' },
    r: { use: './stages/right' },
    total: { use: './stages/sum', inputs: { numbers: ['l', 'r'] }, with: { plus: 1, modulo: 100 } },
  },
};

export const pipelineFile = 'pipelines/p.json';

/** A project whose stages are compiled from TypeScript, which has run once; or a copy of it. */
export interface CompiledProject {
  readonly folder: string;
  readonly write: (file: string, content: string | object) => Promise<unknown>;
  /** Writes a module and compiles it, as the project's own build would. */
  readonly compile: (source: Source, text: string) => Promise<unknown>;
  readonly copy: (folder: string) => Promise<CompiledProject>;
}

export async function compiledProject(t: Pick<ExecutionContext, 'teardown'>): Promise<CompiledProject> {
  const project = await makeProject(t);
  const compiledProject = placed(project, project.folder);
  for (const [file, text] of Object.entries(files)) await project.write(file, text);
  // The names of an object are those of its type.
  for (const source of Object.keys(sources) as Source[])
    await compiledProject.compile(source, sources[source]);
  await project.write(pipelineFile, pipeline);
  const { code, err } = await samebits(project.folder, 'run', pipelineFile);
  if (code !== 0) throw new Error(err);
  return compiledProject;
}

function placed(project: Project, folder: string): CompiledProject {
  const write: CompiledProject['write'] = (file, content) =>
    project.write(relative(project.folder, join(folder, file)), content);
  return {
    folder,
    write,
    compile: (source, text) => write(join('stages', source.replace('.ts', '.js')), compiled(text)),
    copy: async (other) => {
      await cp(folder, other, { recursive: true });
      return placed(project, other);
    },
  };
}

/** With this repository's own options. */
function compiled(text: string): string {
  return ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
      verbatimModuleSyntax: true,
    },
  }).outputText;
}
