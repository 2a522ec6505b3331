import { newTally, type Differing } from './tally.js';

/** Where bytes differ, of those that both have. */
export function differingBytes(before: Uint8Array, after: Uint8Array): Differing {
  const tally = newTally();
  const common = Math.min(before.length, after.length);
  for (let byte = 0; byte < common; byte++) {
    const [was = 0, is = 0] = [before[byte], after[byte]];
    if (was !== is)
      tally.note(null, () => ({
        at: { kind: 'byte', byte },
        before: hexadecimal(was),
        after: hexadecimal(is),
      }));
  }
  return tally.result(common);
}

function hexadecimal(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
