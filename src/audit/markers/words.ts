/**
 * The words of a marker: `claim`, `scheme=standard`, `layers=[1024,9]`, `"two words"`. Commas end clauses. Undefined where quotes or
 * brackets are left open.
 */
export function clausesOf(text: string): readonly (readonly string[])[] | undefined {
  const clauses: string[][] = [[]];
  const pattern = /\s+|(,)|((?:[^\s,"[\]{}]|"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{[^}]*\})+)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, comma, word] = match;
    if (comma !== undefined) clauses.push([]);
    if (word !== undefined) clauses.at(-1)?.push(word);
  }
  return clauses;
}
