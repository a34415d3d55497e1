import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';

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

/** True when the person was none of its owners before. */
export async function addDeskOwner(tx: Tx, person: PersonOfIssue, since: string): Promise<boolean> {
  const rows = await insert.desk_owners(tx, { ...person, since });
  return rows.length > 0;
}

/** True when the person was one of its owners. */
export async function removeDeskOwner(tx: Tx, person: PersonOfIssue): Promise<boolean> {
  const rows = await remove.desk_owners(tx, person);
  return rows.length > 0;
}

/** True when the person did not watch it before. */
export async function addWatch(tx: Tx, person: PersonOfIssue, since: string): Promise<boolean> {
  const rows = await insert.watches(tx, { ...person, since });
  return rows.length > 0;
}

/** True when the person watched it. */
export async function removeWatch(tx: Tx, person: PersonOfIssue): Promise<boolean> {
  const rows = await remove.watches(tx, person);
  return rows.length > 0;
}

type Table = 'desk_owners' | 'watches';

const insert = { desk_owners: insertInto('desk_owners'), watches: insertInto('watches') };
const remove = { desk_owners: removeFrom('desk_owners'), watches: removeFrom('watches') };

function insertInto(table: Table) {
  return prepared((db, given: PersonOfIssue & { since: string }) =>
    db
      .insertInto(table)
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
}

function removeFrom(table: Table) {
  return prepared((db, given: PersonOfIssue) =>
    db
      .deleteFrom(table)
      .where('agenda_id', '=', given.agendaId)
      .where('issue_key', '=', given.key)
      .where('team_id', '=', given.teamId)
      .where('user_id', '=', given.userId)
      .returning('user_id'),
  );
}

const selectOwners = prepared((db, { agendaId, key }: { agendaId: string; key: string }) =>
  db
    .selectFrom('desk_owners')
    .select('user_id as userId')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .orderBy('since')
    .orderBy('user_id'),
);
