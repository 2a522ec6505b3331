import test, { type ExecutionContext } from 'ava';
import type { Engine } from '../../../src/engine/engine.js';
import { tensorflowEngine } from '../../../src/engine/tensorflow/tensorflow.js';
import { BadInput } from '../../../src/stage/problem.js';

const opened = await tensorflowEngine().catch((error: unknown) => {
  if (error instanceof BadInput) return error;
  throw error;
});

/** TensorFlow, where it is installed; where it is not, a skipped test tells the reason. */
export const available = opened instanceof BadInput ? undefined : opened;

if (opened instanceof BadInput) test.skip(`these need TensorFlow: ${opened.message}`, () => undefined);

/** A test that is skipped where TensorFlow is not installed. */
export function testTensorFlow(
  title: string,
  run: (t: ExecutionContext, engine: Engine) => void | Promise<void>,
): void {
  if (available === undefined) test.skip(title, () => undefined);
  else test(title, (t) => run(t, available));
}
