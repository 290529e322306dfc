import type { AliasNode, MapNode, Node, Pair, ScalarNode, ScalarStyle, SeqNode } from '../parser.ts';
import { resolveScalar } from './yaml-text.ts';

/** A scalar that knows where it stands; its value is resolved when first asked for. */
export class YamlScalar implements ScalarNode {
  readonly type = 'scalar';
  readonly start: number;
  readonly end: number;
  readonly style: ScalarStyle;
  readonly templated: boolean;
  tag?: string;
  /** Columns that a block scalar's lines are indented by; negative when tabs count as columns too. */
  readonly indent: number;
  /** The text that the offsets count in. */
  readonly content: string;
  private resolved: string | undefined;

  constructor(content: string, start: number, end: number, style: ScalarStyle, templated = false, indent = 0) {
    this.content = content;
    this.start = start;
    this.end = end;
    this.style = style;
    this.templated = templated;
    this.indent = indent;
    this.resolved = undefined;
  }

  get value(): string {
    this.resolved ??= resolveScalar(this.content, this.start, this.end, this.style, this.indent);
    return this.resolved;
  }
}

/** A scalar whose value a library resolved. */
export class LibraryScalarNode extends YamlScalar {
  readonly #value: string;

  constructor(content: string, start: number, end: number, style: ScalarStyle, indent: number, value: string) {
    super(content, start, end, style, false, indent);
    this.#value = value;
  }

  override get value(): string {
    return this.#value;
  }
}

/** A map that grows while it is read, so that an alias inside it can point to it. */
export class YamlMap implements MapNode {
  readonly type = 'map';
  readonly start: number;
  end: number;
  tag?: string;
  readonly pairs: Pair[] = [];

  constructor(start: number) {
    this.start = start;
    this.end = start;
  }

  add(key: ScalarNode, value: Node): void {
    this.pairs.push({ key, value });
    this.end = Math.max(this.end, key.end, value.end);
  }
}

/** A sequence that grows while it is read. */
export class YamlSeq implements SeqNode {
  readonly type = 'seq';
  readonly start: number;
  end: number;
  tag?: string;
  readonly items: Node[] = [];

  constructor(start: number) {
    this.start = start;
    this.end = start;
  }

  add(item: Node): void {
    this.items.push(item);
    this.end = Math.max(this.end, item.end);
  }
}

/** An alias and the node that bore its anchor when it was read. */
export class YamlAlias implements AliasNode {
  readonly type = 'alias';
  readonly start: number;
  readonly end: number;
  tag?: string;
  readonly name: string;
  readonly target: Node | undefined;

  constructor(start: number, end: number, name: string, target: Node | undefined) {
    this.start = start;
    this.end = end;
    this.name = name;
    this.target = target;
  }
}
