import type { Word } from '../parser.ts';
import type { Text } from '../text.ts';
import { continuation, isBlank, isBreak } from './shell-characters.ts';
import { type Closer, WordReader } from './shell-words.ts';

/** The words of a text in which blanks and quotes count, but no operators: Dockerfile ENV, Makefile values. */
export function plainWords(text: Text): readonly Word[] {
  return new PlainReader(text).words();
}

class PlainReader extends WordReader {
  constructor(text: Text) {
    super(text.content, 0, text.content.length);
  }

  words(): readonly Word[] {
    const found: Word[] = [];
    while (this.at < this.end) {
      const from = this.at;
      const code = this.content.charCodeAt(from);
      if (isBlank(code) || isBreak(code)) this.at++;
      else if (code === 92 && continuation(this.content, from, this.end) !== from)
        this.at = continuation(this.content, from, this.end);
      else {
        found.push(this.word({ operators: false }));
        if (this.at === from) this.at++;
      }
    }
    return found;
  }

  /** Substitutions are not followed here: skipped to their bracket. */
  protected override nested(closer: Closer): void {
    let open = 1;
    while (this.at < this.end) {
      const code = this.content.charCodeAt(this.at);
      if (isBreak(code)) return;
      this.at++;
      if (closer === '`') continue;
      if (code === 40) open++;
      else if (code === 41 && --open === 0) return;
    }
  }
}
