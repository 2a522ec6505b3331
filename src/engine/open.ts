import { BadInput } from '../stage/problem.js';
import type { EngineChoice } from './choice.js';
import type { Engine } from './engine.js';
import { portableEngine } from './portable/portable.js';

/** `threads` is asked before each piece of work: how many cores this process may use now. It never changes a bit of the portable engine. */
type OpenEngine = (choice: EngineChoice, threads: () => number) => Promise<Engine>;

/** The engine of that name. Throws BadInput where the engine or its arithmetic cannot be had here. */
export const openEngine: OpenEngine = ({ engine, arithmetic }, threads) => {
  if (engine !== 'portable') return Promise.reject(absent('engine', engine));
  return Promise.resolve(portableEngine(arithmetic, threads));
};

function absent(place: string, name: string): BadInput {
  return new BadInput({
    place,
    rule: `${name} cannot be had in this version.`,
    remedy: 'Take portable.',
  });
}
