import { fold, squeeze } from './fold.ts';
import type { NameIndex } from './name-index.ts';
import type { IssueRef } from './record.ts';

/** The part of a text that is read, and the longest name looked for in it. */
const MOST_WORDS = 80;
const WORDS_IN_A_NAME = 5;
/** A shorter word in running text is hardly a name. */
const SHORTEST = 3;

/**
 * The issues that a running text calls by a whole name. Longer names come first: where
 * "climate finance" stands, "climate" is not named.
 */
export async function issuesInText(index: NameIndex, text: string): Promise<readonly IssueRef[]> {
  let words: readonly (string | null)[] = fold(text).words.slice(0, MOST_WORDS);
  const found = new Map<string, IssueRef>();
  for (let length = WORDS_IN_A_NAME; length > 0; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const here = words.slice(start, start + length);
      const named = isNameLike(here) ? await index.named(squeeze(here)) : [];
      for (const { key, title } of named) found.set(key, { key, title });
      if (named.length > 0)
        words = words.map((word, at) => (isWithin(at, start, length) ? null : word));
    }
  }
  return [...found.values()];
}

function isNameLike(words: readonly (string | null)[]): words is readonly string[] {
  return words.every((word) => word !== null) && words.join('').length >= SHORTEST;
}

function isWithin(place: number, start: number, length: number): boolean {
  return place >= start && place < start + length;
}
