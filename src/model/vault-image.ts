import { literal } from '../literal.ts';
import type { Document, Pair, ScalarNode, Word } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import { maps } from '../walk.ts';
import type { Repository } from './repository.ts';
import type { DevMode } from './vault.ts';

/**
 * The images of Vault and OpenBao, which run `server -dev` unless they are told otherwise.
 * https://github.com/hashicorp/vault/blob/main/Dockerfile
 */
const serverImage =
  /^(?:(?:docker\.io\/)?(?:library\/)?vault|(?:[\w.-]{1,100}(?::\d{1,5})?\/)?(?:hashicorp\/vault(?:-enterprise)?|openbao\/openbao(?:-ubi)?))(?::[\w.-]{1,128})?(?:@sha256:[0-9a-f]{64})?$/;
const by = 'the image without a command';
const devVariable = /(?:VAULT|BAO)_DEV_/;

/** Containers that are left to what the image does by default. */
export function* imageDefaults(repository: Repository): Iterable<DevMode> {
  for (const passage of repository.passages) {
    const { content } = passage.text;
    if (!/vault|openbao/.test(content) || passage.dialect === 'markdown') continue;
    for (const document of passage.parsed.documents) yield* inDocument(passage, document);
    for (const { words, text } of passage.parsed.commands) {
      const word = startedBy(words);
      if (word) yield { passage, resource: undefined, span: text.span(word.start, word.end), by };
    }
  }
}

function* inDocument(passage: Passage, document: Document): Iterable<DevMode> {
  for (const { path, pairs, node } of maps(document.root)) {
    // Containers of a Pod; services of Compose and of a workflow, which cannot give one a command.
    if (path.at(-1) !== 'containers' && path.at(-2) !== 'services') continue;
    const image = imageIn(pairs);
    if (!image || pairs.some(({ key }) => /^(?:args|command|entrypoint)$/.test(key.value))) continue;
    const text = document.text.content.slice(node.start, node.end);
    // A template may add the command; the variable is found by itself.
    if (text.includes('{{') || devVariable.test(text)) continue;
    yield { passage, resource: undefined, span: spanOf(document, image), by };
  }
}

function imageIn(pairs: readonly Pair[]): ScalarNode | undefined {
  const image = literal(pairs.find(({ key }) => key.value === 'image')?.value);
  return image && serverImage.test(image.value) ? image : undefined;
}

/** `docker run hashicorp/vault` with nothing after the image. */
function startedBy(words: readonly Word[]): Word | undefined {
  const program = words.findIndex(({ value }) => /^(?:docker|podman|nerdctl)$/.test(value));
  if (program === -1 || words[program + 1]?.value !== 'run') return undefined;
  const last = words.at(-1)!;
  return serverImage.test(last.value) && !words.some(({ value }) => devVariable.test(value)) ? last : undefined;
}
