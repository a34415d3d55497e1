import { sql } from 'kysely';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';

/** The workspaces in which something is to be said or looked for now, but for those that are stopped. */
export async function listTeamsAtWork(db: Db, now: string): Promise<string[]> {
  return (await selectAtWork(db, { now })).map(({ id }) => id);
}

/** True while nothing may be said in a workspace. */
export async function isStopped(db: Db, teamId: string): Promise<boolean> {
  return (await selectStopped(db, { teamId })).length > 0;
}

/** The workspaces in which nothing may be said. */
export async function listStopped(db: Db): Promise<string[]> {
  return (await selectAllStopped(db, {})).map(({ team_id: teamId }) => teamId);
}

/** From now on nothing is said in a workspace. False when it was so before. */
export async function addStoppedWorkspace(
  tx: Tx,
  stopped: { readonly teamId: string; readonly at: string; readonly why: string },
): Promise<boolean> {
  return (await insertStopped(tx, stopped)).length > 0;
}

/** Something may be said there again. False when it was so before. */
export async function removeStoppedWorkspace(tx: Tx, teamId: string): Promise<boolean> {
  return (await removeStopped(tx, { teamId })).length > 0;
}

// Each workspace is one step in an index, however much there is to say in it.
const selectAtWork = prepared((db, { now }: { readonly now: string }) => ({
  compile: () =>
    sql<{ id: string }>`
      with recursive
        saying(id) as (
          select (select team_id from posts where settled_at is null order by team_id limit 1)
          union all
          select (
            select team_id from posts
            where settled_at is null and team_id > saying.id order by team_id limit 1
          ) from saying where saying.id is not null
        ),
        telling(id) as (
          select (select team_id from digest_slots where settled_at is null order by team_id limit 1)
          union all
          select (
            select team_id from digest_slots
            where settled_at is null and team_id > telling.id order by team_id limit 1
          ) from telling where telling.id is not null
        )
      select id from saying
      where id is not null and exists (
        select 1 from posts
        where settled_at is null and team_id = saying.id and not_before <= ${now}
      )
      union
      select id from telling
      where id is not null and exists (
        select 1 from digest_slots
        where settled_at is null and team_id = telling.id and state = 'due' and slot_at <= ${now}
      )
      except
      select team_id from stopped_workspaces`.compile(db),
}));

const selectStopped = prepared((db, { teamId }: { readonly teamId: string }) =>
  db.selectFrom('stopped_workspaces').select('team_id').where('team_id', '=', teamId),
);

const selectAllStopped = prepared((db, _given: object) =>
  db.selectFrom('stopped_workspaces').select('team_id'),
);

const insertStopped = prepared(
  (db, given: { readonly teamId: string; readonly at: string; readonly why: string }) =>
    db
      .insertInto('stopped_workspaces')
      .values({ team_id: given.teamId, at: given.at, why: given.why })
      .onConflict((conflict) => conflict.doNothing())
      .returning('team_id'),
);

const removeStopped = prepared((db, { teamId }: { readonly teamId: string }) =>
  db.deleteFrom('stopped_workspaces').where('team_id', '=', teamId).returning('team_id'),
);
