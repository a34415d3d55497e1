import { statusEndingAt, statusStartingAt } from './status-in-words.ts';
import {
  type TypedOption,
  isBecause,
  isDate,
  isLevel,
  isMachineDay,
  optionReader,
} from './typed-options.ts';
import { type Token, isMark, plainWord, tokenize } from './typed-tokens.ts';
import { trimAddress } from './web-address.ts';

/**
 * What the words before a note are: `status`, an issue and a status, which a note may follow after a
 * colon or a dash; `title`, a name, whatever marks are in it; `note`, an issue and a note at once.
 */
export type WordsAre = 'status' | 'title' | 'note';

/** A line with its options taken out. */
export interface Scanned {
  /** What comes before the note. */
  readonly words: readonly Token[];
  /** The note after `because` or a mark; null where none begins. */
  readonly note: string | null;
  /** The text from there on, without options; as typed otherwise. */
  readonly textFrom: (start: number) => string;
  readonly sources: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** Parts a line into words, a note and options. */
export function scanUpdate(text: string, wordsAre: WordsAre, more: readonly string[]): Scanned {
  const tokens = tokenize(text);
  const { named, spoken } = optionReader(text, tokens, more);
  const words: Token[] = [];
  const found: TypedOption[] = [];
  let noteAt: number | null = null;
  let isStatusSeen = false;
  let isAfterOption = false;

  for (let at = 0; at < tokens.length;) {
    const token = tokens[at];
    const option = optionAt(at);
    if (option !== null) {
      found.push(option);
      isAfterOption = true;
      at = option.next;
      continue;
    }
    if (noteAt !== null) isAfterOption &&= token?.kind === 'comma';
    else if (isBecause(token)) {
      noteAt = startAfterBecause(at + 1);
      at = noteAt;
      continue;
    } else if (token !== undefined && startsNote(at)) noteAt = at + 1;
    else if (token !== undefined) {
      words.push(token);
      isStatusSeen ||=
        wordsAre === 'status' && words.length > 1 && statusEndingAt(words, words.length) !== null;
    }
    at += 1;
  }
  giveBack();
  takeLastLinks();

  const cuts = found
    .map(({ at, next }) => ({ start: startOf(at), end: tokens[next - 1]?.end ?? 0 }))
    .toSorted((one, other) => one.start - other.start);
  const textFrom = (start: number): string => withoutCuts(text, start, cuts);
  return {
    words,
    note: noteAt === null ? null : textFrom(startOf(noteAt)),
    textFrom,
    sources: sourcesOf(found),
    options: new Map(
      found.flatMap(({ name, value }) =>
        name === 'source' || value === '' ? [] : [[name, value] as const],
      ),
    ),
  };

  function startOf(at: number): number {
    return tokens[at]?.start ?? text.length;
  }

  /** The option that begins here. In the text of a note only what can hardly be part of it. */
  function optionAt(at: number): TypedOption | null {
    const option = named(at);
    const isInText = noteAt !== null || (wordsAre === 'note' && words.length > 0);
    if (!isInText) {
      if (option !== null) return option;
      return linkAt(at) ?? (isStatusSeen ? spoken(at) : null);
    }
    if (option !== null) return isMeant(option) ? option : null;
    if (isAfterOption) return linkAt(at) ?? spoken(at);
    if (SOURCE_WORDS.has(plainWord(tokens[at])) && tokens[at + 1]?.kind === 'link')
      return { ...sourceAt(at + 1), at };
    const said = spoken(at);
    return said !== null && isLastWord(said) ? said : null;
  }

  function isMeant({ name, value, at }: TypedOption): boolean {
    if (value === '') return false;
    if (tokens[at + 1]?.end === tokens[at + 2]?.start) return true;
    if (name === 'source') return /^(?:https?:\/\/|www\.)/i.test(value);
    return (name === 'on' && isDate(value)) || (name === 'confidence' && isLevel(value));
  }

  /** True for `on yesterday` or `confidence high` at the very end of a note. */
  function isLastWord({ name, value, at, next }: TypedOption): boolean {
    const isPlain = name === 'confidence' || (value !== tokens[at]?.text && isMachineDay(value));
    return isPlain && (next >= tokens.length || named(next) !== null);
  }

  function linkAt(at: number): TypedOption | null {
    if (tokens[at]?.kind === 'link') return sourceAt(at);
    const isLeadIn = LINK_WORDS.has(plainWord(tokens[at]));
    return isLeadIn && tokens[at + 1]?.kind === 'link' ? { ...sourceAt(at + 1), at } : null;
  }

  function sourceAt(at: number): TypedOption {
    return { name: 'source', value: tokens[at]?.text ?? '', at, next: at + 1, ranOn: false };
  }

  function startAfterBecause(at: number): number {
    const isMarked = tokens[at]?.kind === 'colon' || tokens[at]?.kind === 'comma';
    return isMarked || plainWord(tokens[at]) === 'of' ? at + 1 : at;
  }

  /** True for a mark, or `as`, between a status and a text. */
  function startsNote(at: number): boolean {
    const { kind } = tokens[at] as Token;
    const isAs = plainWord(tokens[at]) === 'as';
    if (wordsAre !== 'status' || !(isAs || isMark(tokens[at])) || isNoText(at + 1)) return false;
    if ((isAs || kind === 'comma') && isNoText(at + 2)) return false;
    const follows = statusStartingAt(tokens, at + 1);
    if (follows !== null && isNoText(follows.to)) return false;

    const last = statusEndingAt(words, words.length);
    if (last !== null && !last.isNoun && words.slice(0, last.from).some((word) => !isMark(word)))
      return true;
    const first = statusStartingAt(words, 0);
    const isAfterIssue = first !== null && !first.isNoun && !isMark(words.at(-1));
    return isAfterIssue && first.to < words.length && !isAs && /colon|dash|line/.test(kind);
  }

  function isNoText(at: number): boolean {
    const token = tokens[at];
    return (
      token === undefined ||
      isMark(token) ||
      isBecause(token) ||
      named(at) !== null ||
      token.kind === 'link' ||
      SOURCE_WORDS.has(plainWord(token)) ||
      spoken(at) !== null
    );
  }

  /** `says:Antony Blinken fentanyl agreed`: where no issue is left, only the name was said. */
  function giveBack(): void {
    const index = found.findIndex(({ ranOn, next }) => ranOn && (noteAt === null || next < noteAt));
    const option = found[index];
    if (option === undefined || words.some((word) => !isMark(word))) return;
    const value = tokens.slice(option.at + 2, option.next);
    const kept = value.findIndex(({ text: word }) => !/^\p{Lu}/u.test(word));
    if (kept < 1) return;
    words.push(...value.slice(kept));
    const end = value[kept - 1]?.end ?? 0;
    found[index] = {
      ...option,
      value: text.slice(value[0]?.start, end),
      next: option.at + 2 + kept,
    };
  }

  /** Links at the very end of a note are where it comes from. */
  function takeLastLinks(): void {
    const from = noteAt ?? (wordsAre === 'note' ? 1 : tokens.length);
    const taken = new Set(found.flatMap(({ at, next }) => range(at, next)));
    const left = range(from, tokens.length).filter((at) => !taken.has(at));
    const isOnlyLinks = noteAt !== null && left.every((at) => tokens[at]?.kind === 'link');
    while (left.length > (isOnlyLinks ? 0 : 1) && tokens[left.at(-1) ?? -1]?.kind === 'link') {
      const link = sourceAt(left.pop() ?? -1);
      const isLedTo = left.length > 1 && LINK_WORDS.has(plainWord(tokens[left.at(-1) ?? -1]));
      found.push({ ...link, at: isLedTo ? (left.pop() ?? link.at) : link.at });
    }
  }
}

const LINK_WORDS = new Set('source sources see via link links at from per url ref'.split(' '));
const SOURCE_WORDS = new Set('source sources'.split(' '));

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

function sourcesOf(found: readonly TypedOption[]): string[] {
  const typed = found
    .filter(({ name }) => name === 'source')
    .toSorted((one, other) => one.at - other.at)
    .flatMap(({ value }) => value.split(/[,;](?=https?:\/\/)/i))
    .map(trimAddress)
    .filter((value) => value !== '');
  return [...new Set(typed)];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function withoutCuts(text: string, start: number, cuts: readonly Span[]): string {
  const pieces: string[] = [];
  let from = start;
  for (const cut of [...cuts, { start: text.length, end: text.length }]) {
    if (cut.end <= start) continue;
    const piece = text.slice(from, Math.max(from, cut.start));
    const isCut = cut.start < text.length;
    pieces.push(
      isCut
        ? piece.replace(/[\s,;([–—-]{1,9}$/u, (end) => (/[\r\n]/.test(end) ? '\n' : ''))
        : piece,
    );
    from = Math.max(from, cut.end);
  }
  return pieces
    .map((piece) => piece.replace(/^[^\S\r\n]+/, ''))
    .filter((piece) => piece.trim() !== '')
    .reduce(
      (whole, piece) => whole + (whole.endsWith('\n') || /^[\r\n]/.test(piece) ? '' : ' ') + piece,
      '',
    )
    .trim();
}
