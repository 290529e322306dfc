import type { Confidence } from '../finding.ts';

/** What a match of a shape turned out to be; `none` when the text only resembles it. */
export interface Outcome {
  readonly verdict: 'credential' | 'placeholder' | 'reference' | 'public' | 'none';
  readonly confidence?: Confidence;
}

/** A form by which a credential is known wherever it stands. */
export interface Shape {
  /** `github-token`: named in findings and in docs. */
  readonly id: string;
  readonly title: string;
  /** Literals of which every match holds one, in their exact case: the scan looks for nothing else. */
  readonly anchors: readonly string[];
  /**
   * Sticky; matched where the anchor begins, or up to `lead` characters before it. The group `body` (else the whole
   * match) is what tells an issued token from a made-up one.
   */
  readonly pattern: RegExp;
  /** How far before its anchor a match may begin, and of what characters that part is made. */
  readonly lead?: { readonly length: number; readonly of: RegExp };
  /** Characters that must not stand right before a match; letters, digits and `_` when left out. */
  readonly apart?: RegExp;
  readonly confidence: Confidence;
  /** Looks inside a match. Left out: a dull body is a placeholder, any other a credential. */
  readonly check?: (match: RegExpExecArray) => Outcome;
  /** A fake of this shape. */
  readonly example: () => string;
}

/** A shape made of a fixed prefix and a body of one alphabet. `length` is the shortest and longest body. */
export function prefixed(spec: {
  id: string;
  title: string;
  prefix: string | readonly string[];
  /** The inside of a character class: `A-Za-z0-9`. */
  body: string;
  length: readonly [number, number];
  confidence?: Confidence;
  example: () => string;
}): Shape {
  const anchors = typeof spec.prefix === 'string' ? [spec.prefix] : spec.prefix;
  const prefix = anchors.map((anchor) => anchor.replace(/[.$+*?^|(){}[\]\\]/g, '\\$&')).join('|');
  const [least, most] = spec.length;
  return {
    id: spec.id,
    title: spec.title,
    anchors,
    pattern: new RegExp(`(?:${prefix})(?<body>[${spec.body}]{${least},${most}})(?![A-Za-z0-9])`, 'y'),
    confidence: spec.confidence ?? 'certain',
    example: spec.example,
  };
}
