import { readStatus } from './status-words.ts';
import type { StatusKey } from './status.ts';
import { type Token, isMark, plainWord } from './typed-tokens.ts';

/** A status found among words: it takes up those from `from` to before `to`. */
export interface StatusFound {
  readonly status: StatusKey;
  readonly from: number;
  readonly to: number;
  /** True for a word that names a matter as often as a status: the talks of `AI talks`. */
  readonly isNoun: boolean;
}

/** The status whose last word is the one before `to`. Words in quotes are never searched. */
export function statusEndingAt(tokens: readonly Token[], to: number): StatusFound | null {
  for (let from = Math.max(0, to - LONGEST); from < to; from += 1) {
    const found = statusAt(tokens, from, to);
    if (found !== null) return found;
  }
  return null;
}

/** The status whose first word is this one. */
export function statusStartingAt(tokens: readonly Token[], from: number): StatusFound | null {
  for (let to = Math.min(tokens.length, from + LONGEST); to > from; to -= 1) {
    const found = statusAt(tokens, from, to);
    if (found !== null) return found;
  }
  return null;
}

function statusAt(tokens: readonly Token[], from: number, to: number): StatusFound | null {
  const words = tokens.slice(from, to).map(plainWord);
  if (words.includes('') || isDenied(tokens, from)) return null;
  const status = readStatus(words.join(' '));
  if (status === null) return null;
  return { status, from, to, isNoun: NOUNS.has(words.join(' ')) };
}

/** `not agreed`, `expected to be signed`: what is denied or only hoped for is no status. */
function isDenied(tokens: readonly Token[], from: number): boolean {
  for (let at = from - 1; at >= Math.max(0, from - 3); at -= 1) {
    if (isMark(tokens[at])) return false;
    const word = plainWord(tokens[at]);
    const isMonth = word === 'may' && at === from - 1;
    if ((DENIALS.has(word) && !isMonth) || word.endsWith("n't")) return true;
    if (!BETWEEN.has(word)) return false;
  }
  return false;
}

/** Words in the longest name of a status. */
const LONGEST = 5;
const NOUNS = new Set(
  'talks,discussions,negotiations,consultations,implementation,rollout,agree,standstill'.split(','),
);
const DENIALS = new Set(
  `not no never nothing none nobody without hardly barely unlikely failed fails fail failing will would could may
  might should must expected likely hopes hoped wants about if until unless before cannot half`.split(
    /\s+/,
  ),
);
/** Words that may stand between a denial and what it denies. */
const BETWEEN = new Set(
  'yet be to been being fully quite formally officially really longer get been have has is was'.split(
    ' ',
  ),
);
