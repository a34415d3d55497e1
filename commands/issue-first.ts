import { nameIndex } from '../db/names.ts';
import type { Db } from '../db/open.ts';
import { findIssue } from '../src/agenda/find-issue.ts';
import { fold } from '../src/agenda/fold.ts';
import type { NameIndex } from '../src/agenda/name-index.ts';
import { type Parted, prefixesOf } from '../src/agenda/typed-prefixes.ts';

/**
 * Parts words that name an issue first and then say something about it: the most words that
 * are a name of an issue, else the most that surely mean one. `fits` tells whether the rest
 * makes sense, and is asked first; when nothing is found, all the words are the name.
 */
export async function issueFirst(
  db: Db,
  agendaId: string,
  typed: string,
  fits: ((rest: string) => boolean) | null = null,
): Promise<Parted> {
  const index = nameIndex(db, agendaId);
  const all = prefixesOf(typed);
  const [longest] = all;
  if (longest === undefined) return { name: typed.trim(), rest: '' };
  if (all.length === 1) return longest;

  if (fits === null) return (await likeliest(index, all)) ?? { name: typed.trim(), rest: '' };

  // The name alone comes last: finding an issue drops small words such as the `me` of an owner.
  const fitting = all.filter(({ rest }) => rest !== '' && fits(rest));
  const alone = all.filter(({ rest }) => rest === '');
  return (
    (await exactly(index, alone)) ??
    (await likeliest(index, fitting)) ??
    (await likeliest(index, all)) ?? { name: typed.trim(), rest: '' }
  );
}

async function likeliest(index: NameIndex, ways: readonly Parted[]): Promise<Parted | null> {
  const exact = await exactly(index, ways);
  if (exact !== null) return exact;
  let unclear: Parted | null = null;
  for (const way of ways) {
    const match = await findIssue(index, way.name);
    if (match.kind === 'found' && match.issues.length === 1 && match.unknown.length === 0) {
      return way;
    }
    if (match.kind === 'ambiguous') unclear ??= way;
  }
  return unclear;
}

async function exactly(index: NameIndex, ways: readonly Parted[]): Promise<Parted | null> {
  for (const way of ways) {
    if ((await index.named(fold(way.name).squeezed)).length > 0) return way;
  }
  return null;
}
