import type { Plan } from '../plan/recipe.js';
import type { Listener } from './listener.js';

/**
 * Compiles the kernels for this machine before tasks need them, where that was not done yet: once, so that tasks do not each do it
 * at the same time. What cannot be compiled is no failure, since WebAssembly serves with the same bits.
 */
export async function prepareKernels({ tasks }: Plan, listener: Listener): Promise<void> {
  if (!tasks.some(({ code }) => Object.keys(code.listing.files).some(isKernelsOwn))) return;
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

/** Whether it is the module that the code of all that computes with the kernels reaches. */
function isKernelsOwn(file: string): boolean {
  return file.endsWith('src/engine/portable/portable.js');
}
