import { generatedName, generatorEntries } from '../kustomize-generator.ts';
import { at, itemsOf } from '../parser.ts';
import { entryAt, type Place } from '../place.ts';

/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/ */
export const kustomizeLiterals: Place = {
  id: 'kustomize-secret-literal',
  about: '`literals` of `secretGenerator` and `configMapGenerator` in a kustomization.',
  *fromPassage(passage) {
    for (const document of passage.parsed.documents) {
      for (const { field, entry } of generatorEntries(document.root, passage.role === 'kustomization')) {
        const secret = field === 'secretGenerator';
        const name = generatedName(entry) ?? '(unnamed)';
        for (const literal of itemsOf(at(entry, 'literals'))) {
          if (literal.type !== 'scalar') continue;
          const equals = literal.value.indexOf('=');
          if (equals < 1) continue;
          const key = literal.value.slice(0, equals);
          const value = unquoted(literal.value.slice(equals + 1));
          const raw = document.text.content.slice(literal.start, literal.end);
          const offset = value === '' ? -1 : raw.lastIndexOf(value);
          const start = offset === -1 ? literal.start : literal.start + offset;
          const end = offset === -1 ? literal.end : start + value.length;
          yield entryAt(
            secret ? 'kustomize-secret-literal' : 'kustomize-configmap-literal',
            { passage, document },
            {
              key,
              node: { type: 'scalar', value, start, end, style: 'double', templated: literal.templated },
              expectation: secret ? 'secret' : 'named',
              called: `${field} ${name} ${key}`,
            },
          );
        }
      }
    }
  },
};

/** kustomize strips one pair of matching quotes around a literal's value. */
function unquoted(value: string): string {
  const quote = value[0];
  return (quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote) ? value.slice(1, -1) : value;
}
