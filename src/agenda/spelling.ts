/** Shorter words are not forgiven a slip: Iraq is not Iran. */
const FORGIVEN_FROM = 5;
/** Longer ones are seldom words. */
const FORGIVEN_TO = 24;

/** True when a slip in this word can be forgiven: it is long enough and has no number. */
export function canBeMisspelt(word: string): boolean {
  return word.length >= FORGIVEN_FROM && word.length <= FORGIVEN_TO && !/\d/.test(word);
}

/**
 * Ways to write a word that a word one slip away shares: itself, itself without any one
 * letter, and itself without doubled letters. So misspelt words are found by look-up.
 */
export function spellingsOf(word: string): string[] {
  if (!canBeMisspelt(word)) return [word];
  const letters = Array.from(word);
  const shorter = letters.map((_, left) => letters.toSpliced(left, 1).join(''));
  return [...new Set([word, withoutDoubles(word), ...shorter])];
}

/** True when a person may have meant the one by the other: one letter too many, too few, wrong, or two swapped. */
export function isSlipOf(typed: string, word: string): boolean {
  if (!canBeMisspelt(typed) || !canBeMisspelt(word)) return false;
  const ours = Array.from(typed);
  const theirs = Array.from(word);
  // Gambia is not Zambia, nor is unclear nuclear: people seldom miss the first letter.
  if (ours[0] !== theirs[0]) return false;
  return withoutDoubles(typed) === withoutDoubles(word) || isOneEditAway(ours, theirs);
}

function withoutDoubles(word: string): string {
  return word.replace(/(.)\1+/gu, '$1');
}

function isOneEditAway(ours: readonly string[], theirs: readonly string[]): boolean {
  if (Math.abs(ours.length - theirs.length) > 1) return false;
  const shorter = Math.min(ours.length, theirs.length);
  let start = 0;
  while (start < shorter && ours[start] === theirs[start]) start += 1;
  let end = 0;
  while (end < shorter - start && ours.at(-1 - end) === theirs.at(-1 - end)) end += 1;

  const left = ours.slice(start, ours.length - end);
  const right = theirs.slice(start, theirs.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  const swapped = left.length === 2 && left[0] === right[1] && left[1] === right[0];
  return swapped && right.length === 2;
}
