import { placesIn } from '../../plan/located.js';
import { BadInput, type Problem } from '../../stage/problem.js';
import { commentsIn, type Comment, type Language } from './comments.js';
import { isBlock, type Marker } from './marker.js';
import { parseMarker } from './parse.js';

/** A text of a document that a marker says what it is. */
export interface MarkedText {
  readonly marker: Marker;
  /** `README.md:34:12`: where the marked text begins. */
  readonly place: string;
  /** Offsets of the marked text. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Which signs must be escaped in it. */
  readonly language: Language;
}

const opening = /^\s*samebits:([^]*)$/;
const closing = /^\s*\/\s*$/;

function languageOf(file: string): Language {
  if (/\.(md|markdown)$/i.test(file)) return 'markdown';
  if (/\.(html?|xhtml)$/i.test(file)) return 'html';
  throw new BadInput({
    place: file,
    rule: 'this is neither Markdown nor HTML by its name.',
    remedy: 'Documents end in .md or .html.',
  });
}

/** The marked texts of a document, in order; what is wrong with its markers goes to `problems`. */
export function markedTexts(text: string, file: string, problems: Problem[]): readonly MarkedText[] {
  const language = languageOf(file);
  const placeOf = placesIn(text, file);
  const found: MarkedText[] = [];
  let open: { readonly comment: Comment; readonly words: string } | undefined;
  const unterminated = (comment: Comment) =>
    problems.push({
      place: placeOf(comment.start),
      rule: 'this marker has no end.',
      remedy: 'Put <!-- / --> after the marked text.',
    });
  for (const comment of commentsIn(text, language)) {
    const [, words] = opening.exec(comment.text) ?? [];
    if (words !== undefined) {
      if (open !== undefined) unterminated(open.comment);
      open = { comment, words };
    } else if (closing.test(comment.text)) {
      if (open === undefined)
        problems.push({
          place: placeOf(comment.start),
          rule: 'this ends a marker that is not there.',
          remedy: 'Put <!-- samebits: … --> before the text, or remove it.',
        });
      else {
        const begun = open;
        collect(problems, () => found.push(between(text, begun, comment, language, placeOf)));
      }
      open = undefined;
    }
  }
  if (open !== undefined) unterminated(open.comment);
  return found;
}

function between(
  text: string,
  { comment, words }: { readonly comment: Comment; readonly words: string },
  end: Comment,
  language: Language,
  placeOf: (offset: number) => string,
): MarkedText {
  const marker = parseMarker(words, placeOf(comment.start));
  checkStanding(marker, comment, end, text, placeOf(comment.start));
  const [from, to] = [comment.end, end.start];
  return {
    ...{ marker, from, to, text: text.slice(from, to) },
    place: placeOf(isBlock(marker) ? comment.start : from),
    language: comment.stands === 'html' ? 'html' : language,
  };
}

/**
 * In Markdown a comment that begins a line makes HTML of all that line: right for a table, and wrong within a text. What a marked text
 * holds must not decide what follows it, so that another text in its place changes nothing else.
 */
function checkStanding(marker: Marker, begin: Comment, end: Comment, text: string, place: string): void {
  if (begin.stands === 'html') return;
  if (isBlock(marker) && !(isAlone(begin, text) && isAlone(end, text)))
    throw new BadInput({
      place,
      rule: 'the marker of a table or of printed lines, and its end, must each have a line without indentation.',
      remedy: 'Put an empty line before it and after it.',
    });
  if (isBlock(marker)) return;
  if (begin.stands === 'block')
    throw new BadInput({
      place,
      rule: 'a marker that begins a line makes HTML of that line.',
      remedy: 'Put a word before it.',
    });
  if (/\n|(?<!\\)[`<[\]]/.test(text.slice(begin.end, end.start)))
    throw new BadInput({
      place,
      rule: 'the marked text holds a line end, or a sign that means something in Markdown.',
      remedy: 'Mark the number alone: **<!-- samebits: … -->0.1<!-- / -->**',
    });
}

function isAlone({ start, end, stands }: Comment, text: string): boolean {
  const before = start === 0 || text[start - 1] === '\n';
  return stands === 'block' && before && /^[ \t]*(\r?\n|$)/.test(text.slice(end));
}

/** Does something; what is wrong with the input goes to `problems`. */
export function collect(problems: Problem[], work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    problems.push(...error.problems);
  }
}

/** The document with other texts in place of marked ones. */
export function replaced(
  text: string,
  changes: readonly { from: number; to: number; text: string }[],
): string {
  return [...changes]
    .sort((a, b) => b.from - a.from)
    .reduce((whole, { from, to, text: other }) => whole.slice(0, from) + other + whole.slice(to), text);
}
