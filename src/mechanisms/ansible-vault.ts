import { declare, type Mechanism } from '../mechanism.ts';
import { at } from '../parser.ts';
import { keeperOf } from '../secret.ts';

const header = '$ANSIBLE_VAULT;';

export const ansibleVault: Mechanism = {
  id: 'ansible-vault',
  title: 'ansible-vault',
  level: 2,
  about: 'Whole files that begin with `$ANSIBLE_VAULT;`, and values tagged `!vault` in YAML.',
  reference: 'https://docs.ansible.com/ansible/latest/vault_guide/index.html',
  *declarations(resource) {
    if (keeperOf(resource) !== 'ansible-vault') return;
    yield declare('ansible-vault', resource, at(resource.node, 'metadata', 'name'));
  },
  *signs(passage) {
    if (passage.within || passage.dialect === 'markdown') return;
    const { content } = passage.text;
    const start = content.indexOf(header);
    const whole = start === 0;
    if (!whole && !(start > 0 && passage.dialect === 'yaml' && content.includes('!vault'))) return;
    yield {
      mechanism: 'ansible-vault',
      span: passage.text.span(start, start + header.length),
      note: `${passage.file.path} ${whole ? 'is' : 'holds values'} encrypted with ansible-vault`,
    };
  },
};
