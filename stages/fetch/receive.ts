import { open, stat, type FileHandle } from 'node:fs/promises';
import { grouped } from '../../src/artifact/numbers.js';
import { request, Unavailable, type Internet } from './internet.js';

/** The file that is wanted, and the part of it that is there. */
export interface Wanted {
  readonly bytes: number;
  /** Bytes from the file's beginning on; it grows only at its end. */
  readonly part: string;
  readonly signal: AbortSignal;
  /** Told how many bytes are there. */
  readonly arrived: (bytes: number) => void;
}

/** What an address called the file's bytes when it was asked last. */
export interface Seen {
  etag: string | undefined;
}

/** How many bytes of the file are there; none where the part is longer than the file: it is then another file's. */
export async function arrivedBytes({ part, bytes }: Pick<Wanted, 'part' | 'bytes'>): Promise<number> {
  const size = await stat(part).then(
    (status) => status.size,
    () => 0,
  );
  return size > bytes ? 0 : size;
}

/**
 * Asks an address for what is missing and adds it to the part. `seen` holds what the address called the file when it was asked last.
 * Throws Unavailable where there is no use in asking it again, other errors where there may be.
 */
export async function receive(
  address: string,
  seen: Seen,
  wanted: Wanted,
  internet: Internet,
): Promise<void> {
  const from = await arrivedBytes(wanted);
  const idle = new AbortController();
  const timer = setTimeout(() => {
    idle.abort(new Error(`nothing came for ${internet.patience / 1000} s`));
  }, internet.patience);
  try {
    const signal = AbortSignal.any([wanted.signal, idle.signal]);
    const response = await request(address, headersFor(from, seen.etag), signal, internet);
    const start = checkedStart(response, from, wanted.bytes);
    seen.etag = strongTag(response);
    await appended(response, start, wanted, timer);
  } finally {
    clearTimeout(timer);
  }
}

/** Compressed on the way it would have another size; a part is asked for only of the file that was begun. */
function headersFor(from: number, etag: string | undefined): Readonly<Record<string, string>> {
  const range =
    from === 0 ? {} : { range: `bytes=${from}-`, ...(etag === undefined ? {} : { 'if-range': etag }) };
  return { 'accept-encoding': 'identity', ...range };
}

/** Where in the file the answer begins: `from`, or 0 from a server that knows no ranges or has another file now. */
function checkedStart({ status, headers }: Response, from: number, bytes: number): number {
  if (status === 408 || status === 429 || status >= 500) throw new Error(`answers ${status}`);
  if (status !== 200 && status !== 206) throw new Unavailable(`answers ${status}`);
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') throw new Unavailable(`sends the file in another form (${encoding})`);
  const start = status === 206 ? from : 0;
  const range = headers.get('content-range');
  if (status === 206 && range !== `bytes ${from}-${bytes - 1}/${bytes}`)
    throw new Unavailable(`sends another part than was asked for (${range ?? 'which, it does not say'})`);
  const length = headers.get('content-length');
  if (length !== null && Number(length) !== bytes - start)
    throw new Unavailable(`has a file of ${grouped(start + Number(length))} bytes, not ${grouped(bytes)}`);
  return start;
}

async function appended(
  { body }: Response,
  start: number,
  { part, bytes, arrived }: Wanted,
  timer: NodeJS.Timeout,
): Promise<void> {
  const file = await opened(part, bytes);
  try {
    let at = start;
    // A response's body is a stream of bytes.
    for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
      timer.refresh();
      if (at + piece.byteLength > bytes) {
        await file.truncate(0);
        throw new Unavailable(`sends more than ${grouped(bytes)} bytes`);
      }
      // At its place, not at the end: another run may be writing the same bytes.
      await file.write(piece, 0, piece.byteLength, at);
      at += piece.byteLength;
      arrived(at);
    }
    if (at < bytes) throw new Error(`ended after ${grouped(at)} of ${grouped(bytes)} bytes`);
  } finally {
    await file.close();
  }
}

async function opened(part: string, bytes: number): Promise<FileHandle> {
  const file = await open(part, 'a').then(async (created) => {
    await created.close();
    return open(part, 'r+');
  });
  if ((await file.stat()).size > bytes) await file.truncate(0);
  return file;
}

/** A weak tag says that two files mean the same, not that their bytes are. */
function strongTag({ headers }: Response): string | undefined {
  const tag = headers.get('etag');
  return tag === null || tag.startsWith('W/') ? undefined : tag;
}
