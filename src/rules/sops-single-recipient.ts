import { fake } from '../fake.ts';
import { fault, isTrial, tempered } from '../fault.ts';
import { creationRulesOf, sopsDocumentsOf } from '../model/sops.ts';
import { governing } from '../model/sops-config.ts';
import { baseOf } from '../model/tree.ts';
import type { Node } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import type { Span } from '../text.ts';

const maxRelated = 5;

export const sopsSingleRecipient: Rule = {
  id: 'sops-single-recipient',
  title: 'One lost key is the loss of every SOPS file',
  why: 'The files are encrypted for exactly one age or PGP key and no key service. If that key is lost with a laptop or a cluster, nobody can ever open them again; if it leaks, there is no second one to move to.',
  remedy:
    'Add a second recipient that is kept elsewhere (an offline age key, another person, a cloud KMS) to `.sops.yaml` and run `sops updatekeys <file>` on every file.',
  references: [
    'https://github.com/getsops/sops#adding-and-removing-keys',
    'https://fluxcd.io/flux/guides/mozilla-sops/',
  ],
  credential: false,
  *check(repository) {
    const single = new Map<string, { passage: Passage; span: Span; called: string }[]>();
    const add = (id: string, where: { passage: Passage; span: Span; called: string }): void => {
      const group = single.get(id);
      if (group) group.push(where);
      else single.set(id, [where]);
    };
    for (const passage of repository.passages) {
      if (passage.within || baseOf(passage.file.path) !== '.sops.yaml') continue;
      for (const rule of creationRulesOf(passage)) {
        const [only, ...others] = rule.recipients;
        if (!only || others.length > 0 || !/^(?:age|pgp)$/.test(only.kind)) continue;
        const called = rule.pathRegex === undefined ? 'creation rule' : `creation rule ${rule.pathRegex}`;
        add(only.id, { passage, span: spanOf(rule.document, only.node as Node), called });
      }
    }
    const ruleFor = governing(repository);
    for (const { passage, document, metadata, recipients } of sopsDocumentsOf(repository)) {
      const [only, ...others] = recipients;
      if (!only?.id || others.length > 0 || (only.kind !== 'age' && only.kind !== 'pgp')) continue;
      if (ruleFor(passage.file.path)) continue;
      add(only.id, { passage, span: spanOf(document, metadata), called: 'SOPS metadata' });
    }
    for (const group of single.values()) {
      const inUse = group.filter(({ passage }) => !isTrial(passage.file.path));
      const [first, ...others] = inUse.length > 0 ? inUse : group;
      if (!first) continue;
      const more = others.length > 0 ? `, as ${others.length} more do` : '';
      yield fault(this.id, first.called, `encrypts for a single key${more}`, first.span, {
        confidence: tempered(first.passage, 'certain'),
        related: others.slice(0, maxRelated).map(({ span }) => ({ span, note: 'the same single key' })),
      });
    }
  },
  bad: () => [
    {
      title: 'one age key for all',
      files: {
        '.sops.yaml': `creation_rules:
  - path_regex: .*\\.sops\\.yaml$
    encrypted_regex: ^(data|stringData)$
    age: [|${fake('age-recipient', 101)}|]
  - age: ${fake('age-recipient', 101)}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'two keys, or a key service',
      files: {
        '.sops.yaml': `creation_rules:
  - path_regex: prod/.*
    age: >-
      ${fake('age-recipient', 102)},
      ${fake('age-recipient', 103)}
  - path_regex: staging/.*
    kms: arn:aws:kms:eu-central-1:111122223333:key/1
  - key_groups:
      - age: [${fake('age-recipient', 102)}]
        pgp: [${'0'.repeat(40)}]
`,
      },
    },
  ],
};
