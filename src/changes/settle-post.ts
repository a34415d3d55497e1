import { isPersonal, readDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db, Tx } from '../../db/open.ts';
import { changePost, listPostsBehind, listPostsWaitingAt, type Post } from '../../db/posts.ts';
import { endSlot, type SlotEnd } from '../../db/slots-to-tell.ts';
import { stamp } from '../agenda/stamp.ts';
import { tellSetter } from './direct-post.ts';
import { pauseByItself } from './pause-digest.ts';
import { record } from './record.ts';

/** A thread that was begun is finished within this time. */
const THREAD_WITHIN = Temporal.Duration.from({ hours: 1 });

/**
 * The post is there. With `lookAgain` it is looked at once more then, for it was posted more
 * than once, or may have been.
 */
export async function settleSent(
  db: Db,
  post: Post,
  { ts, lookAgain }: { readonly ts: string; readonly lookAgain: Temporal.Instant | null },
  now: Temporal.Instant,
): Promise<void> {
  await record(db, async (tx) => {
    const sent = await changePost(
      tx,
      post,
      {
        state: 'sent',
        ts,
        why: null,
        leasedUntil: null,
        ...(lookAgain === null ? { settledAt: stamp(now) } : { notBefore: stamp(lookAgain) }),
      },
      now,
    );
    if (sent === null) return;
    await endSlotOf(tx, sent, { state: 'said', why: null }, now);
    await wakeThread(tx, sent, now);
  });
}

/** The post surely is not there and never will be; the slot it tells ends so, with all that stands in its thread. */
export async function settleFailed(
  db: Db,
  post: Post,
  end: { readonly state: Exclude<SlotEnd, 'said' | 'silent' | 'unknown'>; readonly why: string },
  now: Temporal.Instant,
): Promise<void> {
  await record(db, async (tx) => failPost(tx, post, end, now));
}

/** Nobody will ever tell whether the post is there. */
export async function settleUnknown(
  db: Db,
  post: Post,
  why: string,
  now: Temporal.Instant,
): Promise<void> {
  await record(db, async (tx) => {
    const change = { state: 'unknown', why, settledAt: stamp(now) } as const;
    if ((await changePost(tx, post, change, now)) === null) return;
    await endSlotOf(tx, post, { state: 'unknown', why }, now);
    await failThread(tx, post, now);
  });
}

/**
 * Nothing can be said at the post's place: it fails with all that waits there, its digest is
 * paused, and whoever set it up is told once. True when the digest was paused by this.
 */
export async function settleRefused(
  db: Db,
  post: Post,
  error: string,
  notice: (digest: StandingDigest) => object,
  now: Temporal.Instant,
): Promise<boolean> {
  return record(db, async (tx) => {
    if (!(await failPost(tx, post, { state: 'failed', why: error }, now))) return false;
    for (const other of await listPostsWaitingAt(tx, post)) {
      await failPost(tx, other, { state: 'failed', why: error }, now);
    }
    if (post.purpose !== 'digest' || post.digestId === null) return false;
    if (!(await pauseByItself(tx, post.digestId, error, now))) return false;
    const digest = await readDigest(tx, post.digestId);
    // A person who can't be reached can't be told so either.
    if (!isPersonal(digest)) await tellSetter(tx, digest, notice(digest), now);
    return true;
  });
}

/** Of a post that was there more than once the others are gone; with `notice` whoever set up its digest is told. */
export async function settleOnce(
  db: Db,
  post: Post,
  notice: ((digest: StandingDigest) => object) | null,
  now: Temporal.Instant,
): Promise<void> {
  await record(db, async (tx) => {
    if ((await changePost(tx, post, { settledAt: stamp(now) }, now)) === null) return;
    if (notice === null || post.digestId === null) return;
    const digest = await readDigest(tx, post.digestId);
    await tellSetter(tx, digest, notice(digest), now);
  });
}

async function failPost(
  tx: Tx,
  post: Post,
  end: { readonly state: SlotEnd; readonly why: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const change = { state: 'failed', why: end.why, settledAt: stamp(now) } as const;
  if ((await changePost(tx, post, change, now)) === null) return false;
  await endSlotOf(tx, post, end, now);
  await failThread(tx, post, now);
  return true;
}

/** Only what stands in the channel itself tells the slot. */
async function endSlotOf(
  tx: Tx,
  { digestId, slotAt, threadOf, purpose }: Post,
  end: { readonly state: SlotEnd; readonly why: string | null },
  now: Temporal.Instant,
): Promise<void> {
  if (purpose !== 'digest' || digestId === null || slotAt === null || threadOf !== null) return;
  await endSlot(tx, { digestId, at: slotAt }, end, now);
}

async function wakeThread(tx: Tx, parent: Post, now: Temporal.Instant): Promise<void> {
  const until = stamp(now.add(THREAD_WITHIN));
  for (const part of await listPostsBehind(tx, parent)) {
    const giveUpAt = part.giveUpAt > until ? part.giveUpAt : until;
    const { channelId } = parent;
    await changePost(tx, part, { notBefore: stamp(now), channelId, giveUpAt }, now);
  }
}

async function failThread(tx: Tx, parent: Post, now: Temporal.Instant): Promise<void> {
  const change = { state: 'failed', why: 'no parent', settledAt: stamp(now) } as const;
  for (const part of await listPostsBehind(tx, parent)) await changePost(tx, part, change, now);
}
