import { type Expression, type SqlBool, sql } from 'kysely';
import { homeOf, rootOf } from '../src/agenda/annex.ts';
import type { Mark } from '../src/agenda/marking.ts';
import { isStricter, strictest } from '../src/agenda/marking.ts';
import type { FormsInText } from '../src/agenda/forms-in-text.ts';
import type { IsoDate } from '../src/agenda/record.ts';
import { LAST_LETTER } from './last-letter.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { type Part, partsLastSeen, partsSeen, recordOf } from './sighted.ts';

const MOST_BEGUN = 1_000;

/** How far an issue may be told, and which of its entries no further than fewer people. */
export interface IssueMarks {
  readonly mark: Mark;
  readonly entries: readonly { readonly date: IsoDate; readonly id: string; readonly mark: Mark }[];
}

/** What is marked of an issue, as far as it may be seen. */
export async function marksOf(db: Db, agendaId: string, key: string): Promise<IssueMarks> {
  const parts = await partsSeen(db);
  const home = homeOf(agendaId, key);
  const inside = parts.filter(
    ({ id, annexOf }) => annexOf !== null && id !== home && rootOf(id) === rootOf(agendaId),
  );
  const ids = JSON.stringify(inside.map(({ id }) => id));
  const entries =
    inside.length === 0 ? [] : await selectEntriesIn(recordOf(db), { parts: ids, key });
  return {
    mark: markOfPart(parts, home),
    entries: entries.map(({ partId, ...entry }) => ({ ...entry, mark: markOfPart(parts, partId) })),
  };
}

/** What is kept in a part is marked as it, and as all it is inside of. */
export function markOfPart(parts: readonly Part[], id: string): Mark {
  const part = parts.find((one) => one.id === id);
  if (part === undefined) throw new Error(`There is no part "${id}"`);
  if (part.annexOf === null) return part;
  const around = markOfPart(parts, part.annexOf);
  return {
    marking: strictest(part.marking, around.marking),
    room: part.room ?? around.room,
    readers: part.readers ?? around.readers,
  };
}

/** An issue of which only fewer people see something: all of it, or entries. */
export interface RestrictedIssue {
  readonly agendaId: string;
  readonly key: string;
  readonly title: string;
}

/** At most so many of those in sight. */
export async function firstRestricted(db: Db, most: number): Promise<readonly RestrictedIssue[]> {
  const parts = await restrictedParts(db);
  return parts.length === 0
    ? []
    : selectFirst(recordOf(db), { parts: JSON.stringify(parts), most });
}

/** Those in sight that have one of these keys. */
export async function restrictedAmong(
  db: Db,
  keys: readonly string[],
): Promise<readonly RestrictedIssue[]> {
  const parts = await restrictedParts(db);
  if (parts.length === 0 || keys.length === 0) return [];
  const given = { parts: JSON.stringify(parts), keys: JSON.stringify(keys) };
  return selectAmong(recordOf(db), given);
}

/** The keys of those in sight that a text may name. */
export async function restrictedCalled(
  db: Db,
  { whole, begun }: FormsInText,
): Promise<readonly string[]> {
  const parts = JSON.stringify(await restrictedParts(db));
  const record = recordOf(db);
  const rows = [
    ...(await selectCalled(record, { parts, forms: JSON.stringify(whole) })),
    ...(await selectBegun(record, { parts, forms: JSON.stringify(begun), last: LAST_LETTER })),
  ];
  return rows.map(({ key }) => key);
}

async function restrictedParts(db: Db): Promise<string[]> {
  return (await partsLastSeen(db)).filter(isRestricted).map(({ id }) => id);
}

/** True of a part that not everyone in the workspace may see, guests too. */
export function isRestricted({ annexOf, marking, room, readers }: Part): boolean {
  return annexOf !== null || room !== null || readers !== null || isStricter(marking, 'GREEN');
}

const selectEntriesIn = prepared((db, given: { parts: string; key: string }) =>
  db
    .selectFrom('entries')
    .select(['id', 'date', 'agenda_id as partId'])
    .where(among('agenda_id', given.parts))
    .where('issue_key', '=', given.key)
    .where('ended_at', 'is', null)
    .orderBy('date', 'desc'),
);

const selectFirst = prepared((db, { parts, most }: { parts: string; most: number }) =>
  db
    .selectFrom('issues')
    .select(['agenda_id as agendaId', 'key', 'title'])
    .where(among('agenda_id', parts))
    .limit(most),
);

const selectAmong = prepared((db, { parts, keys }: { parts: string; keys: string }) =>
  db
    .selectFrom('issues')
    .select(['agenda_id as agendaId', 'key', 'title'])
    .where(among('agenda_id', parts))
    .where(among('key', keys)),
);

const selectCalled = prepared((db, { parts, forms }: { parts: string; forms: string }) =>
  selectNames(db, { parts, forms }).whereRef('issue_names.form', '=', 'said.value'),
);

const selectBegun = prepared(
  (db, { parts, forms, last }: { parts: string; forms: string; last: string }) =>
    selectNames(db, { parts, forms })
      .whereRef('issue_names.form', '>=', 'said.value')
      .where('issue_names.form', '<', sql<string>`said.value || ${last}`)
      .limit(MOST_BEGUN),
);

function selectNames(db: Db, { parts, forms }: { parts: string; forms: string }) {
  return db
    .selectFrom(sql<{ value: string }>`json_each(${forms})`.as('said'))
    .crossJoin('issue_names')
    .select('issue_names.issue_key as key')
    .where(among('issue_names.agenda_id', parts))
    .where('issue_names.kind', '=', 'name');
}

function among(column: string, ids: string): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${ids}))`;
}
