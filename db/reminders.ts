import type { IssueRef } from '../src/agenda/record.ts';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import type { Watcher } from './told-watches.ts';

/** What someone asked to be reminded of, and when. */
export interface Reminder extends Watcher {
  readonly id: string;
  readonly agendaId: string;
  readonly key: string;
  readonly dueAt: string;
  readonly note: string;
  readonly askedAt: string;
}

/** A reminder in a list; no title when the issue is there no more. */
export interface ListedReminder extends Reminder {
  readonly title: string | null;
}

export async function addReminder(tx: Tx, reminder: Reminder): Promise<void> {
  await insert(tx, reminder);
}

/** Takes a reminder away, if it is this person's. Null when there is none. */
export async function removeReminder(
  tx: Tx,
  reminder: Watcher & { readonly id: string },
): Promise<Reminder | null> {
  const [row] = await remove(tx, reminder);
  return row ?? null;
}

/** Someone's reminders, the first to come first. */
export async function listReminders(db: Db, person: Watcher): Promise<ListedReminder[]> {
  return select(db, person);
}

/** Reminders that were due by then, the oldest first; at most so many. */
export async function listDueReminders(db: Db, by: string, limit: number): Promise<Reminder[]> {
  return selectDue(db, { by, limit });
}

/** The issue, unless it was taken back. */
export async function findIssueRef(
  db: Db,
  { agendaId, key }: { readonly agendaId: string; readonly key: string },
): Promise<IssueRef | null> {
  const [row] = await selectIssue(db, { agendaId, key });
  return row ?? null;
}

const COLUMNS = [
  'reminders.id',
  'reminders.team_id as teamId',
  'reminders.user_id as userId',
  'reminders.agenda_id as agendaId',
  'reminders.issue_key as key',
  'reminders.due_at as dueAt',
  'reminders.note',
  'reminders.asked_at as askedAt',
] as const;

const insert = prepared((db, given: Reminder) =>
  db.insertInto('reminders').values({
    id: given.id,
    team_id: given.teamId,
    user_id: given.userId,
    agenda_id: given.agendaId,
    issue_key: given.key,
    due_at: given.dueAt,
    note: given.note,
    asked_at: given.askedAt,
  }),
);

const remove = prepared((db, given: Watcher & { id: string }) =>
  db
    .deleteFrom('reminders')
    .where('id', '=', given.id)
    .where('team_id', '=', given.teamId)
    .where('user_id', '=', given.userId)
    .returning(COLUMNS),
);

const select = prepared((db, { teamId, userId }: Watcher) =>
  db
    .selectFrom('reminders')
    .leftJoin('issues', (join) =>
      join
        .onRef('issues.agenda_id', '=', 'reminders.agenda_id')
        .onRef('issues.key', '=', 'reminders.issue_key'),
    )
    .select([...COLUMNS, 'issues.title'])
    .where('reminders.team_id', '=', teamId)
    .where('reminders.user_id', '=', userId)
    .orderBy('reminders.due_at')
    .orderBy('reminders.id'),
);

const selectDue = prepared((db, { by, limit }: { by: string; limit: number }) =>
  db
    .selectFrom('reminders')
    .select(COLUMNS)
    .where('due_at', '<=', by)
    .orderBy('due_at')
    .limit(limit),
);

const selectIssue = prepared((db, { agendaId, key }: { agendaId: string; key: string }) =>
  db
    .selectFrom('issues')
    .select(['key', 'title'])
    .where('agenda_id', '=', agendaId)
    .where('key', '=', key),
);
