import type { Architecture, Normalisation, Normalisers, Parameters } from './engine.js';

/** What normalises the hidden layers of a network that was not trained yet; `layers` are all its layers' units. */
export function initialNormalisers(layers: readonly number[], normalisation: Normalisation): Normalisers {
  const all = (value: number) => layers.slice(1, -1).map((units) => new Float32Array(units).fill(value));
  const learned = { gains: all(1), shifts: all(0) };
  return normalisation === 'layer' ? learned : { ...learned, means: all(0), variances: all(1) };
}

/** Each group of numbers by its name. */
export function groupsOf(
  normalisers: Normalisers,
): readonly (readonly [keyof Normalisers, readonly Float32Array[]])[] {
  // Nobody makes normalisers with names that are not of their type.
  return Object.entries(normalisers) as [keyof Normalisers, readonly Float32Array[]][];
}

/** How a network with these parameters is normalised; undefined where it is not, or has no hidden layer. */
export function normalisationOf({ normalisers }: Parameters): Normalisation | undefined {
  if (normalisers === undefined) return undefined;
  return normalisers.means === undefined ? 'layer' : 'batch';
}

/** A network's architecture as update rules see it: gains and shifts are learned, running moments are not. */
export function learnedOf<Of extends Pick<Architecture, 'normalisation'>>(architecture: Of): Of {
  return architecture.normalisation === undefined
    ? architecture
    : { ...architecture, normalisation: 'layer' };
}
