import { sql } from 'kysely';
import type { Action, LastChange } from '../src/agenda/record.ts';
import { isSeenBy } from './agenda-workspaces.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** A change someone made, as `undo` reads it. */
export interface LoggedChange {
  readonly line: number;
  readonly at: string;
  readonly by: string;
  readonly action: Action;
  readonly agendaId: string | null;
  readonly issueKey: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The last change of an issue; null when it was an import, or there was none. */
export async function lastChangeOf(
  db: Db,
  agendaId: string,
  key: string,
): Promise<LastChange | null> {
  const [last] = await selectLast(db, { agendaId, key });
  if (last === undefined || last.action === 'import') return null;
  return { ...last, action: last.action as Action };
}

/** What someone changed since an instant on the agendas that a workspace sees, the latest first; a page of it. */
export async function listChangesBy(
  db: Db,
  { by, teamId, since }: { by: string; teamId: string; since: string },
): Promise<LoggedChange[]> {
  const rows = await selectBy(db, { by, teamId, since });
  return rows.map(({ action, details, ...row }) => ({
    ...row,
    action: action as Action,
    details: JSON.parse(details),
  }));
}

/** True when someone else changed the issue after that line. */
export async function isChangedByOthers(
  db: Db,
  given: { agendaId: string; key: string; line: number; by: string },
): Promise<boolean> {
  return (await selectByOthers(db, given)).length > 0;
}

/** What was put down again on an issue after a line, by whoever took a change back: new ids by the old. */
export async function restoredAfter(
  db: Db,
  given: { agendaId: string; key: string; line: number },
): Promise<ReadonlyMap<string, string>> {
  const rows = await selectUndoing(db, given);
  return new Map(
    rows.flatMap(({ details }): [string, string][] => {
      const { restores, entry }: Record<string, unknown> = JSON.parse(details);
      return typeof restores === 'string' && typeof entry === 'string' ? [[restores, entry]] : [];
    }),
  );
}

const selectUndoing = prepared((db, given: { agendaId: string; key: string; line: number }) =>
  db
    .selectFrom('audit_lines')
    .select('details')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('seq', '>', given.line)
    .where('action', '=', 'undo')
    .orderBy('seq'),
);

const selectByOthers = prepared(
  (db, given: { agendaId: string; key: string; line: number; by: string }) =>
    db
      .selectFrom('audit_lines')
      .select('seq')
      .where('agenda_id', '=', given.agendaId)
      .where('issue_key', '=', given.key)
      .where('seq', '>', given.line)
      .where('by', '!=', given.by)
      .limit(1),
);

const selectLast = prepared((db, { agendaId, key }: { agendaId: string; key: string }) =>
  db
    .selectFrom('audit_lines')
    .select([
      'by',
      'at',
      'action',
      sql<number>`(
        select count(*) from audit_lines as one
        where one.agenda_id = ${agendaId} and one.issue_key = ${key}
      )`.as('revision'),
    ])
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .orderBy('seq', 'desc')
    .limit(1),
);

/** How many changes of the issue there are. */
export async function revisionOf(db: Db, agendaId: string, key: string): Promise<number> {
  const [{ lines } = { lines: 0 }] = await countLines(db, { agendaId, key });
  return lines;
}

const countLines = prepared((db, { agendaId, key }: { agendaId: string; key: string }) =>
  db
    .selectFrom('audit_lines')
    .select(({ fn }) => fn.countAll<number>().as('lines'))
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key),
);

const selectBy = prepared((db, given: { by: string; teamId: string; since: string }) =>
  db
    .selectFrom('audit_lines')
    .innerJoin('agendas', 'agendas.id', 'audit_lines.agenda_id')
    .where(isSeenBy(given.teamId, 'agendas'))
    .select([
      'seq as line',
      'at',
      'by',
      'action',
      'agenda_id as agendaId',
      'issue_key as issueKey',
      'details',
    ])
    .where('by', '=', given.by)
    .where('at', '>=', given.since)
    .orderBy('seq', 'desc')
    .limit(100),
);
