import { append, base64, type Carrier, isPlainYaml, marked, type Planter, scalar } from './plant.ts';

/** Configuration files of products, as they stand in a ConfigMap or by themselves. */
const products: readonly (readonly [file: string, text: (value: string) => string])[] = [
  ['redis.conf', (value) => `port 6379\nrequirepass ${marked(value)}\nappendonly yes`],
  ['my.cnf', (value) => `[client]\nuser=app\npassword=${marked(value)}`],
  [
    'alertmanager.yml',
    (value) =>
      `global:\n  smtp_smarthost: mail.acme.dev:587\n  smtp_auth_username: ops\n  smtp_auth_password: ${marked(`'${value}'`)}`,
  ],
  [
    'prometheus.yml',
    (value) =>
      `scrape_configs:\n  - job_name: app\n    basic_auth:\n      username: prom\n      password: ${marked(`'${value}'`)}`,
  ],
  ['grafana.ini', (value) => `[security]\nadmin_user = admin\nadmin_password = ${marked(value)}`],
  [
    'logstash.conf',
    (value) =>
      `output {\n  elasticsearch {\n    hosts => ["https://es:9200"]\n    user => "logstash"\n    password => "${marked(value)}"\n  }\n}`,
  ],
  [
    'fluent.conf',
    (value) => `<match **>\n  @type elasticsearch\n  user fluentd\n  password ${marked(value)}\n</match>`,
  ],
  [
    'telegraf.conf',
    (value) =>
      `[[outputs.influxdb]]\n  urls = ["http://influx:8086"]\n  username = "telegraf"\n  password = "${marked(value)}"`,
  ],
  [
    'context.xml',
    (value) => `<Context>\n  <Resource name="jdbc/db" username="app"\n    password="${marked(value)}"/>\n</Context>`,
  ],
  [
    'settings.xml',
    (value) =>
      `<settings>\n  <servers>\n    <server>\n      <id>nexus</id>\n      <password>${marked(value)}</password>\n    </server>\n  </servers>\n</settings>`,
  ],
  [
    'settings.py',
    (value) =>
      `DATABASES = {\n    'default': {\n        'USER': 'app',\n        'PASSWORD': '${marked(value)}',\n    }\n}`,
  ],
  ['init.sh', (value) => `#!/bin/sh\nexport PGPASSWORD='${marked(value)}'\npsql -h db -U app`],
  ['.pgpass', (value) => `db.prod:5432:app:app:${marked(value)}`],
  ['init.sql', (value) => `CREATE USER app WITH PASSWORD '${marked(value)}';\nGRANT ALL ON app TO app;`],
  [
    'application.yml',
    (value) =>
      `spring:\n  datasource:\n    url: jdbc:postgresql://db/app\n    username: app\n    password: ${marked(`"${value}"`)}`,
  ],
  ['rclone.conf', (value) => `[s3]\ntype = s3\naccess_key_id = backup\nsecret_access_key = ${marked(value)}`],
];

