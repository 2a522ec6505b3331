import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

/** A server on this machine that does what a test says, and remembers what it was asked. */
export interface Server {
  readonly origin: string;
  readonly asked: IncomingMessage[];
  /** Breaks every connection. */
  hangUp(): void;
  close(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Each request has the next answer; the last is given again and again. */
export async function serving(t: ExecutionContext, ...answers: readonly Answer[]): Promise<Server> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  t.teardown(close);
  // It listens on a port: its address is not that of a pipe.
  const { port } = server.address() as AddressInfo;
  const hangUp = () => {
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${port}`, asked, hangUp, close };
}

/** Serves bytes, or the rest from where a range begins, as servers do; says nothing more after `upTo` of them. */
export function file(bytes: Buffer, { etag = '"one"', upTo = Infinity } = {}): Answer {
  return ({ headers }, response) => {
    const isOther = headers['if-range'] !== undefined && headers['if-range'] !== etag;
    const start = isOther ? 0 : Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const range =
      start === 0 ? {} : { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    const length = bytes.length - start;
    response.writeHead(start === 0 ? 200 : 206, { ...range, etag, 'content-length': length });
    if (upTo >= length) response.end(bytes.subarray(start));
    else response.write(bytes.subarray(start, start + upTo));
  };
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => {
    response.writeHead(code, headers);
    response.end();
  };
}
