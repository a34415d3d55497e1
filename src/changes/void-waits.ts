import type { Db } from '../../db/open.ts';
import { changePost, listPostsTouchedAfter, type Post, type PostChange } from '../../db/posts.ts';
import { stamp } from '../agenda/stamp.ts';
import { ASLEEP, QUIET_MS } from './carry-post.ts';
import { soonAfter } from './plan-digest.ts';
import { record } from './record.ts';

/** As many as are changed in one transaction. */
const MOST_TOGETHER = 100;
/** As far back as something may have been posted by a clock that was wrong. */
const BY_A_WRONG_CLOCK = Temporal.Duration.from({ hours: 24 });

/** What was written by a clock that has gone back since does not wait for that clock. Gives how many posts these were. */
export async function voidWaits(db: Db, now: Temporal.Instant): Promise<number> {
  const wanted = { moment: stamp(soonAfter(now)), most: MOST_TOGETHER };
  let voided = 0;
  while ((await listPostsTouchedAfter(db, { ...wanted, most: 1 })).length > 0) {
    voided += await record(db, async (tx) => {
      const posts = await listPostsTouchedAfter(tx, wanted);
      for (const post of posts) await changePost(tx, post, withoutWait(post, now), now);
      return posts.length;
    });
  }
  return voided;
}

function withoutWait(post: Post, now: Temporal.Instant): PostChange {
  switch (post.state) {
    case 'waiting': {
      const isAsleep = post.threadOf !== null && post.threadTs === null;
      return {
        state: 'waiting',
        leasedUntil: null,
        notBefore: stamp(isAsleep ? ASLEEP : now),
        epoch: post.epoch + 1,
      };
    }
    case 'posting':
    case 'unclear':
    case 'sent':
      return {
        state: post.state === 'sent' ? 'sent' : 'unclear',
        attemptAt: stamp(now),
        firstAttemptAt: stamp(now.subtract(BY_A_WRONG_CLOCK)),
        notBefore: stamp(now.add({ milliseconds: QUIET_MS })),
        epoch: post.epoch + 1,
      };
    case 'failed':
    case 'unknown':
      return {};
  }
}
