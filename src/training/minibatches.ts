import { setImmediate } from 'node:timers/promises';
import type { Observable } from 'rxjs';
import type { MinibatchReader } from '../data/minibatches.js';
import { lend, type Lent } from './credits.js';
import { nextRecorded } from './grid.js';
import type { Pace } from './pace.js';

/** The training sequence, with the number of values per example. */
export interface MinibatchSource {
  readonly width: number;
  readonly read: MinibatchReader;
}

/** The minibatches of `updates` consecutive updates, [updates × batch][width]; valid until given back. */
export interface Chunk {
  readonly first: number;
  readonly updates: number;
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly batch: number;
  readonly recordEvery: number;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** One chunk is trained on while the next is made. */
const ahead = 2;

/** A chunk's inputs take at most this many values (4 MB), however small the network. */
const mostValues = 1 << 20;

export function mostUpdates(width: number, batch: number): number {
  return Math.max(1, Math.floor(mostValues / (width * batch)));
}

/** The minibatches of a stretch of training in chunks that end where a state is recorded; ends early when aborted. */
export function minibatches$(source: MinibatchSource, stretch: Stretch): Observable<Lent<Chunk>> {
  return lend(chunks(source, stretch), ahead);
}

async function* chunks(source: MinibatchSource, stretch: Stretch): AsyncGenerator<Chunk> {
  const { from, until, batch, recordEvery, pace, signal } = stretch;
  const ring = Array.from({ length: ahead }, () => chunkBuffer());
  for (let first = from, turn = 0; first < until && !signal.aborted; turn++) {
    const end = Math.min(first + pace.updates(), nextRecorded(first, recordEvery), until);
    const buffer = ring[turn % ahead] ?? chunkBuffer();
    const chunk = { first, updates: end - first, ...buffer((end - first) * batch, source.width) };
    source.read(first * batch, chunk.inputs, chunk.labels);
    yield chunk;
    await setImmediate();
    first = end;
  }
}

/** Memory for one chunk at a time, taken anew only when a chunk is larger than any before. */
function chunkBuffer(): (examples: number, width: number) => Pick<Chunk, 'inputs' | 'labels'> {
  let inputs = new Float32Array(0);
  let labels = new Uint8Array(0);
  return (examples, width) => {
    if (inputs.length < examples * width) inputs = new Float32Array(examples * width);
    if (labels.length < examples) labels = new Uint8Array(examples);
    return { inputs: inputs.subarray(0, examples * width), labels: labels.subarray(0, examples) };
  };
}
