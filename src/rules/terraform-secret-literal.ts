import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const terraformSecretLiteral: Rule = {
  id: 'terraform-secret-literal',
  title: 'Terraform code or state holds a readable credential',
  why: 'Literals in Terraform are open in Git, and everything Terraform knows is written to its state in clear text; a state file in Git gives away every credential it manages.',
  remedy:
    'Rotate the credential, pass it as a `sensitive` variable or read it from a store with a data source, and keep the state in an encrypted remote backend.',
  references: [
    'https://developer.hashicorp.com/terraform/language/manage-sensitive-data',
    'https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/secret_v1',
  ],
  credential: true,
  outranks: ['secret-in-env-value', 'config-file-secret', 'plaintext-known-credential'],
  check(repository) {
    const entries = [
      ...repository.entriesAt('terraform'),
      // `set { name, value }` of a helm_release has the shape of an environment variable.
      ...repository.entriesAt('container-env').filter(({ passage }) => passage.dialect === 'hcl'),
    ];
    return exposures(repository, this.id, entries, (entry, judgement) =>
      entry.passage.dialect === 'hcl' ? `is set to ${called(judgement)}` : `keeps ${called(judgement)} in the state`,
    );
  },
  bad: () => [
    {
      title: 'the environment of a container, as a list',
      files: {
        'docker.tf': `resource "docker_container" "db" {
  name = "db"
  env = [
    "MYSQL_ROOT_PASSWORD=[|${fake('password', 31)}|]",
    "MYSQL_PASSWORD=\${var.mysql_password}",
    "MYSQL_USER=app"
  ]
}
`,
      },
    },
    {
      title: 'a secret of digits, beside what holds nothing',
      files: {
        'main.tfvars': `secret = [|"12345"|]
db     = []
`,
      },
    },
    {
      title: 'a kubernetes_secret, a value of helm_release and a default of a variable',
      files: {
        'main.tf': `resource "kubernetes_secret" "db" {
  metadata {
    name = "db"
  }
  data = {
    password = [|"${fake('password')}"|]
    hook     = [|"${fake('password', 8)}"|]
    username = "app"
  }
}

resource "helm_release" "grafana" {
  name = "grafana"
  set {
    name  = "adminPassword"
    value = [|"${fake('password', 2)}"|]
  }
}

variable "db_password" {
  type    = string
  default = [|"${fake('password', 3)}"|]
}
`,
        'prod.tfvars': `region   = "eu-central-1"
db_password = [|"${fake('password', 4)}"|]
`,
      },
    },
    {
      title: 'what is written into a store, under any name',
      files: {
        'stores.tf': `resource "vault_kv_secret_v2" "app" {
  mount = "kv"
  name  = "app"
  data_json = jsonencode({
    greeting = [|"${fake('password', 11)}"|]
    host     = "db.acme.dev"
    enabled  = true
  })
}

resource "aws_secretsmanager_secret_version" "app" {
  secret_id     = aws_secretsmanager_secret.app.id
  secret_string = [|"${fake('password', 12)}"|]
}

resource "azurerm_key_vault_secret" "app" {
  name  = "app"
  value = [|"${fake('password', 13)}"|]
}

resource "azurerm_key_vault_secret" "app_secret_2" {
  name  = "app"
  value = [|"correct horse battery staple"|]
}

resource "google_secret_manager_secret_version" "app" {
  secret      = google_secret_manager_secret.app.id
  secret_data = [|"${fake('password', 14)}"|]
}

resource "aws_ssm_parameter" "app" {
  name  = "/app/greeting"
  type  = "SecureString"
  value = [|"${fake('password', 15)}"|]
}
`,
      },
    },
    {
      title: 'the values of a template, not its file',
      files: {
        'main.tf': `resource "helm_release" "db" {
  values = [templatefile("values.tftpl", { password = [|"${fake('password', 9)}"|] })]
}

resource "random_id" "x" {
  keepers = { password = templatefile("password.tftpl", {}) }
}
`,
      },
    },
    {
      title: 'the pin of a module that unseals Vault',
      files: {
        'vault.hcl': `seal "pkcs11" {
  lib = "/usr/lib/softhsm/libsofthsm2.so"
  pin = [|"481516"|]
}
`,
      },
    },
    {
      title: 'a state file',
      files: {
        'terraform.tfstate': `{"version": 4, "resources": [{"type": "random_password", "instances": [
  {"attributes": {"length": 20, "password": [|"${fake('password', 5)}"|]}}
]}]}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'what is written into a store comes from elsewhere, a parameter that is not secret',
      files: {
        'stores.tf': `resource "aws_secretsmanager_secret_version" "app" {
  secret_id     = aws_secretsmanager_secret.app.id
  secret_string = jsonencode({ greeting = var.greeting, host = "db.acme.dev" })
}

resource "azurerm_key_vault_secret" "app" {
  name  = "app"
  value = random_password.app.result
}

resource "azurerm_key_vault_secret" "later_secret_2" {
  name  = "later"
  value = "Hello from Terraform"
}

resource "azurerm_key_vault_secret" "later_secret_3" {
  name  = "later"
  value = "Hello from Terraform 3"
}

resource "aws_ssm_parameter" "version" {
  name  = "/app/version"
  type  = "String"
  value = "v1-4f2a9c"
}

resource "aws_ssm_parameter" "later" {
  name  = "/app/later"
  type  = "SecureString"
  value = "CHANGEME"
}
`,
      },
    },
    {
      title: 'variables, data sources and references',
      files: {
        'main.tf': `variable "db_password" {
  type      = string
  sensitive = true
}

data "vault_kv_secret_v2" "db" {
  mount = "kv"
  name  = "prod/db"
}

resource "kubernetes_secret" "db" {
  metadata {
    name = "db"
  }
  data = {
    password = var.db_password
    token    = data.vault_kv_secret_v2.db.data["token"]
    url      = "postgres://app:\${var.db_password}@db:5432/app"
  }
}

resource "helm_release" "grafana" {
  name = "grafana"
  set_sensitive {
    name  = "auth.token"
    value = data.vault_kv_secret_v2.db.data["token"]
  }
}
`,
      },
    },
  ],
};
