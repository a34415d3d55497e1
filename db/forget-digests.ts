import type { Tx } from './open.ts';
import { prepared } from './prepared.ts';

/** What was settled before a moment, and how much of it goes at once. */
interface Old {
  readonly before: string;
  readonly most: number;
}

/** Forgets messages that were settled long ago. Gives how many. */
export async function forgetPosts(tx: Tx, old: Old): Promise<number> {
  return (await deletePosts(tx, old)).length;
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
