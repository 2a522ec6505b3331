import { printParseErrorCode, type ParseError } from 'jsonc-parser';
import { nearMiss } from '../stage/nearest.js';

interface Told {
  readonly rule: string;
  readonly remedy: string;
}

/** What is wrong with a text that is not JSON, said to a person: at which character, and what to do about it. */
export interface SyntaxProblem extends Told {
  readonly offset: number;
}

/** The parser's errors, less those that only follow from one before: the first of each line, and none after an open quote. */
export function syntaxProblems(text: string, errors: readonly ParseError[]): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let line = -1;
  for (const error of errors) {
    const at = text.slice(0, error.offset).split('\n').length;
    if (at === line) continue;
    line = at;
    problems.push(problemOf(text, error));
    if (printParseErrorCode(error.error) === 'UnexpectedEndOfString') break;
  }
  return problems;
}

function problemOf(text: string, { error, offset, length }: ParseError): SyntaxProblem {
  const code = printParseErrorCode(error);
  const token = text.slice(offset, offset + length);
  const before = text.slice(0, offset).trimEnd();
  if (code === 'InvalidCommentToken' || token.startsWith('#'))
    return { offset, rule: 'JSON has no comments.', remedy: 'Remove it; a stage can have a description.' };
  if (before.endsWith(',') && /^[\]},]/.test(token))
    return {
      offset: before.length - 1,
      rule: token === ',' ? 'between two commas there is nothing.' : 'JSON has no trailing commas.',
      remedy: token === ',' ? 'Remove one.' : `Remove the comma before ${token}.`,
    };
  if (code === 'InvalidSymbol') return { offset, ...symbolProblem(token, text.slice(offset + length)) };
  if (code === 'CommaExpected' && before.endsWith('0') && /^\d/.test(token))
    return { offset, rule: 'a number does not begin with 0.', remedy: 'Remove the zero.' };
  return { offset, ...(plainProblems[code] ?? notJson) };
}

/** What needs no look at the text. */
const plainProblems: Partial<Record<ReturnType<typeof printParseErrorCode>, Told>> = {
  CommaExpected: {
    rule: 'a comma is missing before this.',
    remedy: 'Members and items stand apart by commas.',
  },
  ColonExpected: { rule: 'a colon is missing before this.', remedy: 'A member is "name": value.' },
  ValueExpected: { rule: 'a value is missing here.', remedy: 'A member is "name": value.' },
  PropertyNameExpected: { rule: 'a name in quotes is missing here.', remedy: 'A member is "name": value.' },
  UnexpectedEndOfString: {
    rule: 'this text has no closing quote in its line.',
    remedy: 'Close it; a line break inside is written \\n.',
  },
  UnexpectedEndOfNumber: { rule: 'this number ends too early.', remedy: 'Write 1.0 or 1e5, not 1. or 1e.' },
  UnexpectedEndOfComment: { rule: 'JSON has no comments.', remedy: 'Remove it.' },
  InvalidEscapeCharacter: {
    rule: 'this backslash begins nothing.',
    remedy: 'A backslash itself is written \\\\.',
  },
  InvalidUnicode: { rule: '\\u is followed by four hexadecimal digits.', remedy: 'Example: \\u00e9 is é.' },
  InvalidCharacter: { rule: 'this character is not allowed in text.', remedy: 'A tab is written \\t.' },
  CloseBraceExpected: { rule: 'a } is missing.', remedy: 'Every { has its }.' },
  CloseBracketExpected: { rule: 'a ] is missing.', remedy: 'Every [ has its ].' },
  EndOfFileExpected: { rule: 'something stands after the end.', remedy: 'A pipeline is one { … }.' },
};

const notJson: Told = {
  rule: 'this is not JSON.',
  remedy: 'See docs/pipelines.md for what a pipeline looks like.',
};

/** What other languages call JSON's words. */
const otherWords = new Map([
  ['None', 'null'],
  ['undefined', 'null'],
  ['yes', 'true'],
  ['no', 'false'],
]);

/** A word that is none of JSON's. */
function symbolProblem(token: string, after: string): Told {
  if (/^['‘’“”«`]/.test(token)) return { rule: 'JSON\'s quotes are ".', remedy: 'Write them on both sides.' };
  if (/^[+-]?(NaN|Infinity)$/i.test(token))
    return { rule: 'JSON has no such number.', remedy: 'Leave the member out, or write a finite number.' };
  if (/^[+\d.-]/.test(token))
    return { rule: `${token} is not how JSON writes a number.`, remedy: 'Examples: 0.5, -3, 1e-5.' };
  if (/^\s*:/.test(after)) return { rule: 'names stand in quotes.', remedy: `Write "${token}".` };
  const meant = otherWords.get(token);
  if (meant !== undefined) return { rule: `${token} is no value.`, remedy: `Write ${meant}.` };
  return {
    rule: `${token} is no value.`,
    remedy: nearMiss(token, ['true', 'false', 'null']) ?? `Text stands in quotes: "${token}".`,
  };
}
