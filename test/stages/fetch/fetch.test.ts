import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import type { Progress } from '../../../src/stage/contract.js';
import type { Internet } from '../../../stages/fetch/internet.js';
import { fetchFile } from '../../../stages/fetch/run.js';
import { temporaryFolder } from '../temporary-folder.js';
import { file, serving, status, type Answer, type Server } from './server.js';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251));
const sha256 = digestOf(content);

interface Setting {
  /** Whether the store has the file. */
  readonly held?: boolean;
  /** Of an earlier run. */
  readonly part?: Buffer;
  readonly signal?: AbortSignal;
  readonly fetch?: Internet['fetch'];
  readonly patience?: number;
  readonly bytes?: number;
  readonly progress?: (progress: Progress) => void;
}

interface Fetched {
  readonly failure: string | undefined;
  readonly written: Buffer | undefined;
  /** What is left for the next run. */
  readonly part: Buffer | undefined;
  readonly pauses: readonly number[];
}

/** Fetches the file of this test, without a store; waits for nobody. */
async function fetched(
  t: ExecutionContext,
  from: readonly string[],
  setting: Setting = {},
): Promise<Fetched> {
  const part = join(await temporaryFolder(t, {}), 'part');
  if (setting.part !== undefined) await writeFile(part, setting.part);
  let written: Buffer | undefined;
  const pauses: number[] = [];
  const context = {
    parameters: { name: 'a', sha256, bytes: setting.bytes ?? content.length, from: [...from] },
    reuse: () => Promise.resolve(setting.held ?? false),
    unfinished: () => Promise.resolve(part),
    progress: setting.progress ?? (() => undefined),
    signal: setting.signal ?? new AbortController().signal,
    write: async (_: string, pieces: Uint8Array | string | AsyncIterable<Uint8Array>) => {
      const all: Uint8Array[] = [];
      if (typeof pieces === 'string' || pieces instanceof Uint8Array) throw new TypeError('in one piece');
      for await (const piece of pieces) all.push(Buffer.from(piece));
      written = Buffer.concat(all);
    },
  };
  const internet: Internet = {
    fetch: setting.fetch ?? ((address, init) => fetch(address, init)),
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    patience: setting.patience ?? 5000,
  };
  const failure = await fetchFile(context, internet).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { failure, written, part: await readFile(part).catch(() => undefined), pauses };
}

function isWhole(t: ExecutionContext, { failure, written, part }: Fetched): void {
  t.is(failure, undefined);
  t.true(written?.equals(content));
  t.is(part, undefined, 'nothing unfinished is left');
}

/** The connection breaks when so many bytes have arrived: those that are on their way would be lost with it. */
function breaking(server: Server, ...at: readonly number[]): Setting {
  const progress = ({ done }: Progress) => {
    if (at.includes(done)) server.hangUp();
  };
  return { progress };
}

test('a file is fetched whole, and nothing unfinished is left', async (t) => {
  const server = await serving(t, file(content));
  isWhole(t, await fetched(t, [`${server.origin}/a`]));
  t.is(server.asked.length, 1);
  t.is(server.asked[0]?.headers['accept-encoding'], 'identity');
});

test('what the store has is not asked for', async (t) => {
  const { failure } = await fetched(t, ['http://127.0.0.1:9/a'], { held: true });
  t.is(failure, undefined);
});

test('a connection that breaks is continued where it broke, if the file is still the one that was begun', async (t) => {
  const server = await serving(
    t,
    file(content, { upTo: 100_000 }),
    file(content, { upTo: 50_000 }),
    file(content),
  );
  isWhole(t, await fetched(t, [`${server.origin}/a`], breaking(server, 100_000, 150_000)));
  t.deepEqual(
    server.asked.map(({ headers }) => [headers.range, headers['if-range']]),
    [
      [undefined, undefined],
      ['bytes=100000-', '"one"'],
      ['bytes=150000-', '"one"'],
    ],
  );
});

test('if the file is another one by then, it is fetched from its beginning', async (t) => {
  const before = file(Buffer.alloc(content.length), { etag: '"old"', upTo: 100_000 });
  const server = await serving(t, before, file(content, { etag: '"new"' }));
  isWhole(t, await fetched(t, [`${server.origin}/a`], breaking(server, 100_000)));
  t.is(server.asked.length, 2);
});

test('an interrupted run leaves what it has to the next, which asks for the rest', async (t) => {
  const stop = new AbortController();
  const begun: Answer = (_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 100_000));
  };
  const { origin } = await serving(t, begun);
  const first = await fetched(t, [`${origin}/a`], {
    signal: stop.signal,
    progress: ({ done }) => {
      if (done === 100_000) stop.abort(new Error('stopped'));
    },
  });
  t.is(first.failure, 'stopped');
  t.is(first.written, undefined);
  t.true(first.part?.equals(content.subarray(0, 100_000)));
  const server = await serving(t, file(content));
  isWhole(t, await fetched(t, [`${server.origin}/a`], { part: content.subarray(0, 100_000) }));
  t.is(server.asked[0]?.headers.range, 'bytes=100000-');
});

test('a server that knows no ranges sends the file again from its beginning', async (t) => {
  const whole: Answer = (_, response) => response.end(content);
  const { origin } = await serving(t, whole);
  isWhole(t, await fetched(t, [`${origin}/a`], { part: content.subarray(0, 1000) }));
});

