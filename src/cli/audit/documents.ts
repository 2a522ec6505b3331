import { readFile, writeFile } from 'node:fs/promises';
import { collect, markedTexts, replaced, type MarkedText } from '../../audit/markers/document.js';
import { BadInput, type Problem } from '../../stage/problem.js';
import type { Audited } from './lines.js';

export interface Document {
  readonly file: string;
  readonly text: string;
  readonly marked: readonly MarkedText[];
}

/** Throws BadInput with everything that is wrong with the documents' markers. */
export async function readDocuments(files: readonly string[]): Promise<readonly Document[]> {
  const problems: Problem[] = [];
  const documents: Document[] = [];
  for (const file of new Set(files)) {
    const bytes = await readFile(file).catch(() => undefined);
    const text = bytes?.toString('utf8') ?? '';
    if (bytes === undefined) problems.push({ place: file, rule: 'this file cannot be read.' });
    // What is not text could not be written back as it was.
    else if (!Buffer.from(text).equals(bytes))
      problems.push({ place: file, rule: 'this file is not UTF-8.' });
    else collect(problems, () => documents.push({ file, text, marked: markedTexts(text, file, problems) }));
  }
  if (problems.length > 0) throw new BadInput(problems);
  return documents;
}

/** Writes what the artifacts say; how many texts were others. */
export async function fix(documents: readonly Document[], audited: readonly Audited[]): Promise<number> {
  const wrong = new Map(
    audited.flatMap((each) => (each.result === 'different' ? [[each.marked, each.expected] as const] : [])),
  );
  for (const { file, text, marked } of documents) {
    const changes = marked.flatMap((each) => {
      const expected = wrong.get(each);
      return expected === undefined ? [] : [{ from: each.from, to: each.to, text: expected }];
    });
    if (changes.length > 0) await writeFile(file, replaced(text, changes));
  }
  return wrong.size;
}
