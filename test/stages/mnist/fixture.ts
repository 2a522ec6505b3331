/** An IDX file of unsigned bytes. */
export function idx(sizes: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x800 + sizes.length, 0);
  sizes.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([header, values]);
}

/** Images whose first pixel is their index (plus `first`) and whose other pixels are 0, 1, 2, …. */
export function countedImages(count: number, height: number, width: number, first = 0): Buffer {
  const size = height * width;
  const values = Uint8Array.from({ length: count * size }, (_, at) =>
    at % size === 0 ? first + at / size : at % size,
  );
  return idx([count, height, width], values);
}

export function countedLabels(count: number): Buffer {
  return idx(
    [count],
    Uint8Array.from({ length: count }, (_, index) => index % 10),
  );
}

/** Twelve training and five test images of 3 × 4. */
export const smallMnist = {
  'train-images-idx3-ubyte': countedImages(12, 3, 4),
  'train-labels-idx1-ubyte': countedLabels(12),
  't10k-images-idx3-ubyte': countedImages(5, 3, 4, 100),
  't10k-labels-idx1-ubyte': countedLabels(5),
};
