import type { Db, Tx } from '../../db/open.ts';
import { addPost } from '../../db/posts.ts';
import {
  listUntoldOf,
  markWatchTold,
  type UntoldWatch,
  type Watcher,
} from '../../db/told-watches.ts';
import { stamp } from '../agenda/stamp.ts';
import { directPost } from './direct-post.ts';
import { record } from './record.ts';

/**
 * Puts what someone was not told of what they watch on its way, in one message; `compose` reads
 * the record and says it, and gives null where nothing moved. It counts as told either way.
 */
export async function tellWatcher(
  db: Db,
  watcher: Watcher,
  now: Temporal.Instant,
  compose: (tx: Tx, untold: readonly UntoldWatch[]) => Promise<object | null>,
): Promise<void> {
  await record(db, async (tx) => {
    const untold = await listUntoldOf(tx, watcher);
    if (untold.length === 0) return;
    const content = await compose(tx, untold);
    const toldAt = stamp(now);
    for (const watch of untold)
      await markWatchTold(tx, watch, { toldLine: watch.lastLine, toldAt });
    if (content !== null) await addPost(tx, directPost(watcher, 'watch', content, now), now);
  });
}
