import { goDuration } from '../literal.ts';
import { asScalar, itemsOf, type Pair, type ScalarNode } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { leaves, maps } from '../walk.ts';
import type { Repository } from './repository.ts';

/** The renewal period of sealing keys where somebody set it, and where. */
export interface RenewalPeriod {
  /** 0 switches renewal off; undefined where it is not a duration. */
  readonly seconds: number | undefined;
  readonly span: Span;
  readonly passage: Passage;
}

/** https://github.com/bitnami/sealed-secrets#sealing-key-renewal */
export const defaultRenewalSeconds = 30 * 24 * 3600;

const known = new WeakMap<Repository, readonly RenewalPeriod[]>();

/**
 * Every renewal period: `keyrenewperiod` of the chart in values or as a parameter, `--key-renew-period` of the
 * controller in one word or two, its variable.
 */
export function renewalPeriodsOf(repository: Repository): readonly RenewalPeriod[] {
  let found = known.get(repository);
  if (!found) {
    found = [...periodsIn(repository)];
    known.set(repository, found);
  }
  return found;
}

const mentioned = /keyrenewperiod|key-renew-period|rotate-period|KEY_RENEW_PERIOD/;
const flag = /^--(?:key-renew-period|rotate-period)(?:=(.*))?$/;
const named = /^(?:keyrenewperiod|SEALED_SECRETS_KEY_RENEW_PERIOD)$/;
const parameter = /(?:^|[=,])(?:[\w-]{1,60}\.)?keyrenewperiod=([^,]*)/;

function* periodsIn(repository: Repository): Iterable<RenewalPeriod> {
  for (const passage of repository.passages) {
    if (!mentioned.test(passage.text.content) || passage.role === 'docs') continue;
    for (const document of passage.parsed.documents) {
      const period = function* (given: string | undefined, node: ScalarNode): Iterable<RenewalPeriod> {
        if (given === undefined || given === '' || node.templated) return;
        yield { seconds: goDuration(given), span: spanOf(document, node), passage };
      };
      for (const { path, node } of leaves(document.root)) {
        yield* period(named.test(path.at(-1) ?? '') ? node.value : flag.exec(node.value)?.[1], node);
      }
      for (const { pairs } of maps(document.root)) {
        const name = scalarAt(pairs, 'name');
        const value = scalarAt(pairs, 'value');
        if (name && value && named.test(name.value)) yield* period(value.value, value);
        for (const list of pairs) {
          const items = itemsOf(list.value);
          for (const [i, item] of items.entries()) {
            const next = asScalar(items[i + 1]);
            const bare = flag.exec(asScalar(item)?.value ?? '');
            if (next && bare && bare[1] === undefined) yield* period(next.value, next);
          }
        }
      }
    }
    for (const { words, text } of passage.parsed.commands) {
      for (const word of words) {
        const given = parameter.exec(word.value)?.[1] ?? flag.exec(word.value)?.[1];
        if (given !== undefined) yield { seconds: goDuration(given), span: text.span(word.start, word.end), passage };
      }
    }
  }
}

function scalarAt(pairs: readonly Pair[], key: string): ScalarNode | undefined {
  return asScalar(pairs.find((pair) => pair.key.value === key)?.value);
}
