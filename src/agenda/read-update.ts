import { fold } from './fold.ts';
import { isFiller } from './filler-words.ts';
import { type Scanned, scanUpdate } from './scan-update.ts';
import { readStatus } from './status-words.ts';
import type { StatusKey } from './status.ts';
import { type Token, isMark } from './typed-tokens.ts';
import { type WordsRead, partAtMark, readWords, withoutEdges } from './update-readings.ts';

/** What someone typed after `update`, `note` or `add`, taken apart; nothing in it is checked yet. */
export interface TypedUpdate {
  /** Ways to understand the words, the likeliest first; at least one, at most six. */
  readonly readings: readonly Reading[];
  /** The note of the first reading. */
  readonly note: string;
  /** Addresses as typed, in order, each once. */
  readonly sources: readonly string[];
  readonly on: string | null;
  readonly says: string | null;
  readonly confidence: string | null;
  /** Other known options by name. */
  readonly options: ReadonlyMap<string, string>;
}

/** One way to understand the words. */
export interface Reading {
  readonly issue: string;
  /** Null: no status was typed. */
  readonly status: StatusKey | null;
  /** As typed, without spaces around it; `''` when there is none. */
  readonly note: string;
}

/** Reads `fentanyl agreed because both sides said so source:https://… on:15 Nov`, in whatever order. */
export function readUpdate(text: string, more: readonly string[] = []): TypedUpdate {
  const scanned = scanUpdate(cut(text), 'status', more);
  return typedUpdate(scanned, readWords(scanned.words));
}

/** Reads `fentanyl Yellen said no deal`: the words that name an issue come first, the rest is the note. */
export function readNote(text: string, more: readonly string[] = []): TypedUpdate {
  const scanned = scanUpdate(cut(text), 'note', more);
  const words = withoutEdges(scanned.words);
  const whole = { issue: words, status: null, rest: [] };
  const parted = [...partAtMark(words), ...partAfterName(words)];
  const isNamed = scanned.note !== null || parted.length === 0;
  return typedUpdate(scanned, isNamed ? [whole, ...parted] : [...parted, whole]);
}

/** Reads `Tariffs: a pause proposed because …`: a title keeps its colons, dashes and statuses. */
export function readTitle(text: string, more: readonly string[] = []): TypedUpdate {
  const scanned = scanUpdate(cut(text), 'title', more);
  const words = withoutEdges(scanned.words);
  const whole = { issue: words, status: null, rest: [] };
  return typedUpdate(scanned, [whole, ...readWords(words).filter(({ rest }) => rest.length === 0)]);
}

const LONGEST = 6000;
const MOST_READINGS = 6;

function cut(text: string): string {
  return text.slice(0, LONGEST).toWellFormed();
}

function typedUpdate(scanned: Scanned, reads: readonly WordsRead[]): TypedUpdate {
  const all = reads.map(({ issue, status, rest }) => ({
    issue: inWords(issue),
    status,
    note: rest[0] === undefined ? (scanned.note ?? '') : scanned.textFrom(rest[0].start),
  }));
  const readings = all
    .filter((one, at) => all.findIndex((other) => isSame(one, other)) === at)
    .slice(0, MOST_READINGS);
  const { on, says, confidence, ...options } = Object.fromEntries(scanned.options);
  return {
    readings,
    note: readings[0]?.note ?? '',
    sources: scanned.sources,
    on: on ?? null,
    says: says ?? null,
    confidence: confidence ?? null,
    options: new Map(Object.entries(options)),
  };
}

function isSame(one: Reading, other: Reading): boolean {
  return one.issue === other.issue && one.status === other.status && one.note === other.note;
}

/** What was typed between the options, with single spaces; of a name in quotes what is inside. */
function inWords(tokens: readonly Token[]): string {
  const [first, ...others] = tokens;
  if (first?.kind === 'quoted' && others.length === 0) return first.text;
  return tokens
    .map((token, at) => (isGlued(tokens[at - 1], token) ? token.text : ` ${token.text}`))
    .join('')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** False for a word that says where a note begins: finding an issue may drop it, and the note would lose it. */
function endsName(word: Token | undefined): boolean {
  const folded = fold(word?.text ?? '').words;
  if (readStatus(word?.text ?? '') !== null) return word?.kind === 'quoted';
  return folded.some((one) => !isFiller(one) && !SMALL.has(one));
}

const SMALL = new Set('a an and at by for from in no not of off on the to with'.split(' '));

function isGlued(before: Token | undefined, token: Token): boolean {
  const isWhole = (one: Token): boolean => one.kind === 'link' || one.kind === 'quoted';
  return before?.end === token.start && !isWhole(before) && !isWhole(token);
}

/** Names of one word to five, the longest first, each with the rest as its note. A name never ends in a word that says nothing. */
function partAfterName(words: readonly Token[]): WordsRead[] {
  const longest = words[0]?.kind === 'quoted' ? 1 : Math.min(5, words.length - 1);
  const lengths = Array.from({ length: longest }, (_, at) => longest - at);
  return lengths.flatMap((length) => {
    const [issue, last] = [words.slice(0, length), words[length - 1]];
    const rest = withoutEdges(words.slice(length));
    return endsName(last) && !issue.some(isMark) && rest.length > 0
      ? [{ issue, status: null, rest }]
      : [];
  });
}
