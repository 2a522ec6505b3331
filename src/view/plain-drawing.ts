/** What a drawing is made of; each of these only shows something. */
const elements = new Set('svg g path rect line circle text tspan defs clipPath title desc'.split(' '));

/** Text between tags, or a tag whose attributes are all quoted: the one way to write SVG that XML and HTML read alike. */
const part = /([^<>]+)|<(\/?)([A-Za-z]+)((?:\s+[\w:.-]+="[^"<>]*")*)\s*(\/?)>/y;

/**
 * Whether an SVG is one drawing and nothing else, so that in a page it neither acts nor ends before its end: elements that show
 * something, each closed where it should be; no scripts, handlers, styles, comments, or references but to its own parts.
 */
export function isPlainDrawing(svg: string): boolean {
  const text = svg.trim();
  const open: string[] = [];
  for (part.lastIndex = 0; part.lastIndex < text.length;) {
    const before = part.lastIndex;
    const match = part.exec(text);
    if (match === null) return false;
    const [, words, closing, name = '', attributes = '', empty] = match;
    if (words === undefined) {
      if (!elements.has(name) || !areQuiet(attributes)) return false;
      if (closing === '/' ? open.pop() !== name : open.length === 0 && (before > 0 || name !== 'svg'))
        return false;
      if (closing === '' && empty === '') open.push(name);
    } else if (open.length === 0) return false;
  }
  return open.length === 0 && text !== '';
}

function areQuiet(attributes: string): boolean {
  return [...attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)].every(([, name = '', value = '']) => {
    if (/^(?:on.*|style|xml:base)$/i.test(name)) return false;
    if (/(?:^|:)href$/i.test(name)) return value.startsWith('#');
    return !/url\(/i.test(value.replaceAll('url(#', ''));
  });
}
