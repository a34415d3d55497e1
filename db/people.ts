import { lastLineOf } from './logged-lines.ts';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import { beginToTell, tellNoMore } from './told-watches.ts';

/** Someone of a workspace, and an issue. */
export interface PersonOfIssue {
  readonly agendaId: string;
  readonly key: string;
  readonly teamId: string;
  readonly userId: string;
}

/** People of the workspace who own an issue, the first of them first. */
export async function listDeskOwners(db: Db, agendaId: string, key: string): Promise<string[]> {
  const rows = await selectOwners(db, { agendaId, key });
  return rows.map(({ userId }) => userId);
}

/** True when the person did not watch it before. What is recorded from now on is news to them. */
export async function addWatch(tx: Tx, person: PersonOfIssue, since: string): Promise<boolean> {
  const rows = await insertWatch(tx, { ...person, since });
  if (rows.length === 0) return false;
  const toldLine = await lastLineOf(tx, person.agendaId, person.key);
  await beginToTell(tx, person, { toldLine, toldAt: since });
  return true;
}

/** True when the person watched it. */
export async function removeWatch(tx: Tx, person: PersonOfIssue): Promise<boolean> {
  await tellNoMore(tx, person);
  const rows = await deleteWatch(tx, person);
  return rows.length > 0;
}

const insertWatch = prepared((db, given: PersonOfIssue & { since: string }) =>
  db
    .insertInto('watches')
    .values({
      agenda_id: given.agendaId,
      issue_key: given.key,
      team_id: given.teamId,
      user_id: given.userId,
      since: given.since,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id'),
);

const deleteWatch = prepared((db, given: PersonOfIssue) =>
  db
    .deleteFrom('watches')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('team_id', '=', given.teamId)
    .where('user_id', '=', given.userId)
    .returning('user_id'),
);

const selectOwners = prepared((db, { agendaId, key }: { agendaId: string; key: string }) =>
  db
    .selectFrom('desk_owners')
    .select('user_id as userId')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .orderBy('since')
    .orderBy('user_id'),
);
