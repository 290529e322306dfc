import { append, type Carrier, insertAt, linesLike, marked, type Planter } from './plant.ts';

/** A place in a script between two statements: an empty line before the first heredoc, not after a continuation. */
function statementAt(content: string, roll: (below: number) => number): number | undefined {
  const lines = content.split('\n');
  const heredoc = lines.findIndex((line) => line.includes('<<'));
  // Nor in a text that an apostrophe opens: the program of awk or jq.
  const quotes = lines.map((line) => line.replace(/#.*/, '').split("'").length - 1);
  let quoted = 0;
  const within = quotes.map((count) => {
    quoted += count;
    return quoted % 2 === 1;
  });
  const open = linesLike(content, /^\s*$/)
    .map(({ index }) => index)
    .filter(
      (index) =>
        index > 0 &&
        !within[index - 1] &&
        (heredoc === -1 || index < heredoc) &&
        !/[\\|&{(,]$|"$/.test(lines[index - 1]!),
    );
  return open.length === 0 ? undefined : open[roll(open.length)];
}

const script = ({ path }: Carrier): boolean => /\.(?:sh|bash)$/.test(path);
const fenced = (language: string, text: string): string => `\n## Planted\n\n\`\`\`${language}\n${text}\n\`\`\`\n`;
const shell = (name: string, value: string): readonly string[] => [
  `export ${name}='${marked(value)}'`,
  `${name}="${marked(value)}"`,
  `kubectl create secret generic planted --from-literal=${name.toLowerCase()}='${marked(value)}'`,
  `kubectl -n prod create secret generic planted \\\n  --from-literal=user=app \\\n  --from-literal=${name.toLowerCase()}='${marked(value)}'`,
  `helm upgrade --install app acme/app --set 'auth.${name.toLowerCase()}=${marked(value)}'`,
  `vault kv put secret/app ${name.toLowerCase()}='${marked(value)}'`,
  `kubectl apply -f - <<EOF\napiVersion: v1\nkind: Secret\nmetadata:\n  name: planted\nstringData:\n  ${name}: "${marked(value)}"\nEOF`,
];
/** What a shell or another tool would take apart. */
const awkward = (value: string): boolean => /[\s'"`$\\,{}]|!/.test(value);

export const files: readonly Planter[] = [
  {
    id: 'script',
    manners: ['human', 'machine', 'shaped'],
    styles: ['upper'],
    references: ['shell'],
    fits: script,
    plant: ({ content }, name, value, dice) => {
      const at = statementAt(content, (below) => dice.roll(below));
      if (at === undefined || (awkward(value) && !value.startsWith('$'))) return undefined;
      const text = dice.pick(shell(name, value));
      return insertAt(content, at, value.startsWith('$') ? text.replaceAll("'", '"') : text);
    },
  },
  {
    id: 'login in a command',
    manners: ['human', 'machine'],
    styles: ['upper'],
    references: ['shell'],
    fits: script,
    plant: ({ content }, _name, value, dice) => {
      const at = statementAt(content, (below) => dice.roll(below));
      if (at === undefined || (awkward(value) && !value.startsWith('$'))) return undefined;
      const quoted = value.startsWith('$') ? `"${marked(value)}"` : `'${marked(value)}'`;
      const text = dice.pick([
        `curl -u ci:${quoted} https://nexus.acme.dev/repository/app`,
        `docker login -u ci -p ${quoted} registry.acme.dev`,
        `PGPASSWORD=${quoted} psql -h db.prod -U app -c 'select 1'`,
        `argocd login argocd.acme.dev --username ci --password ${quoted}`,
        `helm registry login registry.acme.dev --username ci --password ${quoted}`,
      ]);
      return insertAt(content, at, text);
    },
  },
  {
    id: 'Markdown fence',
    manners: ['human', 'machine', 'shaped'],
    styles: ['upper'],
    references: ['shell'],
    fits: ({ path }) => /\.md$/.test(path),
    plant: ({ content }, name, value, dice) => {
      if (awkward(value) && !value.startsWith('$')) return undefined;
      const text = dice.pick(shell(name, value));
      const block = fenced(
        dice.pick(['bash', 'sh', 'shell', 'console']),
        value.startsWith('$') ? text.replaceAll("'", '"') : text,
      );
      return append(content, block);
    },
  },
  {
    id: 'manifest in Markdown',
    manners: ['human', 'machine', 'shaped'],
    styles: ['kebab', 'camel', 'upper'],
    references: ['substitution', 'avp', 'op'],
    fits: ({ path }) => /\.md$/.test(path),
    plant: ({ content }, name, value) =>
      append(
        content,
        fenced(
          'yaml',
          `apiVersion: v1\nkind: Secret\nmetadata:\n  name: planted\nstringData:\n  ${name}: "${marked(value)}"`,
        ),
      ),
  },
  {
    id: 'dotenv',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper'],
    references: ['substitution', 'vals', 'op', 'empty'],
    fits: ({ path }) => /(?:^|\/)(?:\.env(?:\.[\w-]+)?|[\w-]+\.env)$/.test(path),
    plant: ({ content }, name, value, dice) =>
      append(
        content,
        `${name}=${/[\s#$!&]/.test(value) && !value.startsWith('$') ? `'${marked(value)}'` : dice.pick([marked(value), `"${marked(value)}"`])}\n`,
      ),
  },
  {
    id: 'properties and ini',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['dotted', 'snake', 'camel'],
    references: ['substitution', 'empty'],
    fits: ({ path, content }) => /\.(?:properties|ini|cfg|conf)$/.test(path) && /^\s*[\w.-]+ ?= ?\S/m.test(content),
    plant: ({ content, path }, name, value, dice) =>
      /[\s#;]/.test(value)
        ? undefined
        : append(content, `${name}${path.endsWith('.properties') ? '=' : dice.pick(['=', ' = '])}${marked(value)}\n`),
  },
  {
    id: 'JSON',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['camel', 'snake', 'upper'],
    references: ['substitution', 'empty'],
    fits: ({ path, content }) =>
      /\.json$/.test(path) && /^\s*\{\n\s+"/.test(content) && !/package(?:-lock)?\.json|dashboard|schema/i.test(path),
    plant: ({ content }, name, value) =>
      content.replace(/^\s*\{\n/, (open) => `${open}  "${name}": "${marked(value)}",\n`),
  },
  {
    id: 'Terraform',
    manners: ['human', 'machine', 'shaped'],
    styles: ['snake'],
    references: ['terraform'],
    fits: ({ path }) => /\.tf$/.test(path),
    plant: ({ content }, name, value, dice) => {
      const literal = /^(?:var|data|random|local)[._]/.test(value) ? marked(value) : `"${marked(value)}"`;
      if (value.includes('%{')) return undefined;
      return append(
        content,
        dice.pick([
          `\nresource "kubernetes_secret" "planted" {\n  metadata {\n    name = "planted"\n  }\n  data = {\n    ${name} = ${literal}\n  }\n}\n`,
          `\nresource "helm_release" "planted" {\n  name = "app"\n  set_sensitive {\n    name  = "auth.${name}"\n    value = ${literal}\n  }\n}\n`,
          `\nvariable "${name}" {\n  type    = string\n  default = ${literal.startsWith('"') ? literal : '""'}\n}\n`,
        ]),
      );
    },
  },
  {
    id: 'workflow env',
    manners: ['human', 'machine', 'shaped'],
    styles: ['upper'],
    references: ['workflow'],
    fits: ({ path, content }) =>
      /\.github\/workflows\/.*\.ya?ml$/.test(path) && /^jobs:/m.test(content) && !/^env:/m.test(content),
    plant: ({ content }, name, value) => content.replace(/^jobs:/m, `env:\n  ${name}: "${marked(value)}"\njobs:`),
  },
  {
    id: 'Dockerfile',
    manners: ['machine', 'shaped', 'human'],
    styles: ['upper'],
    references: ['substitution'],
    fits: ({ path }) => /(?:^|\/)Dockerfile$/.test(path),
    plant: ({ content }, name, value) =>
      awkward(value) && !value.startsWith('$') ? undefined : append(content, `ENV ${name}=${marked(value)}\n`),
  },
];
