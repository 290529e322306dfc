import type { Assignment, Command, Redirect, Word } from '../parser.ts';
import type { Text } from '../text.ts';
import { breakLength, continuation, isBlank, isBreak } from './shell-characters.ts';
import { Heredocs } from './shell-heredocs.ts';
import { type Closer, maxDepth, WordReader } from './shell-words.ts';

/** A command while it is read. */
export interface OpenCommand extends Command {
  readonly text: Text;
  start: number;
  end: number;
  readonly assignments: Assignment[];
  readonly words: Word[];
  readonly redirects: Redirect[];
  readonly heredocs: Text[];
  pipedTo: OpenCommand | undefined;
}

/** What is read between two operators: a command, or the end of a group (`}`, `done`, `)`) with its redirects. */
interface Draft {
  readonly command: OpenCommand;
  /** Index of the first command of the group that ends here. */
  group: number | undefined;
  /** Whether `NAME=value` is an assignment at this point. */
  naming: 'start' | 'wrapper' | 'declaration' | 'over';
  /** True when a here-document is fed to it. */
  reads: boolean;
}

/** One command list: a script, or the inside of a substitution. Commands of the same owner share their output. */
interface List {
  readonly owner: number;
  draft: Draft | undefined;
  /** Commands whose output the next command reads. */
  piped: OpenCommand[];
  /** Where the compound commands begin that are still open. */
  readonly groups: number[];
  cases: number;
  /** True in `case` where a pattern is expected. */
  pattern: boolean;
}

const assignmentName = /([A-Za-z_]\w{0,255})(?:\[[^\]\s]{0,100}\])?\+?=/y;
const descriptor = /\d{1,3}(?=[<>])/y;
const maxSharedRedirects = 8;
const openers = new Set(['if', 'while', 'until']);
const connectors = new Set(['then', 'do', 'else', 'elif', '!', 'coproc']);
const closers = new Set(['fi', 'done', '}', 'esac']);
const declarers = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);
const wrappers = new Set(['env', 'sudo', 'doas', 'command', 'exec', 'nohup', 'builtin', 'time']);

/** Reads the commands of one script text, those in substitutions and compound commands included. */
export class CommandReader extends WordReader {
  readonly text: Text;
  readonly commands: OpenCommand[] = [];
  readonly #owners: number[] = [];
  readonly #heredocs: Heredocs;
  #ownerCount = 0;

  constructor(text: Text, start = 0, end: number = text.content.length) {
    super(text.content, start, end);
    this.text = text;
    this.#heredocs = new Heredocs(text);
  }

  /** Every command, in the order of their beginnings. */
  read(): readonly OpenCommand[] {
    while (this.at < this.end) this.#list('', 0);
    return this.commands.sort((a, b) => a.start - b.start);
  }

  protected override nested(closer: Closer): void {
    this.#list(closer, ++this.#ownerCount);
  }

