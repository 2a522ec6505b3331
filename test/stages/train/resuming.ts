import test from 'ava';
import { testChain } from '../../training/chain.js';
import { type Parameters, stored, train } from './trainings.js';

/** Trainings with these parameters have the bytes of a straight one, however they are done. */
export function resumes(name: string, way: Parameters): void {
  test(`a training that is interrupted anywhere and resumed has the bytes of a straight one: ${name}`, async (t) => {
    const straight = stored(await train(way));
    for (let abortAt = 0; abortAt < 60; abortAt++) {
      const chain = testChain();
      const interrupted = train(way, { chain, abortAt });
      // Within a chunk of its end a training is done before it can stop.
      if (abortAt < 50) await t.throwsAsync(interrupted, { message: 'stopped' });
      else await interrupted.catch((error: unknown) => t.like(error, { message: 'stopped' }));
      t.deepEqual(stored(await train(way, { chain })), straight, `interrupted at ${abortAt}`);
    }
  });

  test(`a training that is interrupted again and again gets on and ends with the same bytes: ${name}`, async (t) => {
    const straight = stored(await train(way));
    const chain = testChain();
    for (let abortAt = 5; abortAt < 60; abortAt += 5) await t.throwsAsync(train(way, { chain, abortAt }));
    t.true((chain.steps().at(-1) ?? 0) >= 49);
    t.deepEqual(stored(await train(way, { chain })), straight);
  });

  for (const updates of [49, 45, 1, 0])
    test(`raising updates from ${updates} to 60 has the bytes of 60 from the start: ${name}`, async (t) => {
      const chain = testChain();
      await train({ ...way, updates }, { chain });
      t.deepEqual(stored(await train(way, { chain })), stored(await train(way)));
    });

  for (const updates of [49, 45, 20, 3, 0])
    test(`lowering updates from 60 to ${updates} has the bytes of ${updates} from the start: ${name}`, async (t) => {
      const chain = testChain();
      await train({ ...way, updates: 21 }, { chain });
      await train(way, { chain });
      const fewer = { ...way, updates };
      t.deepEqual(stored(await train(fewer, { chain })), stored(await train(fewer)));
    });
}
