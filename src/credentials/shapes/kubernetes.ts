import { fake } from '../../fake.ts';
import { decodedBytes, textOf } from '../base64.ts';
import { gradePassword } from '../literal.ts';
import { isDull } from '../randomness.ts';
import type { Shape } from '../shape.ts';

/** Credentials of clusters and their registries. */
export const kubernetes: readonly Shape[] = [
  {
    id: 'bootstrap-token',
    title: 'kubeadm bootstrap token',
    anchors: ['--token ', '--token=', '--discovery-token '],
    // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/#token-format
    pattern: /--(?:discovery-)?token[ =](?<body>[a-z0-9]{6}\.[a-z0-9]{16})(?![a-z0-9])/y,
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: (match) => {
      const body = match.groups?.body ?? '';
      return { verdict: isDull(body.replace('.', '')) || body.startsWith('abcdef.') ? 'placeholder' : 'credential' };
    },
    example: () => `kubeadm join --token ${fake('bootstrap-token')}`,
  },
  {
    id: 'k3s-token',
    title: 'k3s or RKE2 cluster token',
    anchors: ['K10'],
    pattern: /K10(?<body>[a-f0-9]{64}::(?:[a-z]{1,20}:)?[\w.+/=-]{8,200})/y,
    confidence: 'certain',
    example: () => fake('k3s-token'),
  },
  {
    id: 'registry-login',
    title: 'Registry login in a Docker configuration',
    anchors: ['"auth"', '\\"auth\\"'],
    pattern: /\\?"auth\\?"\s{0,8}:\s{0,8}\\?"(?<body>[A-Za-z0-9+/]{4,4000}={0,2})\\?"/y,
    confidence: 'certain',
    check: (match) => {
      const bytes = decodedBytes(match.groups?.body ?? '');
      const login = bytes && textOf(bytes);
      const colon = login?.indexOf(':') ?? -1;
      if (login === undefined || colon < 1) return { verdict: 'none' };
      return gradePassword(login.slice(colon + 1), login.slice(0, colon));
    },
    example: () => fake('dockerconfigjson'),
  },
  {
    id: 'registry-login',
    title: 'Registry password in a Docker configuration',
    anchors: ['"auths"', '\\"auths\\"'],
    pattern:
      /\\?"auths\\?"\s{0,8}:\s{0,8}\{\s{0,40}\\?"[^"\\]{1,200}\\?"\s{0,8}:\s{0,8}\{[^{}]{0,600}?"(?:password|identitytoken|registrytoken)\\?"\s{0,8}:\s{0,8}\\?"(?<body>[^"\\]{1,4000})\\?"/y,
    confidence: 'certain',
    check: (match) => gradePassword(match.groups?.body ?? ''),
    example: () => `{"auths":{"registry.acme.dev":{"username":"ci-bot","password":"${fake('password')}"}}}`,
  },
];
