import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';

/*
 * A small XML reader for topology files. No document type, no external or defined entities: a DOCTYPE is skipped unread,
 * so nothing expands and nothing is fetched. One pass with indexOf, linear in the text.
 */

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly line: number;
}

export interface XmlProblem {
  readonly line: number;
  readonly reason: string;
}

export interface XmlDocument {
  readonly root: XmlElement;
  /** Elements that were still open where the text ends, or null: it is complete. */
  readonly cutAt: number | null;
}

const DEEPEST = 200;
const MOST_ATTRIBUTES = 100;
/** The largest recorded topology has some 2,000. */
const MOST_ELEMENTS = 50_000;
const NAME = /^[A-Za-z_][\w.:-]{0,63}/;
const ENTITY = /&(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});/g;
const NAMED: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
};

/** Only the five entities of XML itself and character numbers; any other text with an ampersand stays as it is. */
function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (entity) => {
    const named = NAMED[entity];
    if (named !== undefined) return named;
    const isHex = entity.startsWith('&#x');
    const code = Number.parseInt(entity.slice(isHex ? 3 : 2, -1), isHex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

/** Counts lines as the reader moves forward; never goes back. */
class LineCounter {
  private readonly text: string;
  private at = 0;
  private line = 1;

  constructor(text: string) {
    this.text = text;
  }

  lineAt(position: number): number {
    for (;;) {
      const next = this.text.indexOf('\n', this.at);
      if (next < 0 || next >= position) return this.line;
      this.line++;
      this.at = next + 1;
    }
  }
}

const isBlank = (character: string | undefined): boolean =>
  character === ' ' || character === '\t' || character === '\n' || character === '\r';

interface Tag {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly isEmpty: boolean;
  readonly end: number;
}

/** Reads `name a="b" ...>` after `<`; null: it is no tag or is cut. */
function readTag(text: string, start: number): Tag | null {
  const name = NAME.exec(text.slice(start, start + 65))?.[0];
  if (name === undefined) return null;
  const attributes = new Map<string, string>();
  let at = start + name.length;
  for (let count = 0; count <= MOST_ATTRIBUTES; count++) {
    while (isBlank(text[at])) at++;
    if (text[at] === '>') return { name, attributes, isEmpty: false, end: at + 1 };
    if (text[at] === '/' && text[at + 1] === '>')
      return { name, attributes, isEmpty: true, end: at + 2 };
    const key = NAME.exec(text.slice(at, at + 65))?.[0];
    if (key === undefined) return null;
    at += key.length;
    while (isBlank(text[at])) at++;
    if (text[at] !== '=') return null;
    at++;
    while (isBlank(text[at])) at++;
    const quote = text[at];
    if (quote !== '"' && quote !== "'") return null;
    const close = text.indexOf(quote, at + 1);
    if (close < 0) return null;
    if (!attributes.has(key)) attributes.set(key, decode(text.slice(at + 1, close)));
    at = close + 1;
  }
  return null;
}

/** The position after a comment, processing instruction, CDATA section or document type; -1: it never ends. */
function skip(text: string, at: number): number | null {
  const after = (end: string): number => {
    const found = text.indexOf(end, at);
    return found < 0 ? -1 : found + end.length;
  };
  if (text.startsWith('<!--', at)) return after('-->');
  if (text.startsWith('<?', at)) return after('?>');
  if (text.startsWith('<![CDATA[', at)) return after(']]>');
  if (!text.startsWith('<!', at)) return null;
  const close = after('>');
  const bracket = text.indexOf('[', at);
  return bracket >= 0 && close >= 0 && bracket < close ? after(']>') : close;
}

/**
 * Reads the first element named `rootName` and what is in it; text before it (a shell prompt, a comment) and after it is
 * passed over.
 *
 * @returns the tree, or the line and reason why there is none: a tag that cannot be read, tags that do not match,
 *   elements nested deeper than 200. A text that ends early gives what was complete, with `cutAt`.
 */
export function readXml(text: string, rootName: string): Result<XmlDocument, XmlProblem> {
  const lines = new LineCounter(text);
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  let at = 0;
  let elements = 0;
  const fail = (reason: string): Result<XmlDocument, XmlProblem> =>
    err({ line: lines.lineAt(at), reason });
  for (;;) {
    at = text.indexOf('<', at);
    if (at < 0) break;
    const skipped = skip(text, at);
    if (skipped !== null) {
      if (skipped < 0) break;
      at = skipped;
      continue;
    }
    const isClose = text[at + 1] === '/';
    const tag = readTag(text, at + (isClose ? 2 : 1));
    if (tag === null) {
      if (root === null) {
        at++;
        continue;
      }
      if (text.indexOf('>', at) < 0) break;
      return fail('a tag cannot be read');
    }
    if (isClose) {
      if (open.at(-1)?.name !== tag.name) {
        if (root !== null) return fail(`</${tag.name}> closes no open element`);
      } else if (open.pop() === root && root !== null) return ok({ root, cutAt: null });
    } else if (root !== null || tag.name === rootName) {
      const { name, attributes } = tag;
      const element: XmlElement = { name, attributes, children: [], line: lines.lineAt(at) };
      if (++elements > MOST_ELEMENTS) return fail(`there are more than ${MOST_ELEMENTS} elements`);
      open.at(-1)?.children.push(element);
      root = root ?? element;
      if (!tag.isEmpty) open.push(element);
      else if (element === root) return ok({ root, cutAt: null });
      if (open.length > DEEPEST) return fail(`elements are nested deeper than ${DEEPEST}`);
    }
    at = tag.end;
  }
  at = text.length;
  return root === null ? fail(`there is no <${rootName}>`) : ok({ root, cutAt: lines.lineAt(at) });
}
