import type { Parsed, Parser } from '../parser.ts';
import type { Text } from '../text.ts';
import { Ahead, OpenMap, oneDocument, scalar } from './nodes.ts';

/** PEM files (RFC 7468, RFC 1421): a map from the label of each block to the block. */
export const pemParser: Parser = {
  id: 'pem',
  dialects: ['pem'],
  parse: (text) => parsePem(text),
};

/** One `-----BEGIN X----- ... -----END X-----`, wherever it stands in a text. */
export interface PemBlock {
  /** `RSA PRIVATE KEY`, `CERTIFICATE`, `PGP PRIVATE KEY BLOCK`. */
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** Offsets of the label after `BEGIN`. */
  readonly labelStart: number;
  readonly labelEnd: number;
  /** True when a pass phrase protects the key (PKCS#8 label or RFC 1421 `Proc-Type` header). */
  readonly encrypted: boolean;
}

const opening = /-----BEGIN ([A-Z0-9][A-Z0-9 ._/-]{0,62}[A-Z0-9])-----/y;
const begin = '-----BEGIN ';
const finish = '-----END ';

/** The PEM blocks of a content, in order. A block without its END line is left out. */
export function pemBlocks(content: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  const ends = new Ahead(content, finish);
  let at = content.indexOf(begin);
  while (at !== -1) {
    opening.lastIndex = at;
    const found = opening.exec(content);
    let next = at + begin.length;
    if (found) {
      const label = found[1]!;
      const body = at + found[0].length;
      const end = ends.at(body);
      if (end === -1) break;
      const closing = `${finish}${label}-----`;
      if (content.startsWith(closing, end)) {
        blocks.push({
          label,
          start: at,
          end: end + closing.length,
          labelStart: at + begin.length,
          labelEnd: at + begin.length + label.length,
          encrypted: isEncrypted(label, content.slice(body, Math.min(end, body + 200))),
        });
        next = end + closing.length;
      } else next = body;
    }
    at = content.indexOf(begin, next);
  }
  return blocks;
}

function isEncrypted(label: string, head: string): boolean {
  return label.startsWith('ENCRYPTED ') || /Proc-Type:[ \t]{0,4}4,ENCRYPTED/.test(head);
}

function parsePem(text: Text): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  for (const block of pemBlocks(content)) {
    const key = scalar(block.label, 'plain', block.labelStart, block.labelEnd, false);
    root.add(key, scalar(content.slice(block.start, block.end), 'plain', block.start, block.end, false));
  }
  return oneDocument(text, root, []);
}