  #list(closer: Closer, owner: number): void {
    const list: List = { owner, draft: undefined, piped: [], groups: [], cases: 0, pattern: false };
    const { content } = this;
    while (this.at < this.end) {
      const from = this.at;
      const code = content.charCodeAt(from);
      if (isBlank(code)) this.at++;
      else if (isBreak(code)) {
        this.#finish(list);
        this.at = this.#heredocs.readBodies(from + breakLength(content, from), this.end);
      } else if (code === 92 && continuation(content, from, this.end) !== from)
        this.at = continuation(content, from, this.end);
      else if (code === 35) this.#comment();
      else if (code === 59) this.#semicolon(list);
      else if (code === 38) this.#ampersand(list);
      else if (code === 124) this.#bar(list);
      else if (code === 40) this.#bracket(list);
      else if (code === 41) {
        this.at++;
        if (list.pattern || list.cases > 0) {
          list.draft = undefined;
          list.pattern = false;
        } else {
          this.#finish(list);
          if (closer === ')') return;
        }
      } else if (code === 60 || code === 62) this.#angle(list, '');
      else this.#wordOrKeyword(list);
      if (this.at === from) this.at++;
    }
    this.#finish(list);
  }

  #comment(): void {
    const { content } = this;
    while (this.at < this.end && !isBreak(content.charCodeAt(this.at))) this.at++;
  }

  #semicolon(list: List): void {
    const { content } = this;
    this.#finish(list);
    list.piped = [];
    const next = content.charCodeAt(this.at + 1);
    if (next === 59 || next === 38) {
      this.at += content.charCodeAt(this.at + 2) === 38 ? 3 : 2;
      if (list.cases > 0) list.pattern = true;
    } else this.at++;
  }

  #ampersand(list: List): void {
    const next = this.content.charCodeAt(this.at + 1);
    if (next === 62) {
      this.at++;
      this.#angle(list, '');
      return;
    }
    this.#finish(list);
    list.piped = [];
    this.at += next === 38 ? 2 : 1;
  }

  #bar(list: List): void {
    const next = this.content.charCodeAt(this.at + 1);
    if (list.pattern) {
      list.draft = undefined;
      this.at++;
      return;
    }
    if (next === 124) {
      this.#finish(list);
      list.piped = [];
      this.at += 2;
      return;
    }
    this.#finish(list, true);
    this.at += next === 38 ? 2 : 1;
  }

  #bracket(list: List): void {
    const { content } = this;
    if (list.pattern) {
      this.at++;
      return;
    }
    let after = this.at + 1;
    while (after < this.end && isBlank(content.charCodeAt(after))) after++;
    if (content.charCodeAt(after) === 41 && after < this.end) {
      // `name()` begins a function: its body follows.
      list.draft = undefined;
      this.at = after + 1;
      return;
    }
    if (content.charCodeAt(this.at + 1) === 40) {
      this.#skipArithmetic();
      return;
    }
    const begun = list.draft;
    if (begun && begun.command.words.length + begun.command.assignments.length > 0) this.#finish(list);
    this.at++;
    if (this.depth >= maxDepth) return;
    const group = this.commands.length;
    const piped = list.piped;
    list.piped = [];
    this.depth++;
    this.#list(')', list.owner);
    this.depth--;
    for (const command of piped) command.pipedTo ??= this.commands[group];
    this.#open(list, this.at - 1).group = group;
  }

  #skipArithmetic(): void {
    const { content } = this;
    let open = 0;
    while (this.at < this.end) {
      const code = content.charCodeAt(this.at);
      if (isBreak(code)) return;
      this.at++;
      if (code === 40) open++;
      else if (code === 41 && --open === 0) return;
    }
  }

  #angle(list: List, number: string): void {
    const { content } = this;
    const from = this.at;
    if (content.charCodeAt(from + 1) === 40 && number === '') {
      this.#push(list, this.word({ operators: true }));
      return;
    }
    const draft = this.#open(list, from);
    let operator = content[from]!;
    this.at++;
    const second = content[this.at] ?? '';
    if (operator === '<' && second === '<') {
      this.at++;
      if (content[this.at] === '<') {
        this.at++;
        operator = '<<<';
      } else {
        this.#heredocStart(draft);
        return;
      }
    } else if (second === '>' || second === '|') {
      if (second === '>') operator = operator === '<' ? '>' : '>>';
      this.at++;
    } else if (second === '&') {
      this.at++;
      const duplicated = /^(?:\d{1,3}-?|-)/.exec(content.slice(this.at, this.at + 5));
      if (duplicated) {
        this.at += duplicated[0].length;
        draft.command.end = this.at;
        return;
      }
    }
    const target = this.#operand();
    if (!target) return;
    const prefix = number === '0' || number === '1' ? '' : number;
    draft.command.redirects.push({ operator: prefix + operator, target });
    draft.command.end = target.end;
  }

  #heredocStart(draft: Draft): void {
    let stripTabs = false;
    if (this.content[this.at] === '-' || this.content[this.at] === '~') {
      stripTabs = true;
      this.at++;
    }
    const delimiter = this.#operand();
    if (!delimiter) return;
    draft.command.end = delimiter.end;
    draft.reads = true;
    const quoted = delimiter.end - delimiter.start !== delimiter.value.length || delimiter.pieces !== undefined;
    this.#heredocs.expect({ delimiter: delimiter.value, stripTabs, quoted, texts: draft.command.heredocs });
  }

  /** The word after a redirect operator, on the same line. */
  #operand(): Word | undefined {
    const { content } = this;
    while (this.at < this.end) {
      const code = content.charCodeAt(this.at);
      if (isBlank(code)) this.at++;
      else if (code === 92 && continuation(content, this.at, this.end) !== this.at) {
        this.at = continuation(content, this.at, this.end);
      } else break;
    }
    const from = this.at;
    if (from >= this.end || isBreak(content.charCodeAt(from))) return undefined;
    const word = this.word({ operators: true });
    return this.at > from ? word : undefined;
  }

  #wordOrKeyword(list: List): void {
    const { content } = this;
    descriptor.lastIndex = this.at;
    const number = descriptor.exec(content)?.[0];
    if (number !== undefined && this.at + number.length < this.end) {
      this.at += number.length;
      this.#angle(list, number);
      return;
    }
    const from = this.at;
    const word = this.word({ operators: true });
    if (this.at === from) return;
    const plain = word.pieces === undefined && word.end - word.start === word.value.length;
    if (list.pattern) {
      if (plain && word.value === 'esac') this.#close(list, word);
      return;
    }
    if (!list.draft && plain && this.#keyword(list, word)) return;
    this.#push(list, word);
    if (
      plain &&
      word.value === 'in' &&
      list.draft?.command.words[0]?.value === 'case' &&
      list.draft.command.words.length === 3
    ) {
      list.draft = undefined;
      list.pattern = true;
    }
  }

  /** True when a word at the beginning of a command is part of a compound command. */
  #keyword(list: List, word: Word): boolean {
    const { value } = word;
    if (openers.has(value) || value === '{') list.groups.push(this.commands.length);
    else if (closers.has(value)) this.#close(list, word);
    else if (value === '[[') this.#condition(list, word);
    else if (value === 'function') {
      const name = this.#operand();
      if (!name) return true;
    } else if (!connectors.has(value)) {
      if (value === 'for' || value === 'select' || value === 'case') list.groups.push(this.commands.length);
      if (value === 'case') list.cases++;
      return false;
    }
    return true;
  }

  #close(list: List, word: Word): void {
    const group = list.groups.length <= maxDepth ? list.groups.pop() : void list.groups.pop();
    if (word.value === 'esac') {
      list.cases = Math.max(0, list.cases - 1);
      list.pattern = false;
    }
    this.#open(list, word.start).group = group;
    list.draft!.command.end = word.end;
  }

  /** `[[ ... ]]`: operators in it are words. */
  #condition(list: List, first: Word): void {
    const { content } = this;
    this.#push(list, first);
    while (this.at < this.end) {
      const code = content.charCodeAt(this.at);
      if (isBlank(code)) this.at++;
      else if (isBreak(code)) {
        // Only an open operator carries the condition to the next line.
        if (!/^(?:\[\[|&&|\|\||!|\()$/.test(list.draft?.command.words.at(-1)?.value ?? '')) return;
        this.at++;
      } else if (code === 92 && continuation(content, this.at, this.end) !== this.at) {
        this.at = continuation(content, this.at, this.end);
      } else if (content.startsWith(']]', this.at)) {
        this.#push(list, { value: ']]', start: this.at, end: this.at + 2, expands: false });
        this.at += 2;
        return;
      } else {
        const before = this.at;
        const word = this.word({ operators: false });
        if (this.at === before) this.at++;
        this.#push(list, word);
      }
    }
  }

  #open(list: List, start: number): Draft {
    list.draft ??= {
      command: {
        text: this.text,
        start,
        end: start,
        assignments: [],
        words: [],
        redirects: [],
        heredocs: [],
        pipedTo: undefined,
      },
      group: undefined,
      naming: 'start',
      reads: false,
    };
    return list.draft;
  }

  #push(list: List, word: Word): void {
    const draft = this.#open(list, word.start);
    draft.command.end = word.end;
    if (draft.naming !== 'over') {
      const assignment = this.#assignment(word);
      if (assignment) {
        draft.command.assignments.push(assignment);
        return;
      }
      if (declarers.has(word.value)) draft.naming = 'declaration';
      else if (wrappers.has(word.value) && draft.naming !== 'declaration') draft.naming = 'wrapper';
      else if (draft.naming !== 'declaration' && !(draft.naming === 'wrapper' && word.value.startsWith('-')))
        draft.naming = 'over';
    }
    draft.command.words.push(word);
  }

  #assignment(word: Word): Assignment | undefined {
    assignmentName.lastIndex = word.start;
    const found = assignmentName.exec(this.content);
    if (!found || word.start + found[0].length > word.end) return undefined;
    const length = found[0].length;
    const { expands, end } = word;
    const value = { value: word.value.slice(length), start: word.start + length, end, expands };
    if (!word.pieces) return { name: found[1]!, value };
    const pieces = word.pieces
      .filter(([here]) => here >= length)
      .map(([here, there]) => [here - length, there] as const);
    if (pieces[0]?.[0] !== 0) pieces.unshift([0, value.start]);
    return { name: found[1]!, value: { ...value, pieces } };
  }

  /** Ends the draft: it becomes a command, and what was piped before reads into it. */
  #finish(list: List, pipes = false): void {
    const { draft } = list;
    list.draft = undefined;
    if (!draft) return;
    const { command, group } = draft;
    const before = list.piped;
    list.piped = [];
    const visible = command.words.length + command.assignments.length + command.redirects.length > 0 || draft.reads;
    if (visible) {
      for (const earlier of before) earlier.pipedTo ??= command;
      this.commands.push(command);
      this.#owners.push(list.owner);
    }
    if (group === undefined) {
      if (pipes && visible) list.piped = [command];
      return;
    }
    if (!pipes && command.redirects.length === 0) return;
    // A group passes its redirects and its pipe on to the commands in it.
    const shared = command.redirects.length <= maxSharedRedirects ? command.redirects : [];
    for (let i = group; i < this.commands.length; i++) {
      const inner = this.commands[i]!;
      if (this.#owners[i] !== list.owner || inner === command || inner.pipedTo) continue;
      if (shared.length > 0 && inner.redirects.length === 0) inner.redirects.push(...shared);
      if (pipes) list.piped.push(inner);
    }
  }
}
