import { connectionsOf } from '../../src/engine/parameters.js';
import { schemeOf, type Scheme, type SchemeParameter } from '../initialise/scheme.js';

/** The weights of a layer as theory sees them. */
export interface LayerWeights {
  readonly fanIn: number;
  readonly fanOut: number;
  /** Of a weight. */
  readonly variance: number;
  /** How weights hang together: each by itself, or an orthogonal matrix times a gain. */
  readonly kind: 'independent' | 'orthogonal';
}

export function weightsOf(layers: readonly number[], parameter: SchemeParameter): readonly LayerWeights[] {
  const scheme = schemeOf(parameter);
  const kind = scheme.name === 'orthogonal' ? 'orthogonal' : 'independent';
  return connectionsOf(layers).map(({ fanIn, fanOut }) => ({
    ...{ fanIn, fanOut, kind },
    variance: varianceOf(scheme, fanIn, fanOut),
  }));
}

/** Why there is no theory of a scheme; undefined where there is. */
export function beyondTheory(parameter: SchemeParameter): string | undefined {
  switch (schemeOf(parameter).name) {
    case 'sparse':
      return 'gives each unit so few inputs that its pre-activation is not normal';
    case 'identity':
      return 'draws nothing';
    default:
      return undefined;
  }
}

/** The weights' variance: see docs/initialisation.md. A uniform distribution in ±b has b²/3. */
function varianceOf(scheme: Scheme, fanIn: number, fanOut: number): number {
  switch (scheme.name) {
    case 'standard':
      return 1 / (3 * fanIn);
    case 'normalised':
    case 'glorotNormal':
      return 2 / (fanIn + fanOut);
    case 'lecun':
      return 1 / fanIn;
    case 'he':
      return (scheme.gain * scheme.gain) / fanIn;
    case 'orthogonal':
      return (scheme.gain * scheme.gain) / Math.max(fanIn, fanOut);
    case 'truncatedNormal':
      return scheme.sd === undefined ? 1 / fanIn : scheme.sd * scheme.sd;
    case 'sparse':
    case 'identity':
      throw new RangeError(`there is no theory of ${scheme.name} weights`);
  }
}
