import { append, type Carrier, isPlainYaml, marked, type Planter } from './plant.ts';

const awkward = (value: string): boolean => /[\s'"`$\\,{}!#;&|<>()*?~[\]:@%]/.test(value);
const usable = (value: string): boolean => !awkward(value) || /^\$/.test(value);
const commands = (name: string, value: string): readonly string[] => [
  `kubectl create secret generic planted --from-literal=${name}=${marked(value)}`,
  `kubectl create secret docker-registry planted --docker-username=bot --docker-password=${marked(value)}`,
  `helm upgrade --install app acme/app --set auth.${name}=${marked(value)},replicas=2`,
  `oc create secret generic planted --from-literal ${name}=${marked(value)}`,
  `docker run -e ${name.toUpperCase()}=${marked(value)} acme/app:1`,
  `mysql -h db -uroot -p${marked(value)} -e 'select 1'`,
  `curl -H "Authorization: Bearer ${marked(value)}" https://acme.dev/api`,
  `aws configure set aws_secret_access_key ${marked(value)}`,
  `redis-cli -h redis -a ${marked(value)} ping`,
  `sshpass -p ${marked(value)} ssh ops@acme.dev`,
];
/** Where the text says that a machine issued it, a person's password has no place. */
const suits = (text: string, value: string): boolean =>
  !/token|bearer|secret_access_key/i.test(text) || value.startsWith('$') || (value.length >= 16 && /\d/.test(value));
const anyYaml = (carrier: Carrier): boolean => isPlainYaml(carrier);

/** Files of pipelines and builds: a path that says what they are and a whole text. */
const whole: readonly (readonly [path: string, text: (name: string, value: string, command: string) => string])[] = [
  [
    '.github/workflows/deploy.yaml',
    (_n, _v, command) =>
      `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          set -e\n          ${command}\n`,
  ],
  [
    '.gitlab-ci.yml',
    (name, value) =>
      `stages: [deploy]\nvariables:\n  APP: shop\n  ${name.toUpperCase()}: "${marked(value)}"\ndeploy:\n  script:\n    - make deploy\n`,
  ],
  [
    '.gitlab-ci.yml',
    (_n, _v, command) =>
      `deploy:\n  script:\n    - ${command.includes(': ') ? `'${command.replaceAll("'", '"')}'` : command}\n`,
  ],
  [
    'docker-compose.yml',
    (name, value) =>
      `services:\n  db:\n    image: postgres:17\n    environment:\n      - POSTGRES_USER=app\n      - ${name.toUpperCase()}=${marked(value)}\n`,
  ],
  [
    'docker-compose.yml',
    (name, value) =>
      `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: app\n      ${name.toUpperCase()}: "${marked(value)}"\n`,
  ],
  ['Makefile', (_n, _v, command) => `deploy:\n\t@${command}\n`],
  ['Makefile', (name, value) => `export ${name.toUpperCase()} := ${marked(value)}\ndeploy:\n\tmake all\n`],
  ['Taskfile.yml', (_n, _v, command) => `version: '3'\ntasks:\n  deploy:\n    cmds:\n      - |\n        ${command}\n`],
  ['justfile', (_n, _v, command) => `deploy:\n    ${command}\n`],
  [
    'Jenkinsfile',
    (_n, _v, command) =>
      `pipeline {\n  stages {\n    stage('deploy') {\n      steps {\n        sh '''\n          ${command}\n        '''\n      }\n    }\n  }\n}\n`,
  ],
  ['.envrc', (name, value) => `export APP=shop\nexport ${name.toUpperCase()}=${marked(value)}\n`],
  ['group_vars/all.yml', (name, value) => `app_user: shop\napp_${name}: "${marked(value)}"\n`],
  ['inventory.ini', (_n, value) => `[web]\nweb1 ansible_user=ops ansible_password=${marked(value)}\n`],
  ['prod.tfvars', (name, value) => `region = "eu-west-1"\n${name} = "${marked(value)}"\n`],
  ['.npmrc', (_n, value) => `registry=https://npm.acme.dev/\n//npm.acme.dev/:_authToken=${marked(value)}\n`],
  ['.netrc', (_n, value) => `machine git.acme.dev\n  login ci\n  password ${marked(value)}\n`],
  [
    'config/kubeconfig',
    (_n, value) =>
      `apiVersion: v1\nkind: Config\nclusters:\n- name: c\n  cluster:\n    server: https://10.0.0.1:6443\nusers:\n- name: admin\n  user:\n    token: ${marked(value)}\n`,
  ],
  ['docs/setup.adoc', (_n, _v, command) => `= Setup\n\n[source,bash]\n----\n${command}\n----\n`],
  ['docs/setup.rst', (_n, _v, command) => `Setup\n=====\n\n.. code-block:: bash\n\n   ${command}\n`],
  ['docs/setup.md', (_n, _v, command) => `# Setup\n\n1. Create it:\n\n   \`\`\`sh\n   $ ${command}\n   \`\`\`\n`],
  ['docs/inline.md', (_n, _v, command) => `# Setup\n\nRun \`${command}\` once.\n`],
  [
    'config/app.json',
    (name, value) => `{\n  "database": {\n    "host": "db.prod",\n    "${name}": "${marked(value)}"\n  }\n}\n`,
  ],
  ['config/app.toml', (name, value) => `[database]\nhost = "db.prod"\n${name} = "${marked(value)}"\n`],
  ['config/app.yaml', (name, value) => `database:\n  host: db.prod\n  ${name}: ${marked(value)}\n`],
  [
    'helmfile.yaml',
    (name, value) =>
      `releases:\n  - name: app\n    chart: acme/app\n    values:\n      - auth:\n          ${name}: ${marked(value)}\n`,
  ],
  [
    'helmfile.yaml',
    (name, value) =>
      `releases:\n  - name: app\n    chart: acme/app\n    set:\n      - name: auth.${name}\n        value: ${marked(value)}\n`,
  ],
  ['Dockerfile', (name, value) => `FROM alpine:3\nARG ${name.toUpperCase()}=${marked(value)}\nRUN make\n`],
];

export const pipelines: readonly Planter[] = [
  {
    id: 'file of a pipeline or build',
    manners: ['human', 'machine'],
    styles: ['snake'],
    references: ['shell'],
    fits: anyYaml,
    plant: (_carrier, name, value, dice) => {
      if (!usable(value) || /^\$\(|^\$.*\s/.test(value)) return undefined;
      const [path, text] = whole[dice.roll(whole.length)]!;
      const content = text(name, value, dice.pick(commands(name, value)));
      return suits(content, value) ? { path, content } : undefined;
    },
  },
  {
    id: 'commands in Markdown',
    manners: ['human', 'machine'],
    styles: ['kebab'],
    references: ['shell'],
    fits: ({ path }) => /\.md$/.test(path),
    plant: ({ content }, name, value, dice) => {
      const command = dice.pick(commands(name, value));
      return usable(value) && suits(command, value)
        ? append(content, `\n## Planted\n\n\`\`\`bash\n${command}\n\`\`\`\n`)
        : undefined;
    },
  },
];
