import type { Tensor } from '../../artifact/tensors.js';
import { newTally, type Differing, type Tally } from './tally.js';
import { text32, ulps32 } from './ulp.js';

type Tensors = Readonly<Record<string, Tensor>>;

/** What is not the same of two files of tensors but their values: tensors that only one has, and other types or shapes. */
export function tensorForms(before: Tensors, after: Tensors): readonly string[] {
  return namesIn(before, after).flatMap((name) => {
    const [was, is] = [formOf(before, name), formOf(after, name)];
    return was === is ? [] : [`tensor ${name}: ${was} → ${is}`];
  });
}

/** Where the values of tensors differ that both have with one type and shape; in the order of names, bit by bit. */
export function differingElements(before: Tensors, after: Tensors): Differing {
  const tally = newTally();
  let compared = 0;
  for (const name of namesIn(before, after)) {
    const [was, is] = [before[name], after[name]];
    if (was === undefined || is === undefined || formOf(before, name) !== formOf(after, name)) continue;
    compared += was.data.length;
    noteElements(name, was, is, tally);
  }
  return tally.result(compared);
}

function noteElements(tensor: string, before: Tensor, after: Tensor, tally: Tally): void {
  const [was, is] = [bitsOf(before), bitsOf(after)];
  const { text, ulps } = before.type === 'F32' ? floats : bytes;
  for (const [element, bits] of was.entries()) {
    if (bits === is[element]) continue;
    const [left, right] = [before.data[element] ?? NaN, after.data[element] ?? NaN];
    tally.note(ulps(left, right), () => ({
      at: { kind: 'tensor', tensor, element, index: indexOf(element, before.shape) },
      before: text(left),
      after: text(right),
    }));
  }
}

const floats = { text: text32, ulps: ulps32 };
/** Whole numbers: their distance is what it is. */
const bytes = { text: String, ulps: (left: number, right: number) => Math.abs(left - right) };

/** NaNs and zeros can differ though no comparison of numbers says so. */
function bitsOf({ type, data }: Tensor): Uint8Array | Uint32Array {
  return type === 'U8' ? data : new Uint32Array(data.buffer, data.byteOffset, data.length);
}

/** Row-major: the last dimension varies fastest. */
function indexOf(element: number, shape: readonly number[]): readonly number[] {
  let rest = element;
  return [...shape]
    .reverse()
    .map((size) => {
      const index = rest % size;
      rest = (rest - index) / size;
      return index;
    })
    .reverse();
}

function formOf(tensors: Tensors, name: string): string {
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  return tensor === undefined ? 'absent' : `${tensor.type} [${tensor.shape.join(', ')}]`;
}

function namesIn(before: Tensors, after: Tensors): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}
