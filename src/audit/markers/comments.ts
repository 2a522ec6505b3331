import { fromMarkdown } from 'mdast-util-from-markdown';

/** An HTML comment of a document, as its readers' programs see it. */
export interface Comment {
  /** Offsets of `<!--` and of what follows `-->`. */
  readonly start: number;
  readonly end: number;
  /** What stands between. */
  readonly text: string;
  /**
   * `inline`: within a text. `block`: it begins a block of HTML in Markdown, so that all of its line is HTML. `html`: within HTML,
   * where nothing depends on lines.
   */
  readonly stands: 'inline' | 'block' | 'html';
}

export type Language = 'markdown' | 'html';

type Root = ReturnType<typeof fromMarkdown>;
type Nodes = Root | Root['children'][number];

/** The comments of a document in their order; none of those that are shown as code. */
export function commentsIn(text: string, language: Language): readonly Comment[] {
  return language === 'html' ? inHtml(text, 0, text.length) : inNode(fromMarkdown(text), text);
}

function inNode(node: Nodes, text: string, isInline = false): readonly Comment[] {
  if ('children' in node)
    return node.children.flatMap((child) => inNode(child, text, node.type !== 'root' && isPhrasing(node)));
  const [start, end] = [node.position?.start.offset, node.position?.end.offset];
  if (node.type !== 'html' || start === undefined || end === undefined) return [];
  if (isInline)
    return node.value.startsWith('<!--')
      ? [{ start, end, text: node.value.slice(4, -3), stands: 'inline' }]
      : [];
  return inHtml(text, start, end).map((comment) =>
    comment.start === start ? { ...comment, stands: 'block' } : comment,
  );
}

/** Whether a node's children are within a text, such as a paragraph's. */
function isPhrasing({ type }: Nodes): boolean {
  return !['root', 'blockquote', 'list', 'listItem', 'footnoteDefinition'].includes(type);
}

/** A comment; or a tag with its attributes; or an element whose content is text, with it. */
const htmlPattern =
  /<!--([^]*?)-->|<(script|style|textarea|title)\b[^]*?<\/\2\s*>|<\/?[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;

function inHtml(text: string, from: number, to: number): readonly Comment[] {
  return [...text.slice(from, to).matchAll(htmlPattern)].flatMap((match): readonly Comment[] => {
    const start = from + match.index;
    const [whole, inside] = match;
    return inside === undefined ? [] : [{ start, end: start + whole.length, text: inside, stands: 'html' }];
  });
}
