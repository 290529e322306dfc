import type { Document, Parsed, ParseProblem, Parser } from '../parser.ts';
import type { Text } from '../text.ts';
import { type Directive, maskTemplates } from './template-mask.ts';
import { Cursor } from './yaml-cursor.ts';
import { readDocuments } from './yaml-documents.ts';
import { isYamlLibraryLoaded, readWithLibrary } from './yaml-library.ts';

/** The library is slow: what is longer than this stays as we read it, and so does what comes after this many documents. */
const maxLibraryLength = 1 << 18;
const maxLibraryDocuments = 20;

/** Reads YAML: any number of documents, broken ones and Go templates among them. */
export const yamlParser: Parser = {
  id: 'yaml',
  dialects: ['yaml'],
  parse(text: Text): Parsed {
    const { content } = text;
    const masks = maskTemplates(content);
    const cursor = new Cursor(masks ? masks.masked : content, content, masks?.directives);
    const documents = readDocuments(text, cursor);
    const { problems } = cursor;
    if (masks) addUnclosed(masks.unclosed, cursor, documents);
    if (problems.length === 0) return { documents, commands: [], insets: [], problems };
    return secondOpinion(text, documents, problems);
  },
};

/** A `{{` without its `}}` is a problem, except where it is text: in a comment, a quoted or a block scalar. */
function addUnclosed(unclosed: readonly number[], cursor: Cursor, documents: readonly Document[]): void {
  if (unclosed.length === 0) return;
  const text: Directive[] = [...cursor.quoted];
  for (const { comments } of documents) for (const comment of comments) text.push(comment);
  text.sort((a, b) => a.start - b.start);
  let i = 0;
  for (const at of unclosed) {
    while (i < text.length && text[i]!.end <= at) i++;
    if (i < text.length && text[i]!.start <= at) continue;
    cursor.problem('template directive is not closed', at, at + 2);
  }
}

/** Documents that we had trouble with, as the `yaml` package reads them, where it reads them without error. */
function secondOpinion(text: Text, documents: Document[], problems: readonly ParseProblem[]): Parsed {
  const out = [...documents];
  let left = [...problems];
  let asked = 0;
  let wantsLibrary = false;
  for (let i = 0; i < documents.length && asked < maxLibraryDocuments; i++) {
    const document = documents[i]!;
    if (document.templated || document.end - document.start > maxLibraryLength) continue;
    const own = left.filter(({ start }) => start >= document.start && start < document.end);
    if (own.length === 0) continue;
    asked++;
    if (!isYamlLibraryLoaded()) {
      wantsLibrary = true;
      break;
    }
    const read = readWithLibrary(text, document.start, document.end);
    if (read.problems.length > 0 || read.documents.length !== 1) continue;
    out[i] = { ...read.documents[0]!, start: document.start, end: document.end, comments: document.comments };
    left = left.filter((problem) => !own.includes(problem));
  }
  const parsed: Parsed = { documents: out, commands: [], insets: [], problems: left };
  return wantsLibrary ? { ...parsed, wantsLibrary } : parsed;
}
