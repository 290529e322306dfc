import { type Judgement, judge } from '../credential.ts';
import { hasRandomPiece } from '../credentials/randomness.ts';
import type { Entry } from '../place.ts';

/**
 * What the value of an entry is. An example of a dotenv file is there to be filled in: words stand in it for want of a
 * value, but nobody makes up what a machine makes, so that is copied from where it is in use.
 */
export function judgementIn(entry: Entry): Judgement {
  const judgement = judge(entry);
  if (judgement.verdict !== 'credential' || !isExampleDotenv(entry.span.file.path)) return judgement;
  if (!hasRandomPiece(entry.value))
    return {
      verdict: 'placeholder',
      confidence: 'likely',
      reasons: [...judgement.reasons, 'example-of-a-dotenv-file'],
    };
  return judgement.confidence === 'certain' ? judgement : { ...judgement, confidence: 'possible' };
}

/** `.env.example`, `.env.sample.local`, `template.env`. */
function isExampleDotenv(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /(?:^|[._-])env(?:[._-]|$)/i.test(name) && /(?:^|[._-])(?:example|sample|template|tpl|dist)(?:[._-]|$)/i.test(name)
  );
}
