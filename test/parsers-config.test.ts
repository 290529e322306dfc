import { describe, expect, test } from 'vitest';
import { at, type Dialect, type Node, pairsOf, textAt } from '../src/parser.ts';
import { parserFor } from '../src/parsers/index.ts';
import { pemBlocks } from '../src/parsers/pem.ts';
import { SourceFile, Text } from '../src/text.ts';

const rootOf = (dialect: Dialect, content: string): Node =>
  parserFor(dialect)!.parse(Text.of(new SourceFile('a', content)), dialect).documents[0]!.root!;

/** Key path, value and the value as it is written. */
function leaves(content: string, node: Node, path = ''): [string, string, string][] {
  if (node.type === 'map')
    return node.pairs.flatMap(({ key, value }) => leaves(content, value, `${path}/${key.value}`));
  if (node.type === 'seq') return node.items.flatMap((item, i) => leaves(content, item, `${path}/${i}`));
  return node.type === 'scalar' ? [[path, node.value, content.slice(node.start, node.end)]] : [];
}

test.each<[Dialect, string, [string, string, string][]]>([
  ['dotenv', 'A=b\n', [['/A', 'b', 'b']]],
  [
    'dotenv',
    '\texport A="b\\nc" # d\r\nB = \'x y\'\r\n',
    [
      ['/A', 'b\nc', '"b\\nc"'],
      ['/B', 'x y', "'x y'"],
    ],
  ],
  [
    'dotenv',
    "# A=1\nC=a#b # c\nD=\nE=it's\n",
    [
      ['/C', 'a#b', 'a#b'],
      ['/D', '', ''],
      ['/E', "it's", "it's"],
    ],
  ],
  [
    'dotenv',
    'K="-----BEGIN\nabc"\nL=1',
    [
      ['/K', '-----BEGIN\nabc', '"-----BEGIN\nabc"'],
      ['/L', '1', '1'],
    ],
  ],
  [
    'dotenv',
    'A="open\nB="b"\n',
    [
      ['/A', '"open', '"open'],
      ['/B', 'b', '"b"'],
    ],
  ],
  ['properties', 'db.password=hun\\\n   ter2\n', [['/db.password', 'hunter2', 'hun\\\n   ter2']]],
  [
    'properties',
    '! c\na\\:b : c\\u0041\nk v\nempty',
    [
      ['/a:b', 'cA', 'c\\u0041'],
      ['/k', 'v', 'v'],
      ['/empty', '', ''],
    ],
  ],
  [
    'ini',
    '[Service]\nEnvironment=A=1 "B=x y" \'C=z\'\n# D=1\nExecStart=/bin/app \\\n  --x=1\nUser=app\n',
    [
      ['/Service/A', '1', '1'],
      ['/Service/B', 'x y', 'x y'],
      ['/Service/C', 'z', 'z'],
      ['/Service/ExecStart', '/bin/app    --x=1', '/bin/app \\\n  --x=1'],
      ['/Service/User', 'app', 'app'],
    ],
  ],
  [
    'ini',
    'top=1\n[s "x"]\nkey = "va;l" ; c\no: v # c\n',
    [
      ['/top', '1', '1'],
      ['/s "x"/key', 'va;l', '"va;l"'],
      ['/s "x"/o', 'v', 'v'],
    ],
  ],
  [
    'ini',
    '//npm.example/:_authToken=${TOKEN}\n',
    [
      ['//npm.example/:_authToken', '${TOKEN}', '${TOKEN}'].map((v, i) => (i ? v : `/${v}`)) as [
        string,
        string,
        string,
      ],
    ],
  ],
  [
    'ini',
    '[g]\nurl =\n    https://u:p@h/s\n    https://t\nx = 1\n',
    [
      ['/g/url', 'https://u:p@h/s\nhttps://t', 'https://u:p@h/s\n    https://t'],
      ['/g/x', '1', '1'],
    ],
  ],
  [
    'ini',
    '[a]\n\tk = v\n\tl = w\nrequirepass foobared\n',
    [
      ['/a/k', 'v', 'v'],
      ['/a/l', 'w', 'w'],
      ['/a/requirepass', 'foobared', 'foobared'],
    ],
  ],
  [
    'netrc',
    'machine a.com login me password "p w"\ndefault login x\n password y\n',
    [
      ['/a.com/login', 'me', 'me'],
      ['/a.com/password', 'p w', '"p w"'],
      ['/default/login', 'x', 'x'],
      ['/default/password', 'y', 'y'],
    ],
  ],
  ['htpasswd', '# c\nu:$apr1$a$b\n', [['/u', '$apr1$a$b', '$apr1$a$b']]],
  [
    'toml',
    'a = "x\\ty" # c\n[b.c]\nd = \'v\'\n"q k".z = 1\n',
    [
      ['/a', 'x\ty', '"x\\ty"'],
      ['/b/c/d', 'v', "'v'"],
      ['/b/c/q k/z', '1', '1'],
    ],
  ],
  [
    'toml',
    'm = """\nl1\nl2"""\nn = [1, "two",\n {x = "y"}] # c\n',
    [
      ['/m', 'l1\nl2', 'l1\nl2'],
      ['/n/0', '1', '1'],
      ['/n/1', 'two', '"two"'],
      ['/n/2/x', 'y', '"y"'],
    ],
  ],
  [
    'toml',
    '[[s]]\nk = 1\n[[s]]\nk = 2\n',
    [
      ['/s/k', '1', '1'],
      ['/s/k', '2', '2'],
    ],
  ],
  [
    'xml',
    '<s><server><id>x</id><password>p&amp;w</password></server></s>',
    [
      ['/s/server/id', 'x', 'x'],
      ['/s/server/password', 'p&w', 'p&amp;w'],
    ],
  ],
  [
    'xml',
    '<a><add key="Password" value="pw"/><property name="token">z</property></a>',
    [
      ['/a/Password', 'pw', '"pw"'],
      ['/a/token', 'z', 'z'],
    ],
  ],
  [
    'xml',
    '<?xml version="1.0"?><!-- <x>no</x> --><c d=\'e\'><add name="Db" connectionString="S;Pwd=y"/></c>',
    [
      ['/c/d', 'e', "'e'"],
      ['/c/add/name', 'Db', '"Db"'],
      ['/c/add/connectionString', 'S;Pwd=y', '"S;Pwd=y"'],
    ],
  ],
  [
    'xml',
    '<a><b>1</a><c>2</c>',
    [
      ['/a/b', '1', '1'],
      ['/c', '2', '2'],
    ],
  ],
])('%s %j', (dialect, content, expected) => {
  expect(leaves(content, rootOf(dialect, content))).toEqual(expected);
});

