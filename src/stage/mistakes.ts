import type { Mistake, MistakePlace } from './contract.js';
import { BadInput } from './problem.js';

/** Ends a stage that finds mistakes only when it runs, since they depend on what it reads. Throws BadInput with all of them. */
export function refuse(mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return;
  throw new BadInput(mistakes.map(({ at, ...told }) => ({ ...told, place: placeText(at) })));
}

function placeText({ parameter = [], input }: MistakePlace): string {
  return [
    ...(input === undefined ? [] : [`input ${input}`]),
    ...(parameter.length === 0 ? [] : [parameter.join('.')]),
  ].join(', ');
}

/** A mistake in how many examples are asked for, where it is known how many there are. */
export function tooMany(parameter: string, asked: number, part: string, count: unknown): readonly Mistake[] {
  if (typeof count !== 'number' || asked <= count) return [];
  return [
    {
      at: { parameter: [parameter] },
      rule: `is ${asked}, but there are only ${count} ${part} examples.`,
      remedy: `Take at most ${count}.`,
    },
  ];
}
