/** Strings that somebody could put where a name, a word or a sentence is expected, to be taken for something else. */
export const hostileStrings: readonly string[] = [
  // markup
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></svg></title></table><h1>',
  '<!-- provenance -->',
  ']]><![CDATA[',
  '&lt;b&gt;&#60;i&#62;',
  'javascript:alert(1)',
  // paths
  '../../../outside',
  '/etc/passwd',
  'C:\\windows\\system.ini',
  '\\\\server\\share',
  'CON',
  'nul.txt',
  '.hidden',
  '-rf',
  'trailing. ',
  // formulas
  "=cmd|' /C calc'!A0",
  '+1+cmd',
  '-2+3+cmd',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  // terminals
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\u202egpj.exe',
  '\u2066isolated\u200f',
  'over\rwritten',
  'two\nlines',
  'nul\u0000byte',
  'line\u2028separator',
  // Unicode
  '\ud800',
  '\ufffe',
  'é'.normalize('NFC'),
  'é'.normalize('NFD'),
  // JavaScript's own names
  '__proto__',
  'constructor',
  'hasOwnProperty',
  // languages
  '${7*7}{{7*7}}%s%n`id`$(id)',
  'A"] --> B; click A "javascript:alert(1)"',
  // sizes
  '',
  ' ',
  'x'.repeat(3000),
];

/** What a terminal could act on; a line's end is the only control character in what is printed. */
export const actsOnTerminals =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
