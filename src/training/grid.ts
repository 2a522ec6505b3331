/** Recorded whatever the spacing: where a training is decided. */
export const earlyUpdates: readonly number[] = [0, 1, 2, 5, 10, 20, 50];

/** Whether the state after `update` updates has a row in every trajectory that gets there. */
export function isRecorded(update: number, recordEvery: number): boolean {
  return update % recordEvery === 0 || earlyUpdates.includes(update);
}

export function nextRecorded(update: number, recordEvery: number): number {
  const multiple = (Math.floor(update / recordEvery) + 1) * recordEvery;
  const early = earlyUpdates.find((candidate) => candidate > update);
  return Math.min(multiple, early ?? multiple);
}
