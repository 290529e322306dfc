import { type BodyPart, bodyParts, storedValues } from '../command-body.ts';
import type { Expectation } from '../credential.ts';
import { flagged, programOf } from '../flags.ts';
import { stretchOf } from '../kubectl.ts';
import { type Command, partOf } from '../parser.ts';
import { type Entry, entryIn, type Place } from '../place.ts';
import { positional } from '../positional.ts';
import type { Passage } from '../resource.ts';
import { spokenIn } from '../spoken.ts';

/** Words of commands in scripts, CI files and docs. */
export const commandArgument: Place = {
  id: 'command-argument',
  about: 'Flags and arguments of commands in scripts, CI files and docs: `--set`, `--password`, `-u user:pass`.',
  *fromPassage(passage) {
    for (const command of passage.parsed.commands) {
      if (command.words.length < 2) continue;
      for (const part of storedValues(command)) yield partEntry(passage, command, part, 'secret');
      for (const part of bodyParts(command)) yield partEntry(passage, command, part, 'named');
      for (const part of spokenIn(command)) yield partEntry(passage, command, part, 'named');
      yield* byPosition(passage, command);
      yield* named(passage, command);
      yield* shaped(passage, command);
    }
  },
};

function partEntry(
  passage: Passage,
  command: Command,
  { key, value, word, from }: BodyPart,
  expectation: Expectation,
): Entry {
  return entryIn('command-argument', passage, command.text, {
    key,
    value,
    ...partOf(word, from, from + value.length),
    expectation,
    called: `${programOf(command.words)} ${key}`,
  });
}

function* named(passage: Passage, command: Command): Iterable<Entry> {
  const program = programOf(command.words);
  for (const { key, path, value, word, by } of flagged(command.words)) {
    if (program === 'keytool' && value === 'changeit' && opensTruststore(command)) continue;
    yield entryIn('command-argument', passage, command.text, {
      key,
      path,
      value,
      ...stretchOf(word, value, key),
      expectation: 'named',
      called: `${program} ${by === 'environment' ? '' : `${by} `}${key}`,
    });
  }
}

/** A truststore holds public certificates, and `changeit` is what Java ships it with. */
function opensTruststore({ words }: Command): boolean {
  return words.some(({ value }) => /cacerts|trust-?store/i.test(value));
}

/** Values whose meaning comes from where they stand: `vault login TOKEN`, `echo user:password | chpasswd`. */
function* byPosition(passage: Passage, command: Command): Iterable<Entry> {
  for (const { key, value, word, from, by, secret } of positional(command)) {
    yield entryIn('command-argument', passage, command.text, {
      key,
      value,
      ...partOf(word, from, from + value.length),
      expectation: secret ? 'secret' : 'named',
      called: `${by} ${key}`,
    });
  }
}

/** Any word that carries a known shape: `postgres://user:pass@host`, a bearer token in a header. */
function* shaped(passage: Passage, command: Command): Iterable<Entry> {
  const program = programOf(command.words);
  for (const word of command.words) {
    if (word.value.length < 8) continue;
    yield entryIn('command-argument', passage, command.text, {
      key: '',
      value: word.value,
      start: word.start,
      end: word.end,
      expectation: 'shape',
      called: `${program} argument`,
    });
  }
}
