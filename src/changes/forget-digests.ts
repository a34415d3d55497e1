import { forgetPosts, forgetSlots, giveUpPosts } from '../../db/forget-digests.ts';
import type { Db, Tx } from '../../db/open.ts';
import { endSlot } from '../../db/slots-to-tell.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Messages are kept this long after they were said, to find out what became of them. */
const POSTS_KEPT_FOR = Temporal.Duration.from({ hours: 7 * 24 });
/** Which days had their digest, and what the last one told, matters for longer. */
const SLOTS_KEPT_FOR = Temporal.Duration.from({ hours: 400 * 24 });
/** Others may write in between. */
const AT_ONCE = 200;

/**
 * Lets go of messages that were said, and of digests long past. What waits in a stopped workspace
 * is given up once nobody has wanted it for as long, and so it is let go of too.
 */
export async function forgetOldDigests(db: Db, now: Temporal.Instant): Promise<void> {
  const posts = { before: stamp(now.subtract(POSTS_KEPT_FOR)), most: AT_ONCE };
  const slots = { before: stamp(now.subtract(SLOTS_KEPT_FOR)), most: AT_ONCE };
  while ((await record(db, (tx) => giveUp(tx, posts, now))) > 0);
  while ((await record(db, (tx) => forgetPosts(tx, posts))) === AT_ONCE);
  while ((await record(db, (tx) => forgetSlots(tx, slots))) === AT_ONCE);
}

async function giveUp(
  tx: Tx,
  old: { readonly before: string; readonly most: number },
  now: Temporal.Instant,
): Promise<number> {
  const ended = await giveUpPosts(tx, { ...old, now: stamp(now) });
  for (const slot of ended) {
    if (slot !== null) await endSlot(tx, slot, { state: 'missed', why: 'late' }, now);
  }
  return ended.length;
}
