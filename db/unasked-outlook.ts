import { sql } from 'kysely';
import { stamp } from '../src/agenda/stamp.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** How many messages are in a state. */
export interface PostsIn {
  readonly state: Schema['posts']['state'];
  readonly count: number;
}

/** Messages on their way, by their state. */
export async function countOpenPosts(db: Db): Promise<PostsIn[]> {
  return selectOpen(db, {});
}

/** Messages of which it became clear after a moment what has become of them. */
export async function countSettledPosts(db: Db, since: Temporal.Instant): Promise<PostsIn[]> {
  return selectSettled(db, { since: stamp(since) });
}

/**
 * When the first of the digests was due that are due and not there yet; null while none is. Those of
 * workspaces where Summit may say nothing are not waited for.
 */
export async function findLatestDigest(
  db: Db,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const by = stamp(now);
  const rows = [...(await selectFirstSlot(db, { by })), ...(await selectFirstDigest(db, { by }))];
  const [first] = rows.flatMap(({ at }) => at ?? []).toSorted();
  return first === undefined ? null : Temporal.Instant.from(first);
}

const selectOpen = prepared((db, _given: object) =>
  db
    .selectFrom('posts')
    .where('settled_at', 'is', null)
    .groupBy('state')
    .select(['state', sql<number>`count(*)`.as('count')]),
);

const selectSettled = prepared((db, { since }: { readonly since: string }) =>
  db
    .selectFrom('posts')
    .where('settled_at', '>', since)
    .groupBy('state')
    .select(['state', sql<number>`count(*)`.as('count')]),
);

/** That it is planned already. */
const selectFirstSlot = prepared((db, { by }: { readonly by: string }) =>
  db
    .selectFrom('digest_slots')
    .select('slot_at as at')
    .where('settled_at', 'is', null)
    .where('slot_at', '<=', by)
    .where('team_id', 'not in', stopped(db))
    .orderBy('slot_at')
    .limit(1),
);

/** That it is to be planned. */
const selectFirstDigest = prepared((db, { by }: { readonly by: string }) =>
  db
    .selectFrom('digests')
    .select('next_at as at')
    .where('state', '=', 'on')
    .where('next_at', '<=', by)
    .where('team_id', 'not in', stopped(db))
    .orderBy('next_at')
    .limit(1),
);

function stopped(db: Db) {
  return db.selectFrom('stopped_workspaces').select('team_id');
}
