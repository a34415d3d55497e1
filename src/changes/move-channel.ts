import { type ChannelMove, moveDigest, movePosts } from '../../db/move-channel.ts';
import { findDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { endIn } from './pause-digest.ts';
import { record } from './record.ts';

/**
 * A channel has another id from now on, as when it is shared: its digest goes there, and what
 * is on its way. A digest of the new id, if there is one, stays as it is, and the old one is off.
 * False when there was none.
 */
export async function moveChannel(
  db: Db,
  move: ChannelMove,
  at: Temporal.Instant,
): Promise<boolean> {
  const { teamId, from, to } = move;
  return record(db, async (tx) => {
    const digest = await findDigest(tx, { teamId, place: from });
    await movePosts(tx, move);
    if (digest === null) return false;
    if ((await findDigest(tx, { teamId, place: to })) === null) {
      await moveDigest(tx, move);
    } else {
      await endIn(tx, digest, { by: digest.setBy, at, inputId: null });
    }
    return true;
  });
}
