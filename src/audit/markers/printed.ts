import { verdictMarks, type Verdict } from '../../claim/verdict.js';
import { tallyText, verdictCells } from '../../claim/words.js';
import { suggestion } from '../../stage/nearest.js';
import { BadInput } from '../../stage/problem.js';

/**
 * A text that shows what a run prints, such as an example in a README: the lines of it that are about claims are to be as a run
 * prints them, but for space between words; of other lines nothing is known. A line is about a claim if it begins with a verdict's
 * mark or holds a claim's name; one that begins with `claims`, or says `at this budget`, counts them.
 */
export interface Printed {
  readonly verdicts: readonly Verdict[];
}

/** The text with its lines about claims as they should be. Throws BadInput at `place` where one is about no claim that there is. */
export function reprinted(text: string, { verdicts }: Printed, place: string): string {
  const lines = text.split('\n');
  const cells = lines.map((line) => cellsFor(line, verdicts, place));
  // As a run has them, which prints all claims.
  const widths = widthsOf(verdicts.map(verdictCells));
  return lines
    .map((line, index) => {
      const [, before = '', first] = /^(\s*)(\S+)/.exec(line) ?? [];
      if (first === 'claims' || line.includes('at this budget'))
        return keeping(line, before + tallyText(verdicts));
      const own = cells[index];
      return own === undefined ? line : keeping(line, before + aligned(own, widths));
    })
    .join('\n');
}

/** The line as it is, where only its spaces are others. */
function keeping(line: string, right: string): string {
  const end = line.slice(line.trimEnd().length);
  return line.trimEnd().split(/\s+/).join(' ') === right.split(/\s+/).join(' ') ? line : right + end;
}

function cellsFor(line: string, verdicts: readonly Verdict[], place: string): readonly string[] | undefined {
  const words = line.trim().split(/\s+/);
  const verdict = verdicts.find(({ id }) => words.includes(id));
  if (verdict !== undefined) return verdictCells(verdict);
  if (!Object.values<string>(verdictMarks).includes(words[0] ?? '')) return undefined;
  throw new BadInput({
    place,
    rule: `the marked text has a line about "${words[1] ?? ''}", which is no claim.`,
    remedy: suggestion(
      words[1] ?? '',
      verdicts.map(({ id }) => id),
    ),
  });
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  return rows.reduce<readonly number[]>(
    (widths, row) => row.map((cell, column) => Math.max(widths[column] ?? 0, cell.length)),
    [],
  );
}

function aligned(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}
