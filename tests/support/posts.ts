import type { Db } from '../../db/open.ts';
import { addPost } from '../../db/posts.ts';
import { record } from '../../src/changes/record.ts';

/** Puts so many messages on their way to the desk's channel. */
export async function putOnTheirWay(db: Db, posts: number, at: Temporal.Instant): Promise<void> {
  const post = {
    teamId: 'T0SUMMIT',
    place: 'C0DESK',
    purpose: 'notice',
    slot: null,
    threadOf: null,
    content: {},
    notBefore: at,
    giveUpAt: at,
  } as const;
  await record(db, async (tx) => {
    for (let number = 0; number < posts; number += 1) await addPost(tx, post, at);
  });
}
