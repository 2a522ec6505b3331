import { sameJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import { valuesPerExample } from '../data/examples.js';
import type { Mistake } from '../stage/contract.js';
import type { NetworkSettings } from './network-parameters.js';

/**
 * Why a network cannot work on these examples with these settings: from the descriptions of both, of which more or less may be
 * known. `role` is the input that gives the network.
 */
export function misfits(
  role: string,
  network: JsonObject,
  settings: Partial<NetworkSettings>,
  examples: JsonObject,
): readonly Mistake[] {
  return [
    ...layerMisfits(role, network.layers, examples),
    ...otherSettings(network, settings),
    ...otherNormalisation(network, settings),
    ...unnormalisable(settings),
    ...otherRange(network.range, examples.range),
  ];
}

/** The first layer is the image's pixels, of each channel; the last the classes. */
function layerMisfits(
  role: string,
  layers: Json | undefined,
  { height, width, channels, classes }: JsonObject,
): readonly Mistake[] {
  if (!Array.isArray(layers)) return [];
  const misfit = (index: number, wanted: number | undefined, rule: string, remedy: string): Mistake[] =>
    wanted === undefined || layers[index] === wanted
      ? []
      : [{ at: { input: role, parameter: ['layers', index] }, rule, remedy: `${remedy} ${wanted}.` }];
  const isGrey = channels === undefined;
  const pixels =
    typeof height === 'number' && typeof width === 'number'
      ? valuesPerExample({ height, width, ...(isGrey ? {} : { channels: 3 }) })
      : undefined;
  const what = isGrey ? 'pixels' : 'values, three a pixel';
  const outputs = Array.isArray(classes) ? classes.length : undefined;
  const [first, last] = [JSON.stringify(layers[0]), JSON.stringify(layers.at(-1))];
  return [
    ...misfit(0, pixels, `is ${first}, but the images have ${pixels} ${what}.`, 'Let the layers begin with'),
    ...misfit(
      layers.length - 1,
      outputs,
      `is ${last}, but the data have ${outputs} classes.`,
      'Let the layers end with',
    ),
  ];
}

/** An untrained network has no activation or cost yet. */
function otherSettings(network: JsonObject, settings: Partial<NetworkSettings>): readonly Mistake[] {
  return (['activation', 'cost'] as const)
    .filter((name) => {
      const [trained, asked] = [network[name], settings[name]];
      return trained !== undefined && asked !== undefined && trained !== asked;
    })
    .map((name) => ({
      at: { parameter: [name] },
      rule: `is "${settings[name] ?? ''}", but the network was trained with ${JSON.stringify(network[name])}.`,
      remedy: `Give both stages the same ${name}.`,
    }));
}

/** A trained network that says nothing of it is not normalised; an untrained one may become so. */
function otherNormalisation(network: JsonObject, settings: Partial<NetworkSettings>): readonly Mistake[] {
  const trained = network.activation !== undefined && network.cost !== undefined;
  const { normalisation: theirs = trained ? null : undefined } = network;
  // Who opens no network says no activation either.
  if (theirs === undefined || settings.activation === undefined) return [];
  const { normalisation: asked = null } = settings;
  if (theirs === asked) return [];
  return [
    {
      at: { parameter: ['normalisation'] },
      rule: `is ${asked === null ? 'not given' : `"${asked}"`}, but the network was trained with ${theirs === null ? 'none' : JSON.stringify(theirs)}.`,
      remedy: theirs === null ? 'Leave it out.' : `Say "normalisation": ${JSON.stringify(theirs)}.`,
    },
  ];
}

function unnormalisable({ engine, normalisation }: Partial<NetworkSettings>): readonly Mistake[] {
  if (engine !== 'tensorflow' || normalisation === undefined) return [];
  return [
    {
      at: { parameter: ['normalisation'] },
      rule: `is "${normalisation}", which the engine tensorflow has not.`,
      remedy: 'Take the engine portable, or leave it out.',
    },
  ];
}

function otherRange(trained: Json | undefined, given: Json | undefined): readonly Mistake[] {
  if (trained === undefined || given === undefined || sameJson(trained, given)) return [];
  return [
    {
      at: { input: 'data' },
      rule: `has pixels in ${JSON.stringify(given)}, but the network was trained on pixels in ${JSON.stringify(trained)}.`,
      remedy: 'Give the data that the network was trained on.',
    },
  ];
}
