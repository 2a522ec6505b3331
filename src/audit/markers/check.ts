import { BadInput, type Problem } from '../../stage/problem.js';
import { escaped, isSameTable, tableText, unescaped } from './table-text.js';
import { NotKept, OtherBytesKept } from '../kept-tables.js';
import type { MarkedText } from './document.js';
import { reprinted } from './printed.js';
import { shownBy, tasksOf } from './shown.js';
import type { Shown, Source } from './source.js';

/** What came of one marked text. */
export type Checked =
  | {
      readonly result: 'same' | 'different';
      readonly marked: MarkedText;
      readonly shown: Shown;
      readonly expected: string;
    }
  | {
      readonly result: 'not made';
      readonly marked: MarkedText;
      readonly tasks: readonly string[];
      /** Why it cannot be read beside the lock file either, where that speaks of it. */
      readonly why?: string;
    };

/** Holds a marked text against its artifacts; undefined where the marker itself is wrong, which then is in `problems`. */
export async function checked(
  marked: MarkedText,
  source: Source,
  problems: Problem[],
): Promise<Checked | undefined> {
  const { marker, place } = marked;
  const tasks: string[] = [];
  try {
    tasks.push(...tasksOf(marker, source.plan, place));
    const missing = tasks.filter((id) => !source.records.has(id));
    if (missing.length > 0) return { result: 'not made', marked, tasks: missing };
    const shown = await shownBy(marker, source, place);
    const [expected, same] = compared(marked, shown.content);
    return { result: same ? 'same' : 'different', marked, shown, expected };
  } catch (error) {
    if (error instanceof NotKept) return { result: 'not made', marked, tasks, why: error.message };
    if (error instanceof OtherBytesKept)
      problems.push({ place, rule: `${error.message}.`, remedy: 'Restore it from git.' });
    else if (!(error instanceof BadInput)) throw error;
    else problems.push(...error.problems.map((problem) => ({ ...problem, place })));
    return undefined;
  }
}

/** What the text must be, and whether it is. */
function compared(
  { text, language, place }: MarkedText,
  content: Shown['content'],
): readonly [string, boolean] {
  if (typeof content === 'string') {
    const expected = escaped(content, language);
    return [expected, text === expected || unescaped(text, language) === content];
  }
  if ('verdicts' in content) {
    const expected = reprinted(text, content, place);
    return [expected, text === expected];
  }
  const expected = tableText(content, language);
  return [expected, language === 'html' ? text === expected : isSameTable(text, expected)];
}
