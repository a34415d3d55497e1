import { isRun, squeeze } from './fold.ts';
import { piecesOfRun } from './name-forms.ts';
import type { NameIndex } from './name-index.ts';
import type { IssueRef } from './record.ts';
import { spellingsOf } from './spelling.ts';
import { formsOf, significant } from './word-forms.ts';

const MOST_NEAREST = 3;
/** Words of the question that are looked at, the longest first. */
const MOST_ASKED = 4;
/** Enough words of names to choose from. */
const ENOUGH_WORDS = 12;
const LONGEST_BEGINNING = 4;

/** The issues whose names look most like these words; any issues rather than none. */
export async function nearestIssues(
  index: NameIndex,
  words: readonly string[],
): Promise<readonly IssueRef[]> {
  const similar = await listSimilarWords(index, words);
  const candidates = similar.length > 0 ? await index.withAnyOf(similar) : [];
  const likeness = likenessTo(squeeze(words));
  const ranked = candidates
    .map((issue) => ({ issue, alike: Math.max(...issue.names.map(likeness)) }))
    .toSorted((one, other) => other.alike - one.alike || one.issue.position - other.issue.position)
    .map(({ issue: { key, title } }) => ({ key, title }));
  if (ranked.length >= MOST_NEAREST) return ranked.slice(0, MOST_NEAREST);

  const near = new Set(ranked.map(({ key }) => key));
  const first = (await index.firstOnAgenda()).filter(({ key }) => !near.has(key));
  return [...ranked, ...first.map(({ key, title }) => ({ key, title }))].slice(0, MOST_NEAREST);
}

/** Words of names that are like the question's, most alike first. */
async function listSimilarWords(index: NameIndex, words: readonly string[]): Promise<string[]> {
  const asked = significant(words)
    .toSorted((one, other) => other.length - one.length)
    .slice(0, MOST_ASKED);
  const similar: string[] = [];
  for (const word of asked) {
    const near = isRun(word)
      ? [...piecesOfRun(word), ...Array.from(word)]
      : await listNear(index, word);
    similar.push(...near.slice(0, ENOUGH_WORDS));
  }
  return [...new Set(similar)];
}

async function listNear(index: NameIndex, word: string): Promise<string[]> {
  const found = new Set([...formsOf(word), ...(await index.wordsSpelt(spellingsOf(word)))]);
  for (let length = Math.min(LONGEST_BEGINNING, word.length); length > 0; length -= 1) {
    if (found.size >= ENOUGH_WORDS) break;
    const beginning = word.slice(0, length).toWellFormed();
    for (const other of await index.wordsFrom(beginning)) found.add(other);
  }
  const likeness = likenessTo(word);
  return [...found]
    .map((other) => ({ other, alike: likeness(other) }))
    .toSorted((one, other) => other.alike - one.alike)
    .map(({ other }) => other);
}

/** How many neighbouring letters another text shares with one: 0 for none, 1 for all. */
function likenessTo(one: string): (other: string) => number {
  const pairs = new Map<string, number>();
  for (const pair of piecesOfRun(one)) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  const letters = Array.from(one).length;
  return (other) => {
    const left = new Map(pairs);
    const others = piecesOfRun(other);
    let shared = 0;
    for (const pair of others) {
      const count = left.get(pair) ?? 0;
      if (count === 0) continue;
      left.set(pair, count - 1);
      shared += 1;
    }
    const both = letters + Array.from(other).length;
    return (2 * shared) / Math.max(1, both - 2);
  };
}
