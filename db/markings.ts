import { type Expression, type SqlBool, sql } from 'kysely';
import { homeOf, rootOf } from '../src/agenda/annex.ts';
import type { Mark } from '../src/agenda/marking.ts';
import { strictest } from '../src/agenda/marking.ts';
import type { IsoDate } from '../src/agenda/record.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { type Part, partsSeen, recordOf } from './sighted.ts';

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

/** Whatever of an agenda only fewer people see, by the keys of issues: all of it, or entries. */
export async function restrictedKeys(
  db: Db,
): Promise<readonly { readonly agendaId: string; readonly key: string; readonly title: string }[]> {
  const parts = (await partsSeen(db)).filter(({ annexOf, marking, room, readers }) => {
    const isBound = room !== null || readers !== null;
    return annexOf !== null || isBound || (marking !== 'CLEAR' && marking !== 'GREEN');
  });
  if (parts.length === 0) return [];
  return selectIssuesIn(recordOf(db), { parts: JSON.stringify(parts.map(({ id }) => id)) });
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

const selectIssuesIn = prepared((db, { parts }: { parts: string }) =>
  db
    .selectFrom('issues')
    .select(['agenda_id as agendaId', 'key', 'title'])
    .where(among('agenda_id', parts)),
);

function among(column: string, ids: string): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${ids}))`;
}
