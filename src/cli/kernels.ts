import type { Plan } from '../plan/recipe.js';
import { BadInput } from '../stage/problem.js';
import type { Listener } from './run/listener.js';

/**
 * Compiles the kernels for this machine before tasks need them, where that was not done yet: once, so that tasks do not each do it
 * at the same time. What cannot be compiled is no failure, since WebAssembly serves with the same bits.
 */
export async function prepareKernels(
  plan: Plan,
  listener: Pick<Listener, 'building' | 'built'>,
): Promise<void> {
  if (!usesKernels(plan)) return;
  // What opens engines is loaded only where a task may need one.
  const { ensureNative } = await import('../engine/portable/native/build.js');
  const compiling = { began: false };
  const start = performance.now();
  const what = await ensureNative(() => {
    compiling.began = true;
    listener.building();
  });
  if (compiling.began && what !== undefined) listener.built(what, (performance.now() - start) / 1000);
}

/** Throws BadInput where SAMEBITS_KERNELS names none. Also where nothing will be computed: what is misspelt is told the first time, not when the cache is cold again. */
export async function checkKernels(plan: Plan): Promise<void> {
  if (process.env.SAMEBITS_KERNELS === undefined || !usesKernels(plan)) return;
  const { askedBuild, UnusableKernels } = await import('../engine/portable/asked-build.js');
  try {
    askedBuild();
  } catch (error) {
    if (!(error instanceof UnusableKernels)) throw error;
    throw new BadInput({
      place: 'the environment',
      rule: `${error.message}.`,
      remedy: 'Unset it: then the fastest that can be used serves.',
    });
  }
}

function usesKernels({ tasks }: Plan): boolean {
  return tasks.some(({ code }) => Object.keys(code.listing.files).some(isKernelsOwn));
}

/** Whether it is the module that the code of all that computes with the kernels reaches. */
function isKernelsOwn(file: string): boolean {
  return file.endsWith('src/engine/portable/portable.js');
}
