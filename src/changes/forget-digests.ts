import { forgetPosts, forgetSlots } from '../../db/forget-digests.ts';
import type { Db } from '../../db/open.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Messages are kept this long after they were said, to find out what became of them. */
const POSTS_KEPT_FOR = Temporal.Duration.from({ hours: 7 * 24 });
/** Which days had their digest, and what the last one told, matters for longer. */
const SLOTS_KEPT_FOR = Temporal.Duration.from({ hours: 400 * 24 });
/** Others may write in between. */
const AT_ONCE = 200;

/** Lets go of messages that were said, and of digests long past. */
export async function forgetOldDigests(db: Db, now: Temporal.Instant): Promise<void> {
  const posts = { before: stamp(now.subtract(POSTS_KEPT_FOR)), most: AT_ONCE };
  const slots = { before: stamp(now.subtract(SLOTS_KEPT_FOR)), most: AT_ONCE };
  while ((await record(db, (tx) => forgetPosts(tx, posts))) === AT_ONCE);
  while ((await record(db, (tx) => forgetSlots(tx, slots))) === AT_ONCE);
}
