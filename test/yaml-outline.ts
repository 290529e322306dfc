import type { Document, Node, ParseProblem, ScalarNode } from '../src/parser.ts';
import { Cursor } from '../src/parsers/yaml-cursor.ts';
import { readDocuments } from '../src/parsers/yaml-documents.ts';
import { SourceFile, Text } from '../src/text.ts';

/** A content as the text of a file. */
export function textOf(content: string): Text {
  return Text.of(new SourceFile('test.yaml', content));
}

/** What our scanner reads without masking templates and without asking the library. */
export function scanned(text: Text): { documents: readonly Document[]; problems: readonly ParseProblem[] } {
  const cursor = new Cursor(text.content, text.content, undefined);
  return { documents: readDocuments(text, cursor), problems: cursor.problems };
}

/** Structure, values and places of documents, one line a node; documents without content are left out. */
export function outline(documents: readonly Document[]): string[] {
  const out: string[] = [];
  documents
    .filter(({ root }) => root)
    .forEach(({ root }, index) => {
      add(root!, `${index}`, out);
    });
  return out;
}

function add(node: Node, path: string, out: string[]): void {
  const head = `${path} ${node.type} ${node.start}-${node.end}${node.tag ? ` ${node.tag}` : ''}`;
  switch (node.type) {
    case 'scalar':
      out.push(`${head} ${node.style} ${JSON.stringify(node.value)}`);
      break;
    case 'alias':
      out.push(`${head} *${node.name} ${node.target?.start}`);
      break;
    case 'seq':
      out.push(head);
      node.items.forEach((item, i) => {
        add(item, `${path}/${i}`, out);
      });
      break;
    case 'map':
      out.push(head);
      node.pairs.forEach(({ key, value }, i) => {
        add(key, `${path}/${i}?`, out);
        add(value, `${path}/${i}`, out);
      });
  }
}

/** Every node of a document, keys included, aliases not followed. */
export function nodesOf(root: Node | undefined): Node[] {
  const out: Node[] = [];
  const open = root ? [root] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    out.push(node);
    if (node.type === 'seq') open.push(...node.items);
    if (node.type === 'map') for (const { key, value } of node.pairs) open.push(key, value);
  }
  return out;
}

/** The scalars of all documents, with their documents. */
export function scalarsOf(documents: readonly Document[]): { document: Document; node: ScalarNode }[] {
  const out: { document: Document; node: ScalarNode }[] = [];
  for (const document of documents) {
    for (const node of nodesOf(document.root)) if (node.type === 'scalar') out.push({ document, node });
  }
  return out;
}
