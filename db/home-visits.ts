import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';

/** Someone of a workspace. */
export interface Visitor {
  readonly teamId: string;
  readonly userId: string;
}

/** When someone last looked at their Home tab, and the time before; instants as text. */
export interface HomeVisit {
  readonly lookedAt: string;
  readonly beforeThat: string | null;
}

/** Null for whoever never looked. */
export async function readVisit(db: Db, { teamId, userId }: Visitor): Promise<HomeVisit | null> {
  const [visit] = await select(db, { teamId, userId });
  return visit ?? null;
}

export async function keepVisit(
  tx: Tx,
  { teamId, userId }: Visitor,
  { lookedAt, beforeThat }: HomeVisit,
): Promise<void> {
  await upsert(tx, { teamId, userId, lookedAt, beforeThat });
}

const select = prepared((db, { teamId, userId }: Visitor) =>
  db
    .selectFrom('home_visits')
    .select(['looked_at as lookedAt', 'before_that as beforeThat'])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId),
);

const upsert = prepared((db, { teamId, userId, lookedAt, beforeThat }: Visitor & HomeVisit) =>
  db
    .insertInto('home_visits')
    .values({ team_id: teamId, user_id: userId, looked_at: lookedAt, before_that: beforeThat })
    .onConflict((conflict) =>
      conflict
        .columns(['team_id', 'user_id'])
        .doUpdateSet({ looked_at: lookedAt, before_that: beforeThat }),
    ),
);
