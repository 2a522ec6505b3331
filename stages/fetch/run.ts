import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { isDigest } from '../../src/artifact/digest.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { download, OtherBytes } from './download.js';
import type { declaration } from './declaration.js';
import type { Internet } from './internet.js';

const internet: Internet = {
  fetch: (address, init) => fetch(address, init),
  async pause(milliseconds, signal) {
    // What it throws when it is aborted is not the signal's reason.
    await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  },
  patience: 30_000,
};

export const run: StageRun<typeof declaration> = (context) => fetchFile(context, internet);

export async function fetchFile(
  context: Pick<
    StageContext<typeof declaration>,
    'parameters' | 'write' | 'reuse' | 'unfinished' | 'progress' | 'signal'
  >,
  world: Internet,
): Promise<void> {
  const { name, sha256, bytes, from } = context.parameters;
  if (!isDigest(sha256)) throw new TypeError(`${sha256} is no SHA-256`);
  const description = { title: name, name, bytes };
  const part = await context.unfinished(sha256);
  if (!(await context.reuse('file', sha256, description))) {
    const arrived = (done: number) => {
      context.progress({ done, total: bytes, unit: 'bytes' });
    };
    const keep = () => context.write('file', verified(part, sha256), description);
    await download(from, { bytes, part, signal: context.signal, arrived }, keep, world);
  }
  await rm(part, { force: true });
}

/** A file's bytes, which come to their end only if they are the right ones: else nothing is kept of them. */
async function* verified(file: string, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  // A file read without an encoding comes in buffers.
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(piece);
    yield piece;
  }
  const found = hash.digest('hex');
  if (found !== sha256)
    throw new OtherBytes(`gave other bytes: their SHA-256 is ${found}, not ${sha256}. They were dropped`);
}
