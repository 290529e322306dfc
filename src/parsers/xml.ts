import type { Comment, Node, Parsed, Parser, ScalarNode } from '../parser.ts';
import type { Text } from '../text.ts';
import { OpenMap, oneDocument, scalar } from './nodes.ts';

/**
 * XML configuration: elements are pairs, attributes are pairs of their element's map, text beside them is `#text`.
 * What names its value in an attribute is a pair of that name: `<add key="Password" value="x"/>`,
 * `<property name="password">x</property>`, `<entry key="db.password">x</entry>`. Entities of a DOCTYPE are not read.
 */
export const xmlParser: Parser = {
  id: 'xml',
  dialects: ['xml'],
  parse: (text) => new XmlReader(text).read(),
};

const maxDepth = 100;
const name = /[A-Za-z_][\w:.-]{0,200}/y;

interface Attribute {
  readonly key: ScalarNode;
  readonly value: ScalarNode;
}

interface Element {
  readonly tag: ScalarNode;
  readonly attributes: readonly Attribute[];
  readonly start: number;
  readonly children: OpenMap;
  text: ScalarNode | undefined;
}

class XmlReader {
  readonly #text: Text;
  readonly #content: string;
  readonly #root: OpenMap;
  readonly #comments: Comment[] = [];
  readonly #open: Element[] = [];
  #at = 0;

  constructor(text: Text) {
    this.#text = text;
    this.#content = text.content;
    this.#root = new OpenMap(0, text.content.length);
  }

  read(): Parsed {
    const content = this.#content;
    while (this.#at < content.length) {
      const next = content.indexOf('<', this.#at);
      this.#characters(this.#at, next === -1 ? content.length : next);
      if (next === -1) break;
      this.#at = next;
      this.#markup();
    }
    while (this.#open.length > 0) this.#close(content.length);
    return oneDocument(this.#text, this.#root, this.#comments);
  }

  #markup(): void {
    const content = this.#content;
    const at = this.#at;
    if (content.startsWith('<!--', at)) {
      this.#at = this.#behind('-->', at + 4);
      this.#comments.push({ start: at, end: this.#at });
    } else if (content.startsWith('<![CDATA[', at)) {
      this.#at = this.#behind(']]>', at + 9);
      const end = content.endsWith(']]>', this.#at) && this.#at - 3 >= at + 9 ? this.#at - 3 : this.#at;
      const element = this.#open.at(-1);
      if (element && !element.text) element.text = scalar(content.slice(at + 9, end), 'plain', at, this.#at);
    } else if (content[at + 1] === '?' || content[at + 1] === '!') this.#at = this.#behind('>', at + 2);
    else if (content[at + 1] === '/') this.#endTag();
    else this.#startTag();
  }

  #behind(needle: string, from: number): number {
    const found = this.#content.indexOf(needle, from);
    return found === -1 ? this.#content.length : found + needle.length;
  }

  #characters(from: number, to: number): void {
    const element = this.#open.at(-1);
    if (!element || element.text) return;
    let start = from;
    let end = to;
    while (start < end && isSpace(this.#content.charCodeAt(start))) start++;
    while (end > start && isSpace(this.#content.charCodeAt(end - 1))) end--;
    if (end > start) element.text = scalar(decoded(this.#content.slice(start, end)), 'plain', start, end);
  }

  #startTag(): void {
    const content = this.#content;
    const start = this.#at;
    const tag = this.#name(start + 1);
    if (!tag) {
      this.#at = start + 1;
      return;
    }
    this.#at = tag.end;
    const attributes: Attribute[] = [];
    let closed = false;
    while (this.#at < content.length) {
      const code = content.charCodeAt(this.#at);
      if (code === 62) {
        this.#at++;
        break;
      }
      if (code === 60) break;
      if (code === 47 && content.charCodeAt(this.#at + 1) === 62) {
        closed = true;
        this.#at += 2;
        break;
      }
      const key = isSpace(code) ? undefined : this.#name(this.#at);
      if (!key) {
        this.#at++;
        continue;
      }
      this.#at = key.end;
      const value = this.#attributeValue();
      if (value) attributes.push({ key, value });
    }
    const element: Element = { tag, attributes, start, children: new OpenMap(start, this.#at), text: undefined };
    if (this.#open.length >= maxDepth) return;
    this.#open.push(element);
    if (closed) this.#close(this.#at);
  }

  #name(at: number): ScalarNode | undefined {
    name.lastIndex = at;
    const found = name.exec(this.#content);
    return found ? scalar(found[0], 'plain', at, at + found[0].length, false) : undefined;
  }

  /** `= "value"`; a value without its closing quote ends with the text. */
  #attributeValue(): ScalarNode | undefined {
    const content = this.#content;
    let i = this.#at;
    while (i < content.length && isSpace(content.charCodeAt(i))) i++;
    if (content[i] !== '=') return undefined;
    i++;
    while (i < content.length && isSpace(content.charCodeAt(i))) i++;
    const quote = content[i];
    if (quote !== '"' && quote !== "'") {
      this.#at = i;
      return undefined;
    }
    const found = content.indexOf(quote, i + 1);
    const close = found === -1 ? content.length : found;
    this.#at = Math.min(close + 1, content.length);
    return scalar(decoded(content.slice(i + 1, close)), quote === '"' ? 'double' : 'single', i, this.#at);
  }

  #endTag(): void {
    const at = this.#at;
    const tag = this.#name(at + 2);
    this.#at = this.#behind('>', at + 2);
    if (!tag) return;
    for (let i = this.#open.length - 1; i >= 0; i--) {
      if (this.#open[i]!.tag.value !== tag.value) continue;
      while (this.#open.length > i) this.#close(this.#open.length === i + 1 ? this.#at : at);
      return;
    }
  }

  #close(end: number): void {
    const element = this.#open.pop()!;
    const parent = this.#open.at(-1)?.children ?? this.#root;
    const { tag, attributes, children, text } = element;
    const leaf = children.pairs.length === 0;
    const given = attributes.find(({ key }) => key.value === 'value')?.value;
    const named = attributes.find(({ key }) => key.value === 'key' || key.value === 'name')?.value;
    // `name="28 - secret"` is the title of a drawing.
    const naming = leaf && (given || text) && named && !/\s-\s|^\d+ /.test(named.value) ? named : undefined;
    let value: Node;
    if (leaf && attributes.length === 0)
      value = text ?? scalar('', 'plain', element.children.end, element.children.end);
    else {
      if (naming) parent.add(naming, (given ?? text)!);
      children.end = end;
      const own = new OpenMap(element.start, end);
      for (const attribute of attributes) {
        // Already given under its name.
        if (naming && (attribute.value === given || attribute.value === naming)) continue;
        own.add(attribute.key, attribute.value);
      }
      for (const pair of children.pairs) own.add(pair.key, pair.value);
      if (text && !naming) own.add(scalar('#text', 'plain', text.start, text.start, false), text);
      if (own.pairs.length === 0) return;
      value = own;
    }
    parent.add(tag, value);
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(
    /&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/g,
    (whole, hex?: string, decimal?: string, named?: string) => {
      if (named !== undefined) return entities[named] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}
