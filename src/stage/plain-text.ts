/** Marks that change the direction of the text after them, as Unicode Annex 9 lists them. */
const direction = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * Text that a line of a terminal, XML and HTML can hold: control characters, lone surrogates, non-characters and marks of direction
 * become U+FFFD, line ends and tabs become spaces. It is not escaped; whoever writes it into markup does that.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\uFFFD')
    .replace(direction, '\uFFFD');
}

/** The same for JSON, which has a form for every character: what a terminal could act on is written by its number. */
export function plainJson(value: unknown): string {
  const numbered = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value)
    .replace(/[\u007F-\u009F\u2028\u2029]/g, numbered)
    .replace(direction, numbered);
}
