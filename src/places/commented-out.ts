import { looksRandom } from '../credentials/randomness.ts';
import type { Comment, Dialect } from '../parser.ts';
import { entryIn, type Place } from '../place.ts';

const configuration: ReadonlySet<Dialect> = new Set(['yaml', 'dotenv', 'properties', 'ini', 'toml', 'hcl']);

/**
 * Settings that a comment switches off: `# password: x`. What is switched off shows how to write a setting more often than
 * not, so only what a machine made counts, and no UUID: manuals are full of them.
 */
export const commentedOut: Place = {
  id: 'free-text',
  about: 'Settings that a comment switches off, where the value is one that a machine made.',
  *fromPassage(passage) {
    if (!configuration.has(passage.dialect)) return;
    for (const { text, comments } of passage.parsed.documents) {
      for (const comment of comments) {
        const found = settingIn(text.content, comment);
        if (found)
          yield entryIn('free-text', passage, text, { ...found, expectation: 'named', called: `comment ${found.key}` });
      }
    }
  },
};

const setting =
  /^[#;!/]{1,4}[ \t]{0,40}(?:-[ \t]{1,8})?(?:export[ \t]{1,8})?["']?([A-Za-z_][\w.-]{2,100})["']?[ \t]{0,20}[:=][ \t]{0,20}["']?([^\s"'`,;<>{}()$|\\]{12,200})["']?[,;]?[ \t]{0,40}(?:#[^\n]{0,400})?$/;
/** Digits and letters of both cases, or a digest's worth of hexadecimal digits; manuals make up `kjh23ljkbndskj345`. */
const made = /^(?=[^\n]*\d)(?=[^\n]*[a-z])(?=[^\n]*[A-Z])|^[0-9a-f]{32,128}$/;

function settingIn(
  content: string,
  { start, end }: Comment,
): { key: string; value: string; start: number; end: number } | undefined {
  if (end - start < 16 || end - start > 600) return undefined;
  const line = content.slice(start, end).trimEnd();
  const match = setting.exec(line);
  if (!match || !looksRandom(match[2]!) || !made.test(match[2]!)) return undefined;
  const at = start + line.indexOf(match[2]!, line.indexOf(match[1]!) + match[1]!.length);
  return { key: match[1]!, value: match[2]!, start: at, end: at + match[2]!.length };
}
