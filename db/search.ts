import { type ExpressionBuilder, sql } from 'kysely';
import { fold, hasNumber, isRun } from '../src/agenda/fold.ts';
import { piecesOfRun } from '../src/agenda/name-forms.ts';
import type { IssueRef } from '../src/agenda/record.ts';
import { formsOf, significant } from '../src/agenda/word-forms.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** The part of a question that is read. */
const LONGEST = 300;
const MOST_WORDS = 12;
/** Shorter beginnings say too little. */
const BEGINNING_FROM = 3;
/** Different words that a beginning may stand for. */
const MOST_BEGUN = 40;
const MOST_COUNTED = 500;
/** Issues that are looked at in one go, and before a page ends with what it has. */
const BATCH = 64;
const MOST_SCANNED = 6_400;
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

/** Words any of which will do. */
type Term = readonly string[];

type Part = 'name' | 'text';

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
  const rarest = await rarestOf(db, search);
  const issues: IssueRef[] = [];
  let after = from;
  for (let scanned = 0; scanned < MOST_SCANNED; scanned += BATCH) {
    const keys = await listWithTerm(db, search, rarest, after);
    if (keys.length > 0) issues.push(...(await listFitting(db, search, keys)));
    if (issues.length > limit) {
      return { issues: issues.slice(0, limit), next: issues[limit - 1]?.key ?? from };
    }
    if (keys.length < BATCH) return { issues, next: null };
    after = keys.at(-1) ?? after;
  }
  return { issues, next: after };
}

async function rarestOf(db: Db, { agendaId, part, terms }: Search): Promise<Term> {
  const [only = []] = terms;
  if (terms.length === 1) return only;
  const [counts] = await db
    .selectNoFrom((eb) =>
      terms.map((term, position) =>
        eb
          .selectFrom(
            eb
              .selectFrom(tableOf(part))
              .select('issue_key')
              .where('agenda_id', '=', agendaId)
              .where('word', 'in', [...term])
              .limit(MOST_COUNTED)
              .as('some'),
          )
          .select((some) => some.fn.countAll<number | string>().as('count'))
          .as(`term_${position}`),
      ),
    )
    .execute();
  const [rarest = only] = terms
    .map((term, position) => ({ term, count: Number(counts?.[`term_${position}`] ?? 0) }))
    .toSorted((one, other) => one.count - other.count)
    .map(({ term }) => term);
  return rarest;
}

/** The next issues with any of these words: as many as a batch from each word, and of those the first. */
async function listWithTerm(
  db: Db,
  { agendaId, part }: Search,
  term: Term,
  after: string,
): Promise<string[]> {
  const withWord = (word: string) =>
    db
      .selectFrom((eb) =>
        eb
          .selectFrom(tableOf(part))
          .select('issue_key')
          .where('agenda_id', '=', agendaId)
          .where('word', '=', word)
          .where('issue_key', '>', after)
          .orderBy('issue_key')
          .limit(BATCH)
          .as('one'),
      )
      .select('one.issue_key');
  const [first, ...others] = term.map((word) => withWord(word));
  if (first === undefined) return [];
  const all = others.reduce((query, other) => query.union(other), first);
  const rows = await all.orderBy('issue_key').limit(BATCH).execute();
  return rows.map(({ issue_key: key }) => key);
}

/** Those of the issues that have every term, and have not been found by their names before. */
async function listFitting(
  db: Db,
  { agendaId, part, terms }: Search,
  keys: readonly string[],
): Promise<IssueRef[]> {
  return db
    .selectFrom('issues')
    .select(['key', 'title'])
    .where('agenda_id', '=', agendaId)
    .where('key', 'in', [...keys])
    .where((eb) => hasAll(eb, part, terms))
    .$if(part === 'text', (query) => query.where((eb) => eb.not(hasAll(eb, 'name', terms))))
    .orderBy('key')
    .execute();
}

function hasAll(eb: ExpressionBuilder<Schema, 'issues'>, part: Part, terms: readonly Term[]) {
  return eb.and(
    terms.map((term) =>
      eb.exists(
        eb
          .selectFrom(`${tableOf(part)} as words`)
          .select(sql.lit(1).as('one'))
          .whereRef('words.agenda_id', '=', 'issues.agenda_id')
          .whereRef('words.issue_key', '=', 'issues.key')
          .where('words.word', 'in', [...term]),
      ),
    ),
  );
}

function tableOf(part: Part): 'name_words' | 'text_words' {
  return part === 'name' ? 'name_words' : 'text_words';
}
