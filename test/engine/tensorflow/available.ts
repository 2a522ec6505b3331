import test, { type ExecutionContext } from 'ava';
import type { Engine } from '../../../src/engine/engine.js';
import { tensorflowEngine } from '../../../src/engine/tensorflow/tensorflow.js';
import { BadInput } from '../../../src/stage/problem.js';

const opened = await tensorflowEngine().catch((error: unknown) => {
  if (error instanceof BadInput) return error;
  throw error;
});

if (opened instanceof BadInput) test.skip(`these need TensorFlow: ${opened.message}`, () => undefined);

/** A test that runs where TensorFlow is installed; elsewhere it is skipped, and the reason is told once. */
export function testTensorFlow(title: string, run: (t: ExecutionContext, engine: Engine) => void): void {
  if (opened instanceof BadInput) test.skip(title, () => undefined);
  else
    test(title, (t) => {
      run(t, opened);
    });
}
