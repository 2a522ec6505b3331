import { cifarClasses } from '../../../stages/cifar10/classes.js';

/** Records whose labels go round the classes; the first level of each plane tells image and plane apart, all others are 0. */
export function records(count: number, first: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, index) => {
      const record = Buffer.alloc(3073);
      record[0] = (first + index) % 10;
      for (const plane of [0, 1, 2]) record[1 + 1024 * plane] = 100 * plane + first + index;
      return record;
    }),
  );
}

/** Four images in each of the five training files, and four to test on. */
export const smallCifar: Readonly<Record<string, Buffer>> = {
  ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`data_batch_${n}.bin`, records(4, 4 * (n - 1))])),
  'test_batch.bin': records(4, 40),
  'batches.meta.txt': Buffer.from(`${cifarClasses.join('\n')}\n\n`),
};

/** A tar archive (POSIX.1-1988) with a folder, a file that nobody asks for, and these files. */
export function tar(files: Readonly<Record<string, Buffer>>): Buffer {
  const folder = 'cifar-10-batches-bin/';
  return Buffer.concat([
    header(folder, 0, '5'),
    ...entry(`${folder}readme.html`, Buffer.from('<html>')),
    ...Object.entries(files).flatMap(([name, bytes]) => entry(folder + name, bytes)),
    Buffer.alloc(1024),
  ]);
}

function entry(name: string, bytes: Buffer): readonly Buffer[] {
  return [header(name, bytes.length, '0'), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}

function header(name: string, size: number, type: string): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write(name, 0);
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  bytes.write('        ', 148);
  bytes.write(type, 156);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
