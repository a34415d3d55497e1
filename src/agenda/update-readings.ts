import { type StatusFound, statusEndingAt, statusStartingAt } from './status-in-words.ts';
import type { StatusKey } from './status.ts';
import { type Token, isMark, plainWord } from './typed-tokens.ts';

/** Words parted into an issue, a status and the rest, which belongs to the note. */
export interface WordsRead {
  readonly issue: readonly Token[];
  readonly status: StatusKey | null;
  readonly rest: readonly Token[];
}

/**
 * The ways to part words into an issue and a status, the likeliest first: the status at the end, at
 * the start, after a connecting word. A word that is as often part of a name comes after the name.
 */
export function readWords(typed: readonly Token[]): WordsRead[] {
  const words = withoutEdges(typed);
  const atEnd = endingStatus(words);
  const atStart = startingStatus(words);
  const inside = atEnd === null ? insideStatuses(words) : { connected: null, loose: null };
  const found = [
    { status: atEnd, reads: partAtEnd },
    { status: atStart, reads: partAtStart },
  ];
  const read = (areNouns: boolean): WordsRead[] =>
    found.flatMap(({ status, reads }) =>
      status !== null && status.isNoun === areNouns ? reads(words, status) : [],
    );
  return [
    ...read(false),
    ...(inside.connected === null ? [] : partAtEnd(words, inside.connected)),
    ...partAtMark(words),
    { issue: withoutLead(words), status: null, rest: [] },
    { issue: words, status: null, rest: [] },
    ...read(true),
    ...(inside.loose === null ? [] : partAtEnd(words, inside.loose)),
  ];
}

/** Parts `fentanyl: the text of a note` at its first colon, dash or line end. */
export function partAtMark(words: readonly Token[]): WordsRead[] {
  const at = words.findIndex(
    ({ kind }, index) => index > 0 && (kind === 'colon' || kind === 'dash' || kind === 'line'),
  );
  const rest = withoutEdges(words.slice(at + 1));
  if (at === -1 || rest.length === 0) return [];
  return [{ issue: withoutEdges(words.slice(0, at)), status: null, rest }];
}

/** Words without the marks before and after them. */
export function withoutEdges(words: readonly Token[]): readonly Token[] {
  let [start, end] = [0, words.length];
  while (end > 0 && isMark(words[end - 1])) end -= 1;
  while (start < end && isMark(words[start])) start += 1;
  return words.slice(start, end);
}

function endingStatus(words: readonly Token[]): StatusFound | null {
  let to = words.length;
  while (to > 1 && TAILS.has(plainWord(words[to - 1]))) to -= 1;
  return statusEndingAt(words, to) ?? statusEndingAt(words, words.length);
}

/** A status before the words it is about, as in `agreed: fentanyl` or `no progress on taiwan`. */
function startingStatus(words: readonly Token[]): StatusFound | null {
  let from = 0;
  while (LEADS.has(plainWord(words[from])) || CONNECTIONS.has(plainWord(words[from]))) from += 1;
  const found = statusStartingAt(words, 0) ?? statusStartingAt(words, from);
  return found === null || withoutEdges(words.slice(found.to)).length === 0 ? null : found;
}

/** The first status after a connecting word or before a reason, and the first of all. */
function insideStatuses(words: readonly Token[]): {
  connected: StatusFound | null;
  loose: StatusFound | null;
} {
  let loose: StatusFound | null = null;
  for (let at = 1; at < Math.min(words.length, WORDS_SEARCHED); at += 1) {
    const found = statusStartingAt(words, at);
    if (found === null || found.isNoun || found.to >= words.length) continue;
    const isConnected = isConnection(words[at - 1]) || REASONS.has(plainWord(words[found.to]));
    if (isConnected) return { connected: found, loose: null };
    loose ??= found;
  }
  return { connected: null, loose };
}

function partAtEnd(words: readonly Token[], { status, from, to }: StatusFound): WordsRead[] {
  // The noun of `talks resumed` or `deal reached` may belong to the name; looking for it does no harm.
  const isNamed = words[from - 1]?.kind === 'word' && !isConnection(words[from - 1]);
  let end = isNamed && to > from + 1 && MATTERS.has(plainWord(words[from])) ? from + 1 : from;
  let isConnected = false;
  for (; end > 0; end -= 1) {
    if (isConnection(words[end - 1])) isConnected = true;
    else if (words[end - 1]?.kind !== 'comma' && words[end - 1]?.kind !== 'line') break;
  }
  const before = words.slice(0, end);
  const old = isConnected ? statusEndingAt(before, end) : null;
  const isMove = old !== null && !old.isNoun && old.from > 0 && words[end]?.kind !== 'colon';
  const named = isMove ? withoutFrom(before.slice(0, old.from)) : before;

  const isTail = words.slice(to).every((word) => TAILS.has(plainWord(word)));
  const rest = isTail ? [] : withoutReasonWord(withoutEdges(words.slice(to)));
  const short = withoutLead(named);
  const reads = [{ issue: short, status, rest }];
  if (!isConnected) reads.push({ issue: named, status, rest });
  return reads;
}

function partAtStart(words: readonly Token[], { status, to }: StatusFound): WordsRead[] {
  let start = to;
  while (
    start < words.length - 1 &&
    (isMark(words[start]) || ABOUT.has(plainWord(words[start])) || isConnection(words[start]))
  )
    start += 1;
  return [{ issue: withoutEdges(words.slice(start)), status, rest: [] }];
}

/** `set fentanyl`, `the status of fentanyl`, `on fentanyl`: without what leads to the name. */
function withoutLead(words: readonly Token[]): readonly Token[] {
  let start = 0;
  while (start < words.length - 1 && LEADS.has(plainWord(words[start]))) start += 1;
  if (plainWord(words[start]) === 'the' && plainWord(words[start + 1]) === 'status') start += 1;
  if (plainWord(words[start]) === 'status' && plainWord(words[start + 1]) === 'of') start += 2;
  return withoutEdges(words.slice(start));
}

function withoutFrom(words: readonly Token[]): readonly Token[] {
  return plainWord(words.at(-1)) === 'from' ? words.slice(0, -1) : words;
}

function withoutReasonWord(rest: readonly Token[]): readonly Token[] {
  return plainWord(rest[0]) === 'as' && rest.length > 1 ? rest.slice(1) : rest;
}

function isConnection(word: Token | undefined): boolean {
  return word?.kind === 'colon' || word?.kind === 'dash' || CONNECTIONS.has(plainWord(word));
}

/** A line with more words than this names its status early or not at all. */
const WORDS_SEARCHED = 60;

const CONNECTIONS = new Set(
  `is are was were be been being has have had now to as at into currently still remains remain remained seems
  appears becomes became goes went gets got finally officially formally reportedly again just status stands
  back`.split(/\s+/),
);
const TAILS = new Set('now again officially finally formally too also then today'.split(' '));
const LEADS = new Set(
  'set mark move make change put flag switch record log update please on about re regarding that issue'.split(
    ' ',
  ),
);
const MATTERS = new Set(['talks', 'deal', 'agreement']);
const ABOUT = new Set('on for about over of with regarding re'.split(' '));
const REASONS = new Set(
  'as after since due following when but despite while although though'.split(' '),
);
