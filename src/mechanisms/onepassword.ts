import { declare, type Mechanism, mention, sign } from '../mechanism.ts';
import { at } from '../parser.ts';
import { keeperOf } from '../secret.ts';
import { scalarPairs } from '../walk.ts';

export const onepassword: Mechanism = {
  id: 'onepassword',
  title: '1Password',
  level: 3,
  about:
    'The operator (`onepassword.com OnePasswordItem`: the Secret has its name; annotations `operator.1password.io/item-path` and `item-name` on workloads) and references `op://vault/item/field` that `op inject` fills in.',
  reference: 'https://developer.1password.com/docs/k8s/operator/',
  *declarations(resource) {
    const { kind, node } = resource;
    if (kind === 'OnePasswordItem') {
      yield declare('onepassword', resource, at(node, 'metadata', 'name'));
    } else if (keeperOf(resource) === 'onepassword') {
      const keys = ['data', 'stringData'].flatMap((field) => {
        return [...scalarPairs(at(node, field))].map(({ key }) => key.value);
      });
      yield declare('onepassword', resource, at(node, 'metadata', 'name'), keys.length > 0 ? { keys } : {});
    } else if (resource.annotations.has('operator.1password.io/item-name')) {
      const name = at(node, 'metadata', 'annotations', 'operator.1password.io/item-name');
      yield declare('onepassword', resource, name);
    }
  },
  *signs(passage, resources) {
    for (const resource of resources) {
      if (resource.kind === 'OnePasswordItem' || keeperOf(resource) === 'onepassword')
        yield sign('onepassword', resource);
    }
    const prefix = 'operator.1password.io/';
    yield* mention('onepassword', passage, prefix, `annotation ${prefix}`);
  },
};