test('INI: variables of an inventory host, directives between tags, a separator inside a reference', () => {
  const content =
    'web1 ansible_user=ops ansible_password="a b"\nlisten = a b=c\n<match **>\n  user fluentd\n  password x:y\n  requirepass QUJDRA==\n</match>\nsecret ${A:=}\n';
  expect(leaves(content, rootOf('ini', content))).toEqual([
    ['/ansible_user', 'ops', 'ops'],
    ['/ansible_password', 'a b', '"a b"'],
    ['/listen', 'a b=c', 'a b=c'],
    ['/user', 'fluentd', 'fluentd'],
    ['/password', 'x:y', 'x:y'],
    ['/requirepass', 'QUJDRA==', 'QUJDRA=='],
    ['/secret', '${A:=}', '${A:=}'],
  ]);
});

test('.pgpass: the password of each line, with its escapes', () => {
  const content = '# c\ndb.prod:5432:app:app:p\\:w\nhost:1:a\n*:*:*:root:x\n';
  expect(leaves(content, rootOf('pgpass', content)).map(([path, value]) => [path, value])).toEqual([
    ['/db.prod:5432:app:app/password', 'p:w'],
    ['/*:*:*:root/password', 'x'],
  ]);
});

describe('hcl', () => {
  const content = `# c
resource "kubernetes_secret" "db" {
  data = {
    password = "hun\\"ter\${var.x}" // c
    "a b" : file("x.txt"), c = 5
    raw = jsonencode({ user = "u" })
    e = sensitive("lit")
    f = var.a ? "b" : "c"
  }
  list = ["a", { b = true }, [for x in y : x]]
  set {
    name = "n1"
  }
  set { name = "n2" }
  values = <<-EOF
    a: b
    c: d
  EOF
}
resource "kubernetes_secret" "two" { type = "Opaque" }
`;
  const { documents, insets } = parserFor('hcl')!.parse(Text.of(new SourceFile('a.tf', content)), 'hcl');
  const db = at(documents[0]!.root, 'resource', 'kubernetes_secret', 'db');

  test('blocks nest under their type and labels', () => {
    expect(pairsOf(at(documents[0]!.root, 'resource', 'kubernetes_secret')).map(({ key }) => key.value)).toEqual([
      'db',
      'two',
    ]);
    expect(leaves(content, db!)).toEqual([
      ['/data/password', 'hun"ter${var.x}', '"hun\\"ter${var.x}"'],
      ['/data/a b', 'file("x.txt")', 'file("x.txt")'],
      ['/data/c', '5', '5'],
      ['/data/raw/user', 'u', '"u"'],
      ['/data/e', 'lit', '"lit"'],
      ['/data/f', 'var.a ? "b" : "c"', 'var.a ? "b" : "c"'],
      ['/list/0', 'a', '"a"'],
      ['/list/1/b', 'true', 'true'],
      ['/list/2', '[for x in y : x]', '[for x in y : x]'],
      ['/set/name', 'n1', '"n1"'],
      ['/set/name', 'n2', '"n2"'],
      ['/values', 'a: b\nc: d\n', '    a: b\n    c: d\n'],
    ]);
  });

  test('interpolations and expressions are templated, literals are not', () => {
    const templated = (...path: string[]) => (at(db, ...path) as { templated: boolean }).templated;
    expect(['password', 'a b', 'c', 'e', 'f'].map((key) => templated('data', key))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
    expect(textAt(rootOf('hcl', 'a = "$${x}"'), 'a')).toBe('${x}');
  });

  test('a computed key of an object ends with its bracket', () => {
    const text = 'a = merge(\n  { (module.q.name) = "x" },\n  { (var.k) = module.q.arn },\n)\nb = "y"\n';
    expect(textAt(rootOf('hcl', text), 'b')).toBe('y');
    expect(leaves(text, rootOf('hcl', text)).map(([path]) => path)).toEqual([
      '/a/0/(module.q.name)',
      '/a/1/(var.k)',
      '/b',
    ]);
  });

  test('a here-document is an inset with its places', () => {
    expect(insets.map(({ dialect, text }) => [dialect, text.content])).toEqual([['yaml', 'a: b\nc: d\n']]);
    const { start, end } = insets[0]!.text.span(8, 9);
    expect(content.slice(start, end)).toBe('d');
    expect(start).toBeGreaterThan(content.indexOf('c: '));
  });
});

test('PEM blocks with their labels; truncated ones are left out', () => {
  const block = (label: string, head = '') => `-----BEGIN ${label}-----\n${head}QUJD\n-----END ${label}-----`;
  const content = [
    'text',
    block('CERTIFICATE'),
    block('RSA PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: x\n\n'),
    block('ENCRYPTED PRIVATE KEY'),
    block('PRIVATE KEY'),
    '-----BEGIN PRIVATE KEY-----\nQUJD',
  ].join('\n');
  const blocks = pemBlocks(content);
  expect(blocks.map(({ label, encrypted }) => [label, encrypted])).toEqual([
    ['CERTIFICATE', false],
    ['RSA PRIVATE KEY', true],
    ['ENCRYPTED PRIVATE KEY', true],
    ['PRIVATE KEY', false],
  ]);
  expect(content.slice(blocks[3]!.start, blocks[3]!.end)).toBe(block('PRIVATE KEY'));
  expect(content.slice(blocks[3]!.labelStart, blocks[3]!.labelEnd)).toBe('PRIVATE KEY');
  expect(leaves(content, rootOf('pem', content)).map(([path]) => path)).toEqual(blocks.map(({ label }) => `/${label}`));
});
