import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

const chart = `apiVersion: v2
name: app
version: 1.0.0
`;

export const helmTemplateSecretLiteral: Rule = {
  id: 'helm-template-secret-literal',
  title: 'A chart template holds a readable credential',
  why: 'A literal in a template is the same for everybody who installs the chart, and it is published with every package of it.',
  remedy:
    'Rotate the credential, take the value from `.Values` without a default (`required`), generate it (`randAlphaNum` with `lookup`), or refer to an existing Secret.',
  references: [
    'https://helm.sh/docs/howto/charts_tips_and_tricks/',
    'https://helm.sh/docs/chart_template_guide/functions_and_pipelines/',
  ],
  credential: true,
  outranks: ['plaintext-secret-manifest', 'plaintext-secret-in-resource', 'plaintext-known-credential'],
  check(repository) {
    const entries = [
      ...repository.entriesAt('helm-template-literal'),
      ...repository.entriesAt('secret-data').filter((entry) => entry.passage.role === 'helm-template'),
    ];
    return exposures(repository, this.id, entries, (entry, judgement) =>
      entry.place === 'secret-data'
        ? `holds ${called(judgement)} that the template does not take from values`
        : `puts out ${called(judgement)} that stands in the template`,
    );
  },
  bad: () => [
    {
      title: 'a literal beside a directive',
      files: {
        'chart/Chart.yaml': chart,
        'chart/templates/secret.yaml': `{{- if .Values.secret.create }}
apiVersion: v1
kind: Secret
metadata:
  name: {{ include "app.fullname" . }}
  labels:
    {{- include "app.labels" . | nindent 4 }}
type: Opaque
data:
  username: {{ .Values.user | b64enc }}
  password: [|${btoa(fake('password'))}|]
{{- end }}
`,
      },
    },
    {
      title: 'a default in a file of the Secret',
      files: {
        'chart/Chart.yaml': chart,
        'chart/templates/secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}
stringData:
  server.yaml: |
    metrics:
      name: {{ default "metrics" .Values.metrics.name | quote }}
      password: {{ default "[|${fake('password', 9)}|]" .Values.metrics.password | quote }}
`,
      },
    },
    {
      title: 'literals inside directives',
      files: {
        'chart/Chart.yaml': chart,
        'chart/templates/_helpers.tpl': `{{- $adminPassword := "[|${fake('password', 2)}|]" -}}
`,
        'chart/templates/secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}
data:
  password: {{ "[|${fake('password', 3)}|]" | b64enc }}
  token: {{ .Values.token | default "[|${fake('password', 4)}|]" | b64enc | quote }}
`,
        'chart/templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  template:
    spec:
      containers:
        - name: web
          image: acme/web:1
          env:
            - name: DB_PASSWORD
              value: {{ default "[|${fake('password', 5)}|]" .Values.db.password | quote }}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'values, lookups, generated values and names',
      files: {
        'chart/Chart.yaml': chart,
        'chart/templates/secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: {{ include "app.fullname" . }}
data:
  password: {{ .Values.db.password | b64enc | quote }}
  token: {{ required "a token is needed" .Values.token | b64enc }}
  key: {{ randAlphaNum 32 | b64enc }}
  old: {{ index (lookup "v1" "Secret" "prod" "app-db-credentials").data "root-password-01" }}
  empty: {{ .Values.empty | default "" }}
  missing: {{ default "MISSING" .Values.apiKey | b64enc | quote }}
stringData:
  server.yaml: |
    notices:
      room_name: {{ default "Server Alerts" .Values.room | quote }}
      login_token: {{ .Values.loginToken | quote }}
`,
        'chart/templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  template:
    spec:
      containers:
        - name: web
          image: acme/web:1
          env:
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: {{ .Values.existingSecret | default "app-db-credentials-v3" }}
                  key: {{ .Values.secretKey | default "postgres-password-01" }}
`,
      },
    },
  ],
};
