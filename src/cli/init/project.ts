import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectOf } from '../../plan/project.js';
import { version } from '../version.js';
import { study } from './study.js';

/** samebits' own folder: that of an installed package, or of a checkout. */
const own = fileURLToPath(new URL('../../../../', import.meta.url));

/** What `init` writes: files under a folder, by their name. */
export interface Beginning {
  readonly folder: string;
  /** Whether the folder is a project already, which only gets a pipeline more. */
  readonly isProject: boolean;
  readonly files: ReadonlyMap<string, string>;
}

/** A pipeline for the project that one stands in; where that is none, a project in a folder of the pipeline's name. */
export function beginningOf(name: string, standing: string): Beginning {
  const project = projectOf(join(standing, `${name}.json`));
  const isProject = existsSync(join(project, 'pipelines'));
  const folder = isProject ? project : join(standing, name);
  const pipeline = [`pipelines/${name}.json`, json(study(name, schemaFrom(folder)))] as const;
  const others = isProject
    ? []
    : ([
        ['package.json', json(manifest(name, folder))],
        ['.gitignore', 'node_modules/\n/artifacts/\n'],
      ] as const);
  return { folder, isProject, files: new Map([...others, pipeline]) };
}

/** Where an editor finds the schema: the project's own, or that of the installed package. */
function schemaFrom(project: string): string {
  const file = 'schemas/pipeline.schema.json';
  return existsSync(join(project, file)) ? `../${file}` : `../node_modules/samebits/${file}`;
}

function manifest(name: string, folder: string): object {
  return {
    name,
    private: true,
    type: 'module',
    scripts: { start: `samebits run pipelines/${name}.json` },
    dependencies: { samebits: dependency(folder) },
  };
}

/** This version; of a checkout, which is no published version, the folder itself. */
function dependency(folder: string): string {
  const isCheckout = existsSync(join(own, 'tsconfig.json'));
  return isCheckout ? `file:${relative(resolve(folder), own).split(sep).join('/')}` : version();
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
