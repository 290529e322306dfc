import { actionOutputs, optionsOf } from '../src/options.ts';

/** The text of action.yml, from the table of options; a test writes and compares it. */
export function actionYml(): string {
  const inputs = optionsOf('action').map((option) => {
    const help = option.fallback ? `${option.help} (default: ${option.fallback})` : option.help;
    // No defaults: an input that is not given must not override the configuration file.
    const token = option.name === 'token' ? '\n    default: ${{ github.token }}' : '';
    return `  ${option.name}:\n    description: ${JSON.stringify(help)}\n    required: false${token}\n`;
  });
  const outputs = Object.entries(actionOutputs).map(
    ([name, help]) => `  ${name}:\n    description: ${JSON.stringify(help)}\n`,
  );
  return `name: secrets-ladder
description: Lints Kubernetes and GitOps repositories for how they manage secrets
author: secrets-ladder
branding:
  icon: lock
  color: green
inputs:
${inputs.join('')}outputs:
${outputs.join('')}runs:
  using: node24
  main: dist/index.js
`;
}
