import { BadInput } from '../stage/problem.js';
import type { Autoencoder, Stack } from './autoencoder.js';
import type { EngineChoice } from './choice.js';
import type { Engine } from './engine.js';
import { UnusableKernels } from './portable/asked-build.js';
import { type AutoencoderSetting, PortableAutoencoder } from './portable/autoencoder.js';
import { serving } from './portable/builds.js';
import type { Arithmetic } from './portable/kernels.js';
import { portableEngine } from './portable/portable.js';
import { installedPackage } from './tensorflow/installed.js';
import { packageVersion } from './tensorflow/package.js';
import { tensorflowEngine } from './tensorflow/tensorflow.js';

/**
 * The engine of that name. `threads` is asked before each piece of work: how many cores this process may use now; it never
 * changes a bit of the portable engine. Throws BadInput where the engine or its arithmetic cannot be had here.
 */
export async function openEngine(
  { engine, arithmetic }: EngineChoice,
  threads: () => number,
): Promise<Engine> {
  if (engine === 'portable') return portable(arithmetic, threads);
  if (arithmetic === 'portable') return tensorflowEngine();
  const rule = `${engine} has an arithmetic of its own, not ${arithmetic}.`;
  throw new BadInput({ place: 'arithmetic', rule, remedy: 'Take portable.' });
}

/**
 * An auto-encoder: of the portable engine, which alone has them. Throws BadInput where the arithmetic cannot be had here.
 */
export function openAutoencoder(
  stack: Stack,
  setting: AutoencoderSetting,
  decoderBiases?: Float32Array,
): Autoencoder {
  portable(setting.arithmetic, setting.threads);
  return new PortableAutoencoder(stack, setting, decoderBiases);
}

function portable(arithmetic: Arithmetic, threads: () => number): Engine {
  try {
    serving(arithmetic);
  } catch (error) {
    if (!(error instanceof UnusableKernels)) throw error;
    throw new BadInput({
      place: 'engine portable',
      rule: `${error.message}.`,
      remedy: 'See samebits doctor.',
    });
  }
  return portableEngine(arithmetic, threads);
}

/** What of this machine does the work: for records. The names differ, so that a stage with two engines can tell of both. */
export function whatServes({ engine, arithmetic }: EngineChoice): Readonly<Record<string, string>> {
  if (engine === 'tensorflow') return { tensorflow: packageVersion(installedPackage()) };
  const { name, inSoftware } = serving(arithmetic);
  return { [`${arithmetic}Kernels`]: inSoftware ? `${name}, fused multiply-adds in software` : name };
}
