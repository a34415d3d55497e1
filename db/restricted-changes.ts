import { sql } from 'kysely';
import type { Action } from '../src/agenda/record.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** A change of what only fewer people may see, or of who may see and do what. */
export interface RestrictedChange {
  readonly seq: number;
  readonly at: string;
  readonly by: string;
  readonly action: Action;
  readonly agendaId: string | null;
  readonly key: string | null;
  /** What the log keeps of it, as JSON. */
  readonly details: string;
}

/** The latest first: the lines before one, at most so many. */
export async function listRestrictedChanges(
  db: Db,
  asked: { readonly parts: readonly string[]; readonly before: number; readonly limit: number },
): Promise<RestrictedChange[]> {
  const { before, limit } = asked;
  const rows = await selectLines(db, { before, limit, parts: JSON.stringify(asked.parts) });
  return rows.map((row) => ({ ...row, action: row.action as Action }));
}

const selectLines = prepared((db, given: { parts: string; before: number; limit: number }) =>
  db
    .selectFrom('audit_lines')
    .select(['seq', 'at', 'by', 'action', 'agenda_id as agendaId', 'issue_key as key', 'details'])
    .where('seq', '<', given.before)
    .where((line) =>
      line.or([
        line('action', 'in', ['access', 'ceiling']),
        line.and([line('action', '=', 'mark'), line('issue_key', 'is', null)]),
        line.and([
          sql<boolean>`agenda_id in (select value from json_each(${given.parts}))`,
          line('issue_key', 'is not', null),
        ]),
      ]),
    )
    .orderBy('seq', 'desc')
    .limit(given.limit),
);
