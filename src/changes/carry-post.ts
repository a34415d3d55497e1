import type { Db } from '../../db/open.ts';
import { changePost, listPostsToldToWait, listPostsWaitingAt, type Post } from '../../db/posts.ts';
import { addStoppedWorkspace } from '../../db/teams-at-work.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** When the parts of a thread are looked at, until what they stand under was posted. */
export const ASLEEP = Temporal.Instant.from('9999-12-31T23:59:59Z');

const TOLD_TO_WAIT = 'told to wait';

/** Whoever holds a post longer than this has lost it. */
const LEASE_MS = 60_000;
/** After that long Slack has surely accepted what it will accept. */
export const QUIET_MS = 60_000;

/**
 * Takes a post that waits and writes down that it is about to be said, and in which direct
 * message, if in one. Null when somebody else took it.
 */
export async function intendPost(
  db: Db,
  post: Post,
  channelId: string | null,
  now: Temporal.Instant,
): Promise<Post | null> {
  const until = stamp(now.add({ milliseconds: LEASE_MS }));
  return record(db, async (tx) =>
    changePost(
      tx,
      post,
      {
        state: 'posting',
        epoch: post.epoch + 1,
        leasedUntil: until,
        notBefore: until,
        channelId,
        attempts: post.attempts + 1,
        attemptAt: stamp(now),
        firstAttemptAt: post.firstAttemptAt ?? stamp(now),
      },
      now,
    ),
  );
}

/** The post surely is not there, and waits until a moment. */
export async function putPostBack(
  db: Db,
  post: Post,
  back: { readonly until: Temporal.Instant; readonly why: string; readonly content?: string },
  now: Temporal.Instant,
): Promise<void> {
  await record(db, async (tx) => changePost(tx, post, waiting(post, back), now));
}

/** Slack wants the post's place to wait: so does whatever else is to be said there. */
export async function restPlace(
  db: Db,
  post: Post,
  until: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  const notBefore = stamp(until);
  await record(db, async (tx) => {
    const back = waiting(post, { until, why: TOLD_TO_WAIT });
    if ((await changePost(tx, post, back, now)) === null) return;
    for (const other of await listPostsWaitingAt(tx, post)) {
      if (other.notBefore < notBefore) await changePost(tx, other, { notBefore }, now);
    }
  });
}

/** Until when Slack wants places in a workspace to wait, the one first that it said so of first. */
export async function listRests(
  db: Db,
  teamId: string,
  now: Temporal.Instant,
): Promise<{ readonly place: string; readonly until: Temporal.Instant }[]> {
  const told = await listPostsToldToWait(db, { teamId, why: TOLD_TO_WAIT, now: stamp(now) });
  return told.map(({ place, notBefore }) => ({ place, until: Temporal.Instant.from(notBefore) }));
}

/** Nothing can be said in the post's workspace any more: it waits, with all others there. */
export async function stopAtPost(
  db: Db,
  post: Post,
  why: string,
  now: Temporal.Instant,
): Promise<void> {
  await record(db, async (tx) => {
    await addStoppedWorkspace(tx, { teamId: post.teamId, why, at: stamp(now) });
    await changePost(tx, post, waiting(post, { until: now, why }), now);
  });
}

/**
 * Nobody can tell whether the post is there. It left by a moment, and is to be looked for once
 * Slack has surely accepted it.
 */
export async function doubtPost(
  db: Db,
  post: Post,
  { leftBy, why }: { readonly leftBy: Temporal.Instant; readonly why: string },
  now: Temporal.Instant,
): Promise<void> {
  const notBefore = stamp(leftBy.add({ milliseconds: QUIET_MS }));
  const change = { state: 'unclear', attemptAt: stamp(leftBy), notBefore, why } as const;
  await record(db, async (tx) => changePost(tx, post, change, now));
}

/** The post was looked for, and surely is not there: it is posted once more. */
export async function repeatPost(db: Db, post: Post, now: Temporal.Instant): Promise<void> {
  await record(db, async (tx) =>
    changePost(tx, post, { state: 'waiting', notBefore: stamp(now), leasedUntil: null }, now),
  );
}

/** Looking told nothing: it is looked for again at a moment. */
export async function lookLater(
  db: Db,
  post: Post,
  notBefore: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  await record(db, async (tx) => changePost(tx, post, { notBefore: stamp(notBefore) }, now));
}

function waiting(
  post: Post,
  back: { readonly until: Temporal.Instant; readonly why: string; readonly content?: string },
): Parameters<typeof changePost>[2] {
  const attempts = post.state === 'posting' ? post.attempts - 1 : post.attempts;
  return {
    state: 'waiting',
    leasedUntil: null,
    notBefore: stamp(back.until),
    attempts,
    // What was tried before may still come, so its first moment counts.
    firstAttemptAt: attempts === 0 ? null : post.firstAttemptAt,
    why: back.why,
    content: back.content ?? post.content,
  };
}
