import type { Command } from 'commander';

/** Every command. Only what is asked for is loaded, since loading all takes longer than most of them do. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  run: async () => (await import('./run.js')).addRun,
  plan: async () => (await import('./plan.js')).addPlan,
  why: async () => (await import('./why.js')).addWhy,
  diff: async () => (await import('./diff.js')).addDiff,
  stages: async () => (await import('./stages.js')).addStages,
  schemas: async () => (await import('./schemas.js')).addSchemas,
  init: async () => (await import('./init.js')).addInit,
  doctor: async () => (await import('./doctor.js')).addDoctor,
  gc: async () => (await import('./gc.js')).addGc,
};

/** Adds the command of that name to the program; all of them where there is none of that name, for help and for mistakes. */
export async function addCommands(program: Command, asked = ''): Promise<void> {
  const names = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
  for (const name of names) (await commands[name]?.())?.(program);
}
