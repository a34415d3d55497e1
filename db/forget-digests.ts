import type { Tx } from './open.ts';
import { prepared } from './prepared.ts';

/** What was over before a moment, and how much of it goes at once. */
interface Old {
  readonly before: string;
  readonly most: number;
}

/** Forgets messages that were settled long ago. Gives how many. */
export async function forgetPosts(tx: Tx, old: Old): Promise<number> {
  return (await deletePosts(tx, old)).length;
}

/**
 * Gives up messages of stopped workspaces that surely are not there and that nobody wanted any
 * more before a moment, for nobody else looks at them. What stands in the thread of one that may be
 * there waits with it. Gives of each the slot that ends with it, if any.
 */
export async function giveUpPosts(
  tx: Tx,
  { now, ...old }: Old & { readonly now: string },
): Promise<({ readonly digestId: string; readonly at: string } | null)[]> {
  const posts = await updateGivenUp(tx, { ...old, now });
  return posts.map(({ digestId, at, threadOf }) =>
    digestId === null || at === null || threadOf !== null ? null : { digestId, at },
  );
}

/** Forgets slots that were settled long ago. Gives how many. */
export async function forgetSlots(tx: Tx, old: Old): Promise<number> {
  return (await deleteSlots(tx, old)).length;
}

const deletePosts = prepared((db, { before, most }: Old) =>
  db
    .deleteFrom('posts')
    .where('id', 'in', (from) =>
      from.selectFrom('posts').select('id').where('settled_at', '<', before).limit(most),
    )
    .returning('id'),
);

const updateGivenUp = prepared((db, { before, most, now }: Old & { readonly now: string }) =>
  db
    .updateTable('posts')
    .set({ state: 'failed', why: 'late', settled_at: now, touched_at: now })
    .where('id', 'in', (from) =>
      from
        .selectFrom('posts as post')
        .leftJoin('posts as parent', 'parent.id', 'post.thread_of')
        .select('post.id')
        .where('post.team_id', 'in', (team) =>
          team.selectFrom('stopped_workspaces').select('stopped_workspaces.team_id'),
        )
        .where('post.settled_at', 'is', null)
        .where('post.state', '=', 'waiting')
        .where('post.give_up_at', '<', before)
        .where((row) =>
          row.or([row('parent.id', 'is', null), row('parent.settled_at', 'is not', null)]),
        )
        .limit(most),
    )
    .returning(['digest_id as digestId', 'slot_at as at', 'thread_of as threadOf']),
);

const deleteSlots = prepared((db, { before, most }: Old) =>
  db
    .deleteFrom('digest_slots')
    .where((row) =>
      row(
        row.refTuple('digest_id', 'slot_at'),
        'in',
        row
          .selectFrom('digest_slots as old')
          .select(['old.digest_id', 'old.slot_at'])
          .where('old.settled_at', '<', before)
          .limit(most)
          .$asTuple('digest_id', 'slot_at'),
      ),
    )
    .returning('slot_at'),
);
