/**
 * What randomness is drawn for; the fourth word of the counter. A number never changes and is never given away again:
 * it decides every value drawn under it.
 */
export const purposes = {
  /** Example k of the training data: item k. */
  'train images': 1,
  /** Example k of the validation data: item k. */
  'validation images': 2,
  /** Example k of the test data: item k. */
  'test images': 3,
  /** Weights of layer l: item l, counted from 0; draw j is weight j in row-major order (orthogonal ones: see orthogonal.ts). */
  weights: 4,
  /** The order of the training examples in epoch e: item e. */
  'minibatch order': 5,
  /** Which examples of class c go into training, validation and test: item c. */
  split: 6,
  /** Which inputs unit u of layer l is connected to: item l · 2³² + u. */
  connections: 7,
  /** Which parts of recorded tasks are re-executed: item = kind of part, in the order in which they come. */
  'spot audit': 8,
  /** Which inputs a denoising auto-encoder is not shown in update u: item u, counted over all layers (see pretrain's corruption.ts). */
  corruption: 40,
  /** Example k that is random, input and class: item k; draw i is its input i, the draws after the inputs are its class. */
  'random examples': 32,
} as const;

export type Purpose = keyof typeof purposes;
