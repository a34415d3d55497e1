import type { Db } from './open.ts';

/** Words any of which will do. */
export type Term = readonly string[];

/** Where the words of names are kept, and those of all texts. */
export type WordsTable = 'name_words' | 'text_words';

/** How many issues ahead we look to tell a rare word from a common one. */
const LOOK_AHEAD = 400;

/**
 * The terms with the rarest first, after a key: the one whose next issues reach furthest
 * through the keys. Counting them would take longer the more there are.
 */
export async function rarestFirst(
  db: Db,
  table: WordsTable,
  agendaId: string,
  terms: readonly Term[],
  after: string,
): Promise<readonly Term[]> {
  if (terms.length < 2) return terms;
  const row = await db
    .selectNoFrom((eb) =>
      terms.flatMap((term, place) =>
        term.map((word, nth) =>
          eb
            .selectFrom(table)
            .select('issue_key')
            .where('agenda_id', '=', agendaId)
            .where('word', '=', word)
            .where('issue_key', '>', after)
            .orderBy('issue_key')
            .limit(1)
            .offset(Math.floor(LOOK_AHEAD / term.length))
            .as(`${place} ${nth}`),
        ),
      ),
    )
    .executeTakeFirst();
  const reaches = terms.map((term, place) => ({ term, reach: reachOf(term, place, row) }));
  return reaches.toSorted((one, other) => compare(other.reach, one.reach)).map(({ term }) => term);
}

/** The key that the term's words reach before the first of them; null when they reach the end. */
function reachOf(
  term: Term,
  place: number,
  row: Readonly<Record<string, string | null>> | undefined,
): string | null {
  const keys = term.flatMap((_, nth) => row?.[`${place} ${nth}`] ?? []);
  return keys.toSorted()[0] ?? null;
}

function compare(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  return one < other ? -1 : 1;
}
