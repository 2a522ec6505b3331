import { BadInput } from '../stage/problem.js';

/** Everything that goes through a pipeline calls itself for each level; no pipeline needs more than a few. */
const deepest = 100;

/** The text, where its brackets are not nested deeper than the parser can go. Throws BadInput at the bracket that is too deep. */
export function bounded(text: string, file: string): string {
  let [depth, isString] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isString && character === '\\') at += 1;
    else if (character === '"') isString = !isString;
    // A string ends with its line at the latest; that it was not closed is the parser's to say.
    else if (character === '\n') isString = false;
    else if (isString) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > deepest)
      throw new BadInput({
        place: placeAt(text, at, file),
        rule: `lists and objects are nested deeper than ${deepest} levels here.`,
      });
  }
  return text;
}

function placeAt(text: string, at: number, file: string): string {
  const lines = text.slice(0, at).split('\n');
  return `${file}:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}
