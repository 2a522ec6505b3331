import { formatNumber } from '../artifact/numbers.js';
import { evidenceText } from './evidence.js';
import { verdictMarks, type Verdict } from './verdict.js';

/** A verdict as a line of a table: mark, claim, what was measured, what was expected, the verdict, what it rests on and why. */
export function verdictCells({ id, measured, expected, verdict, evidence, why }: Verdict): readonly string[] {
  const reasons = [
    ...(evidence === undefined ? [] : [evidenceText(evidence)]),
    ...(why === undefined ? [] : [why]),
  ];
  return [
    verdictMarks[verdict],
    id,
    measured === null ? '–' : formatNumber(measured),
    expected,
    verdict,
    reasons.join('; '),
  ];
}

/** `claims   7 hold · 0 do not · 2 undecided at this budget` */
export function tallyText(verdicts: readonly Verdict[]): string {
  const count = (wanted: Verdict['verdict']) => verdicts.filter(({ verdict }) => verdict === wanted).length;
  return `claims   ${count('holds')} hold · ${count('does not hold')} do not · ${count('undecided')} undecided at this budget`;
}
