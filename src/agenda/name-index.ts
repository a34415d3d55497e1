import type { IssueRef } from './record.ts';

/** An issue that answers to a question, with its place on the agenda. */
export interface Hit extends IssueRef {
  readonly position: number;
}

/** How many issues an index gives at most: five to choose from, and one to know that there are more. */
export const MOST_HITS = 6;

/** The names of an agenda's issues. Each answer is at most `MOST_HITS` long and takes a bounded number of steps. */
export interface NameIndex {
  /** Issues with this key or this whole name, squeezed. */
  named(squeezed: string): Promise<readonly (Hit & { readonly byKey: boolean })[]>;
  /** Issues with a whole name of these words in any order. */
  withBag(bag: string): Promise<readonly Hit[]>;
  /** Issues with a longer name that begins its words so. */
  withInitials(initials: string): Promise<readonly Hit[]>;
  /** Issues whose names, taken together, have a word of every term and, unbroken, every run. */
  withTerms(
    terms: readonly (readonly string[])[],
    runs: readonly string[],
  ): Promise<readonly Hit[]>;
  /** Words of names that share any of these spellings. */
  wordsSpelt(spellings: readonly string[]): Promise<readonly string[]>;
  /** Some words of names that begin so. */
  wordsFrom(beginning: string): Promise<readonly string[]>;
  /** For each of these words, some issues that have it in a name, with their names squeezed. */
  withAnyOf(words: readonly string[]): Promise<readonly NamedHit[]>;
  /** The agenda's first issues. */
  firstOnAgenda(): Promise<readonly Hit[]>;
}

export interface NamedHit extends Hit {
  readonly names: readonly string[];
}
