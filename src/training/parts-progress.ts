import { grouped } from '../artifact/numbers.js';
import type { StageContext } from '../stage/contract.js';

interface PartsProgress {
  /** An update was trained again or arrived at. */
  readonly reached: (update: number) => void;
  /** So many parts are judged. */
  readonly judged: (count: number) => void;
}

/** Tells how many of these parts are done again, and where the training is that leads to the next. */
export function partsProgress(
  context: Pick<StageContext, 'progress'>,
  unit: string,
  total: number,
): PartsProgress {
  let [done, note] = [0, ''];
  const tell = (): void => {
    context.progress({ done, total, unit, note });
  };
  return {
    reached: (update) => {
      note = `at update ${grouped(update)}`;
      tell();
    },
    judged: (count) => {
      done = count;
      tell();
    },
  };
}
