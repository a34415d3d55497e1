import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { fold, hasNumber, isRun } from '../src/agenda/fold.ts';
import { piecesOfRun } from '../src/agenda/name-forms.ts';
import type { IssueRef } from '../src/agenda/record.ts';
import { formsOf, significant } from '../src/agenda/word-forms.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { rarestFirst, type Term, type WordsTable } from './rarest-term.ts';
import type { Schema } from './schema.ts';

/** The part of a question that is read. */
const LONGEST = 300;
const MOST_WORDS = 12;
/** Shorter beginnings say too little. */
const BEGINNING_FROM = 3;
/** Different words that a beginning may stand for. */
const MOST_BEGUN = 40;
/** Issues that are looked at in one go, twice as many each time; after the last a page ends with what it has, if anything. */
const FIRST_BATCH = 64;
const LAST_BATCH = 2_048;
const LAST_BATCH_IF_NONE = 8_192;
const LAST_LETTER = '\u{10ffff}';

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

  const issues: IssueRef[] = [];
  let place = placeOf(after);
  while (true) {
    const search = { agendaId, part: place.part, terms };
    const found = await scan(db, search, place.after, limit - issues.length);
    issues.push(...found.issues);
    if (found.next !== null) return { issues, next: `${place.part}.${found.next}` };
    if (place.part === 'text') return { issues, next: null };
    place = { part: 'text', after: '' };
  }
}

type Part = 'name' | 'text';

const TABLES: Readonly<Record<Part, WordsTable>> = { name: 'name_words', text: 'text_words' };

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
          .selectFrom('text_words')
          .select((eb) => eb.fn.min('word').as('word'))
          .where('agenda_id', '=', agendaId)
          .where('word', '>=', beginning)
          .where('word', '<', end)
          .$castTo<{ word: string | null }>()
          .unionAll(
            cte
              .selectFrom('begun')
              .select((eb) =>
                eb
                  .selectFrom('text_words')
                  .select((next) => next.fn.min('text_words.word').as('word'))
                  .where('agenda_id', '=', agendaId)
                  .whereRef('text_words.word', '>', 'begun.word')
                  .where('text_words.word', '<', end)
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

interface Search {
  readonly agendaId: string;
  readonly part: Part;
  readonly terms: readonly Term[];
}

interface Found {
  readonly issues: readonly IssueRef[];
  /** The key after which there may be more; null when there is nothing more. */
  readonly next: string | null;
}

/** Goes through the issues that have the rarest word, from one key on, until there are enough. */
async function scan(db: Db, search: Search, from: string, limit: number): Promise<Found> {
  const { agendaId, part, terms } = search;
  const [rarest = [], ...others] = await rarestFirst(db, TABLES[part], agendaId, terms, from);
  const issues: IssueRef[] = [];
  let after = from;
  for (let batch = FIRST_BATCH; batch <= LAST_BATCH_IF_NONE; batch *= 2) {
    if (batch > LAST_BATCH && issues.length > 0) break;
    const keys = await listWithTerm(db, search, { term: rarest, after, batch });
    issues.push(...(await listFitting(db, search, others, keys)));
    if (issues.length > limit) {
      return { issues: issues.slice(0, limit), next: issues[limit - 1]?.key ?? from };
    }
    if (keys.length < batch) return { issues, next: null };
    after = keys.at(-1) ?? after;
  }
  return { issues, next: after };
}

/** The next issues with any of these words: as many as a batch from each word, and of those the first. */
async function listWithTerm(
  db: Db,
  { agendaId, part }: Search,
  { term, after, batch }: { readonly term: Term; readonly after: string; readonly batch: number },
): Promise<string[]> {
  const [first, ...others] = term.map((word) =>
    db
      .selectFrom((eb) =>
        eb
          .selectFrom(TABLES[part])
          .select('issue_key')
          .where('agenda_id', '=', agendaId)
          .where('word', '=', word)
          .where('issue_key', '>', after)
          .orderBy('issue_key')
          .limit(batch)
          .as('one'),
      )
      .select('one.issue_key'),
  );
  if (first === undefined) return [];
  const all = others.reduce((query, other) => query.union(other), first);
  const rows = await all.orderBy('issue_key').limit(batch).execute();
  return rows.map(({ issue_key: key }) => key);
}

/** Those of the issues that have the other terms too, and have not been found by their names before. */
async function listFitting(
  db: Db,
  { agendaId, part, terms }: Search,
  others: readonly Term[],
  keys: readonly string[],
): Promise<IssueRef[]> {
  const fitting = await listWithAll(db, agendaId, part, others, keys);
  if (part === 'name') return fitting;

  const named = await listWithAll(
    db,
    agendaId,
    'name',
    terms,
    fitting.map(({ key }) => key),
  );
  const before = new Set(named.map(({ key }) => key));
  return fitting.filter(({ key }) => !before.has(key));
}

async function listWithAll(
  db: Db,
  agendaId: string,
  part: Part,
  terms: readonly Term[],
  keys: readonly string[],
): Promise<IssueRef[]> {
  if (keys.length === 0) return [];
  return db
    .selectFrom('issues')
    .select(['key', 'title'])
    .where('agenda_id', '=', agendaId)
    .where('key', 'in', [...keys])
    .where((eb) => hasAll(eb, agendaId, part, terms))
    .orderBy('key')
    .execute();
}

function hasAll(
  eb: ExpressionBuilder<Schema, 'issues'>,
  agendaId: string,
  part: Part,
  terms: readonly Term[],
): Expression<SqlBool> {
  return eb.and(
    terms.map((term) =>
      eb.exists(
        eb
          .selectFrom(`${TABLES[part]} as words`)
          .select('words.word')
          .where('words.agenda_id', '=', agendaId)
          .whereRef('words.issue_key', '=', 'issues.key')
          .where('words.word', 'in', [...term]),
      ),
    ),
  );
}
