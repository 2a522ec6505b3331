import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isJsonObject, type JsonObject } from '../artifact/json.js';
import { BadInput } from './problem.js';
import type { Observer, Retrace, StageContext, StageDeclaration, StageRun } from './contract.js';

/** Where a stage's two modules are. */
export interface StageModules {
  readonly declaration: string;
  readonly run: string;
}

export interface Stage extends StageModules {
  readonly description: StageDeclaration;
}

/** What `run.js` of a stage exports. */
export interface RunModule {
  readonly run: StageRun<StageDeclaration>;
  readonly observe?: (context: StageContext) => Promise<Observer>;
}

/** samebits' own stages; a stage is a folder here, and nothing else lists them. */
const ownStages = fileURLToPath(new URL('../../stages/', import.meta.url));

export function stageNames(): readonly string[] {
  return readdirSync(ownStages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(ownStages, entry.name, 'declaration.js')))
    .map(({ name }) => name)
    .sort();
}

/** The folder under the project's stages/ that a pipeline's `use` names: NAME of ./stages/NAME; undefined of all else. */
export function projectStage(use: string): string | undefined {
  return /^\.\/stages\/([A-Za-z0-9][A-Za-z0-9_-]*)$/.exec(use)?.[1];
}

/** The stage that a pipeline's `use` names, or undefined where there is none. */
export async function findStage(use: string, project: string): Promise<Stage | undefined> {
  const local = projectStage(use);
  if (local === undefined && !/^[a-z0-9][a-z0-9-]*$/.test(use)) return undefined;
  const folder = local === undefined ? join(ownStages, use) : join(project, 'stages', local);
  return existsSync(join(folder, 'declaration.js')) ? stageIn(folder) : undefined;
}

async function stageIn(folder: string): Promise<Stage> {
  const declaration = join(folder, 'declaration.js');
  const exported = await declarationIn(declaration);
  if (
    !isJsonObject(exported?.parameters) ||
    !isJsonObject(exported.inputs) ||
    !isJsonObject(exported.outputs)
  )
    throw new BadInput({
      place: relative(process.cwd(), declaration),
      rule: 'this module does not export a declaration with parameters, inputs and outputs.',
      remedy: 'See docs/stages.md.',
    });
  // It has the parts that make a declaration.
  const description = exported as unknown as StageDeclaration;
  // A parameter that a stage does not know is a mistake, whether or not its schema says so.
  const parameters = { ...description.parameters, additionalProperties: false };
  return { description: { ...description, parameters }, declaration, run: join(folder, 'run.js') };
}

async function declarationIn(file: string): Promise<JsonObject | undefined> {
  try {
    // Looked at before it is believed.
    return ((await import(pathToFileURL(file).href)) as { readonly declaration?: JsonObject }).declaration;
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new BadInput({
      place: relative(process.cwd(), file),
      rule: `this module cannot be loaded: ${what}.`,
    });
  }
}

export async function loadRun(run: string): Promise<RunModule> {
  // A stage folder's run module exports `run`; that is what makes it one.
  return (await import(pathToFileURL(run).href)) as RunModule;
}

/** What `retrace.js` beside a run module exports, or undefined where there is none. */
export async function loadRetrace(run: string): Promise<Retrace | undefined> {
  const file = join(dirname(run), 'retrace.js');
  if (!existsSync(file)) return undefined;
  // The module of that name exports it: docs/stages.md.
  return ((await import(pathToFileURL(file).href)) as { readonly retrace: Retrace }).retrace;
}
