import { isPersonal, type StandingDigest } from '../../db/digests.ts';
import type { Tx } from '../../db/open.ts';
import { addPost, type NewPost } from '../../db/posts.ts';
import type { Watcher } from '../../db/told-watches.ts';

/** Nobody wants to be told any more what could not be said for so long. */
const GIVE_UP_AFTER = Temporal.Duration.from({ hours: 24 });

/** A direct message to go out now. */
export function directPost(
  { teamId, userId }: Watcher,
  purpose: Exclude<NewPost['purpose'], 'digest'>,
  content: object,
  now: Temporal.Instant,
): NewPost {
  return {
    teamId,
    place: userId,
    purpose,
    slot: null,
    threadOf: null,
    content,
    notBefore: now,
    giveUpAt: now.add(GIVE_UP_AFTER),
  };
}

/**
 * Tells whoever set a digest up and, as they may be gone, whoever else changed it last; `content`
 * is an `Outgoing`.
 */
export async function tellSetter(
  tx: Tx,
  { teamId, setBy, changedBy }: StandingDigest,
  content: object,
  now: Temporal.Instant,
): Promise<void> {
  for (const userId of new Set([setBy, changedBy])) {
    if (!isPersonal({ teamId, place: userId })) continue;
    await addPost(tx, directPost({ teamId, userId }, 'notice', content, now), now);
  }
}
