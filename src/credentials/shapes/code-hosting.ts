import { crc32 } from 'node:zlib';
import { fake } from '../../fake.ts';
import { isDull } from '../randomness.ts';
import { type Outcome, prefixed, type Shape } from '../shape.ts';

const digits62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The last six characters of GitHub and npm tokens are the CRC-32 of the body in base 62
 * (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/). One that does
 * not add up was typed by hand, or is of a later format: still worth a look.
 */
function checksummed(match: RegExpExecArray): Outcome {
  const body = match.groups?.body ?? '';
  if (isDull(body)) return { verdict: 'placeholder' };
  if (body.length !== 36) return { verdict: 'credential' };
  let sum = 0;
  for (const char of body.slice(30)) sum = sum * 62 + digits62.indexOf(char);
  return { verdict: 'credential', confidence: crc32(body.slice(0, 30)) === sum ? 'certain' : 'likely' };
}

/** Tokens of code hosting, continuous integration and package registries. */
export const codeHosting: readonly Shape[] = [
  {
    ...prefixed({
      id: 'github-token',
      title: 'GitHub token',
      prefix: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
      body: 'A-Za-z0-9',
      length: [36, 251],
      example: () => fake('github-token'),
    }),
    check: checksummed,
  },
  prefixed({
    id: 'github-fine-grained-token',
    title: 'GitHub fine-grained personal access token',
    prefix: 'github_pat_',
    body: '\\w',
    length: [60, 255],
    example: () => fake('github-fine-grained-token'),
  }),
  prefixed({
    // https://docs.gitlab.com/security/tokens/#token-prefixes
    id: 'gitlab-token',
    title: 'GitLab token',
    prefix: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glrtr-',
      'glptt-',
      'glcbt-',
      'glsoat-',
      'glffct-',
      'glimt-',
      'glagent-',
      'gloas-',
      'glft-',
      'glwt-',
    ],
    body: '\\w.-',
    length: [20, 300],
    example: () => fake('gitlab-token'),
  }),
  prefixed({
    id: 'gitlab-runner-token',
    title: 'GitLab runner registration token',
    prefix: 'GR1348941',
    body: '\\w-',
    length: [20, 20],
    example: () => fake('gitlab-runner-token'),
  }),
  prefixed({
    id: 'bitbucket-token',
    title: 'Bitbucket app password',
    prefix: 'ATBB',
    body: '\\w=.-',
    length: [24, 64],
    example: () => fake('bitbucket-token'),
  }),
  prefixed({
    id: 'atlassian-token',
    title: 'Atlassian API token',
    prefix: ['ATATT3', 'ATCTT3'],
    body: '\\w=-',
    length: [100, 260],
    example: () => fake('atlassian-token'),
  }),
  {
    ...prefixed({
      id: 'npm-token',
      title: 'npm access token',
      prefix: 'npm_',
      body: 'A-Za-z0-9',
      length: [36, 36],
      example: () => fake('npm-token'),
    }),
    check: checksummed,
  },
  prefixed({
    id: 'pypi-token',
    title: 'PyPI API token',
    prefix: ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'],
    body: '\\w-',
    length: [50, 1000],
    example: () => fake('pypi-token'),
  }),
  prefixed({
    id: 'rubygems-key',
    title: 'RubyGems API key',
    prefix: 'rubygems_',
    body: 'a-f0-9',
    length: [48, 48],
    example: () => fake('rubygems-key'),
  }),
  prefixed({
    id: 'crates-token',
    title: 'crates.io token',
    prefix: 'cio',
    body: 'A-Za-z0-9',
    length: [32, 32],
    confidence: 'likely',
    example: () => fake('crates-token'),
  }),
  prefixed({
    id: 'nuget-key',
    title: 'NuGet API key',
    prefix: 'oy2',
    body: 'a-z0-9',
    length: [43, 43],
    example: () => fake('nuget-key'),
  }),
  prefixed({
    id: 'docker-hub-token',
    title: 'Docker Hub token',
    prefix: ['dckr_pat_', 'dckr_oat_'],
    body: '\\w-',
    length: [27, 40],
    example: () => fake('docker-hub-token'),
  }),
  prefixed({
    id: 'artifactory-key',
    title: 'Artifactory API key',
    prefix: 'AKCp',
    body: 'A-Za-z0-9',
    length: [66, 72],
    example: () => fake('artifactory-key'),
  }),
  prefixed({
    // Base64 of `reftkn:`.
    id: 'artifactory-reference-token',
    title: 'Artifactory reference token',
    prefix: 'cmVmd',
    body: 'A-Za-z0-9',
    length: [59, 59],
    example: () => fake('artifactory-reference-token'),
  }),
  prefixed({
    id: 'packagist-token',
    title: 'Packagist token',
    prefix: ['packagist_ort_', 'packagist_out_', 'packagist_urt_', 'packagist_uut_'],
    body: 'a-f0-9',
    length: [68, 68],
    example: () => fake('packagist-token'),
  }),
  prefixed({
    id: 'sonar-token',
    title: 'SonarQube token',
    prefix: ['squ_', 'sqp_', 'sqa_'],
    body: 'a-f0-9',
    length: [40, 40],
    example: () => fake('sonar-token'),
  }),
  {
    id: 'circleci-token',
    title: 'CircleCI token',
    anchors: ['CCIPAT_', 'CCIPRJ_'],
    pattern: /CCIP(?:AT|RJ)_(?<body>[A-Za-z0-9]{22}_[a-f0-9]{40})(?![A-Za-z0-9])/y,
    confidence: 'certain',
    example: () => fake('circleci-token'),
  },
  prefixed({
    id: 'buildkite-token',
    title: 'Buildkite token',
    prefix: ['bkua_', 'bkaj_', 'bkct_'],
    body: 'a-f0-9',
    length: [40, 40],
    example: () => fake('buildkite-token'),
  }),
  {
    id: 'postman-key',
    title: 'Postman API key',
    anchors: ['PMAK-'],
    pattern: /PMAK-(?<body>[a-f0-9]{24}-[a-f0-9]{34})(?![a-f0-9])/y,
    confidence: 'certain',
    example: () => fake('postman-key'),
  },
];
