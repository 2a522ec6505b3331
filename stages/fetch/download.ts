import { rm } from 'node:fs/promises';
import { Unavailable, type Internet } from './internet.js';
import { arrivedBytes, receive, type Seen, type Wanted } from './receive.js';

/** The bytes are not those that were asked for. */
export class OtherBytes extends Error {
  override readonly name = 'OtherBytes';
}

/** An address is asked so often in a row without bringing a byte. */
const fruitlessAttempts = 4;
const firstPause = 500;

/**
 * Gets the file from the first address that has it and hands it to `keep`, which throws OtherBytes where the bytes are wrong: they are
 * then dropped. Throws an error that says of every address why it was of no use.
 */
export async function download(
  addresses: readonly string[],
  wanted: Wanted,
  keep: () => Promise<void>,
  internet: Internet,
): Promise<void> {
  const refusals: string[] = [];
  for (const address of addresses) {
    try {
      await fromOne(address, wanted, keep, internet);
      return;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      refusals.push(`${withoutQuery(address)} ${error.message}`);
    }
  }
  throw new Error(refusals.join('; '));
}

async function fromOne(
  address: string,
  wanted: Wanted,
  keep: () => Promise<void>,
  internet: Internet,
): Promise<void> {
  // Bytes from before may be of another file, or lost with the power: one more attempt shows whose fault it is.
  for (let isMixed = (await arrivedBytes(wanted)) > 0; ; isMixed = false) {
    await complete(address, wanted, internet);
    try {
      await keep();
      return;
    } catch (error) {
      if (!(error instanceof OtherBytes)) throw error;
      await rm(wanted.part, { force: true });
      if (!isMixed) throw new Unavailable(error.message);
    }
  }
}

/** Asks again, after longer and longer pauses, until the part is the whole. */
async function complete(address: string, wanted: Wanted, internet: Internet): Promise<void> {
  const seen: Seen = { etag: undefined };
  let fruitless = 0;
  for (;;) {
    const before = await arrivedBytes(wanted);
    if (before === wanted.bytes) return;
    try {
      await receive(address, seen, wanted, internet);
    } catch (error) {
      wanted.signal.throwIfAborted();
      if (error instanceof Unavailable || isOurs(error)) throw error;
      fruitless = (await arrivedBytes(wanted)) > before ? 1 : fruitless + 1;
      if (fruitless === fruitlessAttempts) throw new Unavailable(reasonOf(error));
      await internet.pause(firstPause * 2 ** (fruitless - 1), wanted.signal);
    }
  }
}

/** What this machine's disk says; no other address would help. */
function isOurs(error: unknown): boolean {
  return (
    error instanceof Error &&
    'syscall' in error &&
    ['open', 'write', 'ftruncate'].includes(String(error.syscall))
  );
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (!(cause instanceof Error)) return message;
  return 'code' in cause
    ? `cannot be reached (${String(cause.code)})`
    : `cannot be reached (${cause.message})`;
}

/** What follows a question mark may be a key to the file, and is nobody's who reads a message. */
function withoutQuery(address: string): string {
  return address.replace(/\?.*$/s, '?…');
}
