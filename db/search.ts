import { fold, hasNumber, isRun } from '../src/agenda/fold.ts';
import { piecesOfRun } from '../src/agenda/name-forms.ts';
import type { IssueRef } from '../src/agenda/record.ts';
import { formsOf, significant } from '../src/agenda/word-forms.ts';
import { LAST_LETTER } from './last-letter.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { type Term, walkIssues } from './walk-issues.ts';
import { titlesOf } from './standing-lists.ts';

/** The part of a question that is read. */
const LONGEST = 300;
const MOST_WORDS = 12;
/** Shorter beginnings say too little. */
const BEGINNING_FROM = 3;
/** Different words that a beginning may stand for. */
const MOST_BEGUN = 40;

export interface SearchPage {
  readonly issues: readonly IssueRef[];
  /** What to give as `after` for the next page; null after the last. */
  readonly next: string | null;
}

/**
 * Issues that have all these words, whole or beginning so: first those with all of them
 * in their names, then those with some in what is written about them, each in the order
 * of their keys. The work for a page doesn't grow with the agenda.
 */
export async function searchIssues(
  db: Db,
  agendaId: string,
  typed: string,
  { limit, after }: { readonly limit: number; readonly after: string | null },
): Promise<SearchPage> {
  const terms = await listTerms(db, agendaId, typed);
  if (terms === null) return { issues: [], next: null };

  const keys: string[] = [];
  let place = placeOf(after);
  while (true) {
    const found = await walkIssues(db, {
      agendaId,
      table: TABLES[place.part],
      terms,
      after: place.after,
      limit: limit - keys.length,
      accept: async (some) => (place.part === 'name' ? some : notByName(db, agendaId, terms, some)),
    });
    keys.push(...found.keys);
    if (found.next !== null || place.part === 'text') {
      const next = found.next === null ? null : `${place.part}.${found.next}`;
      return { issues: await listTitled(db, agendaId, keys), next };
    }
    place = { part: 'text', after: '' };
  }
}

async function listTitled(db: Db, agendaId: string, keys: readonly string[]): Promise<IssueRef[]> {
  const titles = await titlesOf(db, agendaId, keys);
  return [...titles]
    .map(([key, title]) => ({ key, title }))
    .toSorted((one, other) => keys.indexOf(one.key) - keys.indexOf(other.key));
}

type Part = 'name' | 'text';

const TABLES = { name: 'name_words', text: 'text_words' } as const;

interface Place {
  readonly part: Part;
  /** The key of the last issue before it. */
  readonly after: string;
}

function placeOf(after: string | null): Place {
  const [, part, key = ''] = /^(name|text)\.(.*)$/s.exec(after ?? '') ?? [];
  return { part: part === 'text' ? 'text' : 'name', after: key };
}

/** What each word of the question may be in the record; null when one of them is not there at all. */
async function listTerms(db: Db, agendaId: string, typed: string): Promise<readonly Term[] | null> {
  const words = significant(fold(typed.slice(0, LONGEST)).words).slice(0, MOST_WORDS);
  const terms: Term[] = [];
  for (const word of words) {
    if (isRun(word)) terms.push(...piecesOfRun(word).map((piece) => [piece]));
    else terms.push([...new Set([...formsOf(word), ...(await listBegun(db, agendaId, word))])]);
  }
  return terms.length === 0 ? null : terms.slice(0, 2 * MOST_WORDS);
}

async function listBegun(db: Db, agendaId: string, word: string): Promise<string[]> {
  if (hasNumber(word) || word.length < BEGINNING_FROM) return [];
  const given = { agendaId, beginning: word, end: word + LAST_LETTER };
  const rows = await selectBegun(db, given);
  return rows.flatMap((row) => row.word ?? []);
}

/** Steps from each word to the next one, past all the issues that have it. */
const selectBegun = prepared(
  (db, { agendaId, beginning, end }: { agendaId: string; beginning: string; end: string }) =>
    db
      .withRecursive('begun(word)', (cte) =>
        cte
          .selectFrom((first) =>
            first
              .selectFrom('text_words')
              .select('word')
              .where('agenda_id', '=', agendaId)
              .where('word', '>=', beginning)
              .where('word', '<', end)
              .orderBy('word')
              .limit(1)
              .as('first'),
          )
          .select('word')
          .$castTo<{ word: string | null }>()
          .unionAll(
            cte
              .selectFrom('begun')
              .select((eb) =>
                eb
                  .selectFrom('text_words')
                  .select('text_words.word')
                  .where('agenda_id', '=', agendaId)
                  .whereRef('text_words.word', '>', 'begun.word')
                  .where('text_words.word', '<', end)
                  .orderBy('text_words.word')
                  .limit(1)
                  .as('word'),
              )
              .where('begun.word', 'is not', null)
              .$castTo<{ word: string | null }>(),
          ),
      )
      .selectFrom('begun')
      .select('word')
      .limit(MOST_BEGUN),
);

/** Those of the issues that have not all the terms in their names, where they would have been found before. */
async function notByName(
  db: Db,
  agendaId: string,
  terms: readonly Term[],
  keys: readonly string[],
): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const named = await db
    .selectFrom('issues')
    .select('key')
    .where('agenda_id', '=', agendaId)
    .where('key', 'in', [...keys])
    .where((eb) =>
      eb.and(
        terms.map((term) =>
          eb.exists(
            eb
              .selectFrom('name_words')
              .select('word')
              .where('agenda_id', '=', agendaId)
              .whereRef('issue_key', '=', 'issues.key')
              .where('word', 'in', [...term]),
          ),
        ),
      ),
    )
    .execute();
  const before = new Set(named.map(({ key }) => key));
  return keys.filter((key) => !before.has(key));
}
