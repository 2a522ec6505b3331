import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { JsonObject } from '../src/artifact/json.js';

/** A program that is kept alive and asked for one thing at a time: a line in, a line of JSON out. */
export interface Child {
  /** What it said of itself when it was ready. */
  readonly hello: JsonObject;
  ask(line: string): Promise<JsonObject>;
  close(): void;
}

/** Throws an Error with the program's own reason where it ends before it answers. */
export async function openChild(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-2000)));
  child.stdin.on('error', () => undefined);
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      reject(
        new Error(`${basename(args[0] ?? command)} ended with ${code ?? 'a signal'}: ${reasonIn(complaint)}`),
      );
    });
  });
  failed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<JsonObject> => {
    const line = await Promise.race([lines.next(), failed]);
    // A program's lines are JSON objects, as its protocol says; at its end the reason is told.
    return line.done === true ? await failed : (JSON.parse(line.value) as JsonObject);
  };
  return {
    hello: await answer(),
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return answer();
    },
    close: () => child.stdin.end(),
  };
}

/** The line of a stack trace that says what is wrong. */
function reasonIn(complaint: string): string {
  const lines = complaint.trim().split('\n');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? '').trim();
}

/** A number that a program's answer must have. */
export function numberIn(answer: JsonObject, name: string): number {
  const value = answer[name];
  if (typeof value === 'number') return value;
  throw new Error(`the answer ${JSON.stringify(answer)} has no number ${name}`);
}