test('a part that is of another file is dropped, and the file fetched from its beginning', async (t) => {
  const server = await serving(t, file(content));
  isWhole(t, await fetched(t, [`${server.origin}/a`], { part: Buffer.alloc(1000, 7) }));
  t.deepEqual(
    server.asked.map(({ headers }) => headers.range),
    ['bytes=1000-', undefined],
  );
  isWhole(t, await fetched(t, [`${server.origin}/a`], { part: Buffer.alloc(content.length) }));
  isWhole(t, await fetched(t, [`${server.origin}/a`], { part: Buffer.alloc(content.length + 1) }));
});

test('other bytes are dropped, and both digests are told', async (t) => {
  const wrong = Buffer.alloc(content.length, 1);
  const { origin } = await serving(t, file(wrong));
  const { failure, written, part } = await fetched(t, [`${origin}/a`]);
  t.is(
    failure,
    `${origin}/a gave other bytes: their SHA-256 is ${digestOf(wrong)}, not ${sha256}. They were dropped`,
  );
  t.is(written, undefined);
  t.is(part, undefined);
});

test('a mirror with other bytes, or without the file, leaves it to the next', async (t) => {
  const [wrong, none, right] = await Promise.all([
    serving(t, file(Buffer.alloc(content.length, 1))),
    serving(t, status(404)),
    serving(t, file(content)),
  ]);
  isWhole(
    t,
    await fetched(
      t,
      [wrong, none, right].map(({ origin }) => `${origin}/a`),
    ),
  );
});

test('a file of another size is refused before it is fetched', async (t) => {
  const { origin } = await serving(t, file(content));
  const { failure, part } = await fetched(t, [`${origin}/a`], { bytes: 1000 });
  t.is(failure, `${origin}/a has a file of 300,000 bytes, not 1,000`);
  t.is(part, undefined);
});

test('a server that sends without end is cut off at the size', async (t) => {
  let sent = 0;
  const endless: Answer = (_, response) => {
    const more = () => {
      sent += 65_536;
      if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
    };
    more();
  };
  const { origin } = await serving(t, endless);
  const { failure, part } = await fetched(t, [`${origin}/a`]);
  t.is(failure, `${origin}/a sends more than 300,000 bytes`);
  t.is(part?.length, 0);
  t.true(sent < 50_000_000);
});

test('a server that is out of order is asked again after longer and longer pauses', async (t) => {
  const server = await serving(t, status(503), status(429), file(content));
  const { pauses, ...whole } = await fetched(t, [`${server.origin}/a`]);
  isWhole(t, { ...whole, pauses });
  t.deepEqual(pauses, [500, 1000]);
});

test('one that stays out of order, cannot be reached or says nothing is given up', async (t) => {
  const [broken, silent] = await Promise.all([serving(t, status(500)), serving(t, () => undefined)]);
  const closed = await serving(t);
  await closed.close();
  const addresses = [broken, silent, closed].map(({ origin }) => `${origin}/a?key=secret`);
  const { failure = '', pauses } = await fetched(t, addresses, { patience: 100 });
  t.is(
    failure,
    `${broken.origin}/a?… answers 500; ${silent.origin}/a?… nothing came for 0.1 s; ${closed.origin}/a?… cannot be reached (ECONNREFUSED)`,
  );
  t.deepEqual(pauses, [500, 1000, 2000, 500, 1000, 2000, 500, 1000, 2000]);
});

test('a connection that stands still is given up after a while, and continued', async (t) => {
  const still: Answer = (_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 1000));
  };
  const server = await serving(t, still, file(content));
  // Long enough for what was sent to arrive on a machine that does much else.
  isWhole(t, await fetched(t, [`${server.origin}/a`], { patience: 1500 }));
  t.is(server.asked[1]?.headers.range, 'bytes=1000-');
});

test('another part than was asked for, and another form, are refused', async (t) => {
  const shifted = status(206, { 'content-range': `bytes 0-${content.length - 1}/${content.length}` });
  const [other, packed] = await Promise.all([
    serving(t, shifted),
    serving(t, status(200, { 'content-encoding': 'gzip' })),
  ]);
  const part = content.subarray(0, 1000);
  t.regex(
    (await fetched(t, [`${other.origin}/a`], { part })).failure ?? '',
    /sends another part than was asked for/,
  );
  t.regex(
    (await fetched(t, [`${packed.origin}/a`])).failure ?? '',
    /sends the file in another form \(gzip\)/,
  );
});

test('a redirect is followed to the same host, and nowhere less safe', async (t) => {
  const target = await serving(t, file(content));
  const same = await serving(t, status(302, { location: '/b' }), file(content));
  isWhole(t, await fetched(t, [`${same.origin}/a`]));
  t.is(same.asked[1]?.url, '/b');
  for (const [location, why] of [
    [`${target.origin}/a`, /neither https nor the same host/],
    ['file:///etc/passwd', /redirects to file:/],
    ['data:text/plain,a', /redirects to data:/],
    ['https://user:word@example.org/', /redirects to an address with a user/],
    ['http://[', /redirects to nowhere/],
    ['/a', /redirects more than 5 times/],
  ] as const) {
    const { origin } = await serving(t, status(302, { location }));
    t.regex((await fetched(t, [`${origin}/a`])).failure ?? '', why, location);
  }
  t.is(target.asked.length, 0);
});

test('a redirect from https to http is not followed', async (t) => {
  const asked: string[] = [];
  const redirecting: Internet['fetch'] = (address) => {
    asked.push(address.href);
    return Promise.resolve(
      new Response(null, { status: 301, headers: { location: 'http://example.org/a' } }),
    );
  };
  const { failure = '' } = await fetched(t, ['https://example.org/a'], { fetch: redirecting });
  t.regex(failure, /redirects to http:\/\/example\.org, which is neither https nor the same host/);
  t.deepEqual(asked, ['https://example.org/a']);
});
