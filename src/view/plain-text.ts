/**
 * Text that XML and HTML can hold: control characters, lone surrogates and non-characters become U+FFFD, line ends and
 * tabs become spaces. It is not escaped; whoever writes it into markup does that.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\uFFFD')
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}
