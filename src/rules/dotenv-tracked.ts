import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const dotenvTracked: Rule = {
  id: 'dotenv-tracked',
  title: 'A dotenv file in Git holds a readable credential',
  why: 'Dotenv files exist to keep credentials out of Git; one that is committed hands all of them over at once, often those of production.',
  remedy:
    'Rotate the credentials, take the file out of Git, add it to `.gitignore`, and commit an example file with empty values.',
  references: [
    'https://12factor.net/config',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('dotenv'),
      (_, judgement) => `holds ${called(judgement)} in a dotenv file`,
    );
  },
  bad: () => [
    {
      title: 'quoted, exported and plain values',
      files: {
        '.env.production': `# database
DB_HOST=db.prod
DB_PASSWORD=[|${fake('password')}|]
export API_TOKEN=[|${fake('password', 2)}|]
DATABASE_URL=[|${fake('url-password')}|]
`,
      },
    },
    {
      title: 'an example into which a real value was copied',
      files: {
        '.env.example': `GITHUB_TOKEN=[|${fake('github-token')}|]
SESSION_SECRET=[|${fake('password', 3)}|]
DB_PASSWORD=opensesame
`,
        '.env': `DB_PASSWORD=[|opensesame|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'examples with placeholders and words to replace, and settings',
      files: {
        '.env.example': `DB_PASSWORD=
API_TOKEN=your-token-here
SESSION_SECRET=changeme
ADMIN_PASSWORD=admin
DATABASE_URL=postgres://app:apppass@localhost/app
`,
        'deploy/sample.env': `REDIS_PASSWORD=letmein
`,
        '.env': `LOG_LEVEL=info
TOKEN_TTL=3600
DB_PASSWORD=\${DB_PASSWORD}
PASSWORD_FILE=/run/secrets/db
`,
      },
    },
    {
      title: 'a file that SOPS encrypted',
      files: {
        'app.env': `DB_PASSWORD=${fake('sops-value')}
sops_version=3.9.0
sops_mac=${fake('sops-value', 2)}
`,
      },
    },
  ],
};
