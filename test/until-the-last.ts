import test, { type ExecutionContext } from 'ava';

/** For what all tests of a file share: it is torn down after the last of them. To be called while the file is loaded. */
export function untilTheLast(): Pick<ExecutionContext, 'teardown'> {
  const all: (() => unknown)[] = [];
  test.after.always(async () => {
    for (const tearDown of all) await tearDown();
  });
  return { teardown: (tearDown) => void all.push(tearDown) };
}
