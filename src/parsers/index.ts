import type { Dialect, Parser } from '../parser.ts';
import { dockerfileParser } from './dockerfile.ts';
import { dotenvParser } from './dotenv.ts';
import { hclParser } from './hcl.ts';
import { iniParser } from './ini.ts';
import { jsonParser } from './json.ts';
import { literalsParser } from './literals.ts';
import { makefileParser } from './makefile.ts';
import { markdownParser } from './markdown.ts';
import { netrcParser } from './netrc.ts';
import { pemParser } from './pem.ts';
import { propertiesParser } from './properties.ts';
import { shellParser } from './shell.ts';
import { tomlParser } from './toml.ts';
import { xmlParser } from './xml.ts';
import { yamlParser } from './yaml.ts';

/** Every parser. `text` has none: it holds nothing but characters. */
export const parsers: readonly Parser[] = [
  yamlParser,
  jsonParser,
  dotenvParser,
  propertiesParser,
  iniParser,
  netrcParser,
  tomlParser,
  hclParser,
  xmlParser,
  shellParser,
  dockerfileParser,
  makefileParser,
  literalsParser,
  markdownParser,
  pemParser,
];

const byDialect = new Map<Dialect, Parser>(
  parsers.flatMap((parser) => parser.dialects.map((dialect) => [dialect, parser])),
);

/** The parser of a dialect; undefined for `text`. */
export function parserFor(dialect: Dialect): Parser | undefined {
  return byDialect.get(dialect);
}
