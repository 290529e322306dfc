import { fieldFault } from '../fault.ts';
import { externalSecretsOf, matchesEveryName } from '../model/external-secret.ts';
import { asMap, at, itemsOf, pairsOf, textAt } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const esoFindEverything: Rule = {
  id: 'eso-find-everything',
  title: 'An ExternalSecret copies everything the store can read',
  why: '`dataFrom.find` with a pattern that matches every name and no `path` copies all secrets of all applications into one Secret, and every new one after that.',
  remedy:
    'Give `find.path`, `find.tags` or a `find.name.regexp` with the prefix of this application, or list the keys under `data`.',
  references: ['https://external-secrets.io/latest/guides/getallsecrets/'],
  credential: false,
  *check(repository) {
    for (const { resource, spec, path } of externalSecretsOf(repository)) {
      for (const item of itemsOf(at(spec, 'dataFrom'))) {
        const find = asMap(at(item, 'find'));
        if (!find || pairsOf(at(find, 'tags')).length > 0) continue;
        const below = textAt(find, 'path');
        if (below !== undefined && !/^\/*$/.test(below)) continue;
        const pattern = at(find, 'name', 'regexp');
        const text = textAt(find, 'name', 'regexp');
        if (pattern && text !== undefined && matchesEveryName(text)) {
          yield fieldFault(
            this.id,
            resource,
            `${path}.dataFrom.find.name.regexp`,
            'matches every secret of the store',
            pattern,
          );
        } else if (
          !pattern &&
          find.pairs.every(({ key }) => /^(?:path|conversionStrategy|decodingStrategy)$/.test(key.value))
        ) {
          yield fieldFault(
            this.id,
            resource,
            `${path}.dataFrom.find`,
            'has no condition: it finds every secret of the store',
            find,
          );
        }
      }
    }
  },
  bad: () => [
    {
      title: 'a pattern for all',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  dataFrom:
    - find:
        name:
          regexp: [|".*"|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a path, tags, a prefix',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  dataFrom:
    - find:
        path: prod/app
        name: {regexp: ".*"}
    - find:
        tags: {app: shop}
    - find:
        name: {regexp: "^prod-app-.*"}
`,
      },
    },
  ],
};