const plainly = (value: string): boolean => !/[\s'"`#;<>&\\{}$%,:@/]/.test(value);
const isManifest = (carrier: Carrier): boolean =>
  isPlainYaml(carrier) && /^apiVersion:/m.test(carrier.content) && !/^kind: *Kustomization/m.test(carrier.content);
const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);
const document = (carrier: Carrier, text: string): string => append(carrier.content, `---\n${text}`);
const workload = (kind: string, container: string): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: planted\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: acme/app:1\n${indented(container, '          ')}`;

export const configs: readonly Planter[] = [
  {
    id: 'product file in a ConfigMap',
    manners: ['human', 'machine'],
    styles: ['snake'],
    references: ['substitution'],
    fits: isManifest,
    plant: (carrier, _name, value, dice) => {
      if (!plainly(value) && !value.startsWith('$')) return undefined;
      const [file, text] = products[dice.roll(products.length)]!;
      if (file === 'rclone.conf' && !/(?=.*\d).{16}/.test(value)) return undefined;
      return document(
        carrier,
        `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: planted\ndata:\n  ${file}: |\n${indented(text(value), '    ')}\n`,
      );
    },
  },
  {
    id: 'product file in a Secret',
    manners: ['human', 'machine'],
    styles: ['snake'],
    references: ['substitution'],
    fits: isManifest,
    plant: (carrier, _name, value, dice) => {
      if (!plainly(value) && !value.startsWith('$')) return undefined;
      const [file, text] = products[dice.roll(products.length)]!;
      if (file === 'rclone.conf' && !/(?=.*\d).{16}/.test(value)) return undefined;
      if (dice.roll(2) === 0)
        return document(
          carrier,
          `apiVersion: v1\nkind: Secret\nmetadata:\n  name: planted\nstringData:\n  ${file}: |\n${indented(text(value), '    ')}\n`,
        );
      const plain = text(value).replaceAll(marked('').slice(0, 1), '');
      return document(
        carrier,
        `apiVersion: v1\nkind: Secret\nmetadata:\n  name: planted\ndata:\n  ${file}: ${marked(base64(`${plain}\n`))}\n`,
      );
    },
  },
  {
    id: 'command of a container',
    manners: ['human', 'machine'],
    styles: ['kebab'],
    references: ['expansion', 'shell'],
    fits: isManifest,
    plant: (carrier, name, value, dice) => {
      if (!plainly(value) && !value.startsWith('$')) return undefined;
      const text = dice.pick([
        `command: ["sh", "-c", "mysqladmin -uroot -p${marked(value)} ping"]\n`,
        `args: ["redis-server", "--requirepass", "${marked(value)}"]\n`,
        `command: [java, "-Dspring.datasource.password=${marked(value)}", -jar, app.jar]\n`,
        `args:\n- --basic-auth=ops:${marked(value)}\n`,
        `args:\n- -c\n- |\n  set -e\n  curl -u "ops:${marked(value)}" https://acme.dev/health\n`,
        `args:\n- -c\n- exec app --${name} "${marked(value)}"\n`,
        `livenessProbe:\n  exec:\n    command: [mysqladmin, -uroot, "-p${marked(value)}", ping]\n`,
        `env: [{name: ${name.replace(/-/g, '_').toUpperCase()}, value: "${marked(value)}"}]\n`,
        `env:\n- value: "${marked(value)}"\n  name: ${name.replace(/-/g, '_').toUpperCase()}\n`,
      ]);
      return document(carrier, workload(dice.pick(['Deployment', 'StatefulSet', 'DaemonSet']), text));
    },
  },
  {
    id: 'Secret in another shape',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper', 'kebab', 'camel'],
    references: ['avp', 'substitution'],
    fits: isManifest,
    plant: (carrier, name, value, dice) => {
      const text = /^[$<]/.test(value) ? value : base64(value);
      return document(
        carrier,
        dice.pick([
          `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: planted\n  data:\n    ${name}: ${marked(text)}\n`,
          `apiVersion: v1\nkind: Secret\nmetadata: {name: planted}\ndata: {user: YXBw, ${name}: ${marked(`"${text}"`)}}\n`,
          `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "planted"},\n "stringData": {"${name}": "${marked(value)}"}}\n`,
          `apiVersion: template.openshift.io/v1\nkind: Template\nmetadata:\n  name: planted\nobjects:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: planted\n  stringData:\n    ${name}: ${marked(`"${value}"`)}\n`,
          `apiVersion: addons.cluster.x-k8s.io/v1beta1\nkind: ClusterResourceSet\nmetadata:\n  name: planted\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: resources\ndata:\n  secret.yaml: |\n    apiVersion: v1\n    kind: Secret\n    metadata:\n      name: planted\n    stringData:\n      ${name}: ${marked(`"${value}"`)}\n`,
          `apiVersion: v1\nkind: Secret\nmetadata:\n  name: planted\nstringData:\n  ${name}: &planted ${scalar(dice, value)}\n  copy: *planted\n`,
        ]),
      );
    },
  },
  {
    id: 'login of a registry',
    manners: ['human', 'machine'],
    styles: ['kebab'],
    references: [],
    fits: isManifest,
    plant: (carrier, _name, value, dice) => {
      const auth = { username: 'bot', password: value, auth: base64(`bot:${value}`) };
      const login = JSON.stringify({ auths: { 'registry.acme.dev': dice.roll(2) === 0 ? { auth: auth.auth } : auth } });
      return document(
        carrier,
        dice.pick([
          `apiVersion: v1\nkind: Secret\nmetadata:\n  name: planted\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: ${marked(base64(login))}\n`,
          `apiVersion: v1\nkind: Secret\nmetadata:\n  name: planted\ntype: kubernetes.io/basic-auth\nstringData:\n  username: bot\n  password: ${marked(`"${value}"`)}\n`,
        ]),
      );
    },
  },
  {
    id: 'pipeline parameter',
    manners: ['human', 'machine', 'shaped'],
    styles: ['kebab', 'snake', 'camel'],
    references: ['expansion', 'substitution'],
    fits: isManifest,
    plant: (carrier, name, value, dice) =>
      document(
        carrier,
        dice.pick([
          `apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata:\n  name: planted\nspec:\n  params:\n    - name: ${name}\n      value: ${scalar(dice, value)}\n`,
          `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  name: planted\nspec:\n  arguments:\n    parameters:\n      - {name: ${name}, value: "${marked(value)}"}\n`,
        ]),
      ),
  },
];
