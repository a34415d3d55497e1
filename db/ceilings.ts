import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import { hashOf, type Write } from './record/audit.ts';

/** How much an admin allows a channel to be shown. */
export type Ceiling = 'AMBER' | 'CLEAR' | 'GREEN';

interface Channel {
  readonly teamId: string;
  readonly channelId: string;
}

/** What an admin allowed; null where nobody said anything. */
export async function ceilingOf(
  db: Db,
  channel: Channel,
): Promise<{ readonly marking: Ceiling; readonly by: string } | null> {
  const [row] = await selectCeiling(db, channel);
  return row ?? null;
}

/** From now on a channel may be shown so much. */
export async function setCeiling(
  tx: Tx,
  { teamId, channelId, marking, by, at }: Channel & { marking: Ceiling; by: string; at: string },
): Promise<Write> {
  await upsertCeiling(tx, { teamId, channelId, marking, by, at });
  return ['ceiling', `${teamId}/${channelId}`, hashOfCeiling({ marking, by, at })];
}

/** From now on a channel may be shown what its kind allows. */
export async function removeCeiling(tx: Tx, { teamId, channelId }: Channel): Promise<Write> {
  await deleteCeiling(tx, { teamId, channelId });
  return ['gone', `${teamId}/${channelId}`, 'ceiling'];
}

/** Every ceiling in short, by `TEAM/CHANNEL`, as the log has it. */
export async function hashCeilings(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('ceilings').selectAll().execute();
  return new Map(
    rows.map(({ team_id: team, channel_id: channel, marking, set_by: by, set_at: at }) => [
      `${team}/${channel}`,
      hashOfCeiling({ marking, by, at }),
    ]),
  );
}

function hashOfCeiling(ceiling: { marking: Ceiling; by: string; at: string }): string {
  return hashOf([ceiling.marking, ceiling.by, ceiling.at]);
}

const selectCeiling = prepared((db, { teamId, channelId }: Channel) =>
  db
    .selectFrom('ceilings')
    .select(['marking', 'set_by as by'])
    .where('team_id', '=', teamId)
    .where('channel_id', '=', channelId),
);

const upsertCeiling = prepared(
  (db, given: Channel & { marking: Ceiling; by: string; at: string }) => {
    const said = { marking: given.marking, set_by: given.by, set_at: given.at };
    return db
      .insertInto('ceilings')
      .values({ team_id: given.teamId, channel_id: given.channelId, ...said })
      .onConflict((conflict) => conflict.columns(['team_id', 'channel_id']).doUpdateSet(said));
  },
);

const deleteCeiling = prepared((db, { teamId, channelId }: Channel) =>
  db.deleteFrom('ceilings').where('team_id', '=', teamId).where('channel_id', '=', channelId),
);
