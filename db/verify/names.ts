import type { IsoDate } from '../../src/agenda/record.ts';
import type { Db } from '../open.ts';

/** What an agenda and an issue are called, for whoever is told of them; null for what is not there. */
export async function namesOf(
  db: Db,
  agendaId: string,
  issueKey: string | null,
): Promise<{ readonly agenda: string | null; readonly issue: string | null }> {
  const agenda = await db
    .selectFrom('agendas')
    .select('title')
    .where('id', '=', agendaId)
    .executeTakeFirst();
  const issue = await db
    .selectFrom('issues')
    .select('title')
    .where('agenda_id', '=', agendaId)
    .where('key', '=', issueKey ?? '')
    .executeTakeFirst();
  return { agenda: agenda?.title ?? null, issue: issue?.title ?? null };
}

/** The day an entry stands on; null when it is not there. */
export async function entryDay(db: Db, id: string): Promise<IsoDate | null> {
  const entry = await db
    .selectFrom('entries')
    .select('date')
    .where('id', '=', id)
    .executeTakeFirst();
  return entry?.date ?? null;
}
