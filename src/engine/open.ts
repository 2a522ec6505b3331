import { BadInput } from '../stage/problem.js';
import type { EngineChoice } from './choice.js';
import type { Engine } from './engine.js';
import { serving, UnusableKernels } from './portable/builds.js';
import type { Arithmetic } from './portable/kernels.js';
import { portableEngine } from './portable/portable.js';

/**
 * The engine of that name. `threads` is asked before each piece of work: how many cores this process may use now; it never
 * changes a bit of the portable engine. Throws BadInput where the engine or its arithmetic cannot be had here.
 */
export function openEngine({ engine, arithmetic }: EngineChoice, threads: () => number): Promise<Engine> {
  return new Promise((resolve) => {
    if (engine === 'portable') resolve(portable(arithmetic, threads));
    else throw arithmetic === 'portable' ? absent(engine) : unfitting(engine, arithmetic);
  });
}

/** What of this machine does the work of that engine: for records. */
export function whatServes({ engine, arithmetic }: EngineChoice): Readonly<Record<string, string>> {
  const { name, inSoftware } = serving(arithmetic);
  return { engine, kernels: inSoftware ? `${name}, fused multiply-adds in software` : name };
}

function portable(arithmetic: Arithmetic, threads: () => number): Engine {
  try {
    serving(arithmetic);
  } catch (error) {
    if (!(error instanceof UnusableKernels)) throw error;
    throw new BadInput({ place: 'engine portable', rule: error.message, remedy: 'See samebits doctor.' });
  }
  return portableEngine(arithmetic, threads);
}

function absent(engine: string): BadInput {
  const rule = `${engine} cannot be had in this version.`;
  return new BadInput({ place: 'engine', rule, remedy: 'Take portable.' });
}

function unfitting(engine: string, arithmetic: Arithmetic): BadInput {
  const rule = `${engine} has an arithmetic of its own, not ${arithmetic}.`;
  return new BadInput({ place: 'arithmetic', rule, remedy: 'Take portable.' });
}
