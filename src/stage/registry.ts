import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { StageDeclaration, StageRun, StageContext, Observer } from './contract.js';

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

/** The stage that a pipeline's `use` names, or undefined where there is none. A project's own are ./stages/NAME. */
export async function findStage(use: string, project: string): Promise<Stage | undefined> {
  const local = /^\.\/stages\/([A-Za-z0-9][A-Za-z0-9_-]*)$/.exec(use)?.[1];
  if (local === undefined && !/^[a-z0-9][a-z0-9-]*$/.test(use)) return undefined;
  const folder = local === undefined ? join(ownStages, use) : join(project, 'stages', local);
  const declaration = join(folder, 'declaration.js');
  if (!existsSync(declaration)) return undefined;
  // A stage folder's declaration module exports `declaration`; that is what makes it one.
  const module = (await import(pathToFileURL(declaration).href)) as {
    readonly declaration: StageDeclaration;
  };
  return { description: module.declaration, declaration, run: join(folder, 'run.js') };
}

export async function loadRun(run: string): Promise<RunModule> {
  // A stage folder's run module exports `run`; that is what makes it one.
  return (await import(pathToFileURL(run).href)) as RunModule;
}
