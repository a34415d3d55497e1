import type { Post } from '../../db/posts.ts';
import { lookLater, repeatPost } from '../changes/carry-post.ts';
import { settleFailed, settleOnce, settleSent, settleUnknown } from '../changes/settle-post.ts';
import { stopWorkspace } from '../changes/stop-workspace.ts';
import { digestCameTwice } from '../messages/digest-notices.ts';
import { answerOf } from './answer-of.ts';
import { LOOK_AGAIN } from './carry.ts';
import type { Found, Spot } from './messenger.ts';
import type { PostRoom } from './post-room.ts';
import { meaningOf } from './refusals.ts';

/** Looks for a post of which nobody can tell whether it is there, or whether it is there twice. */
export async function reconcile(room: PostRoom, post: Post): Promise<Found> {
  const { messenger } = room;
  const found = await answerOf(room, () =>
    messenger.find(spotOf(post), post.key, between(room, post)),
  );
  if (found.kind !== 'looked') await notFoundOut(room, post, found);
  else if (post.state === 'sent') await keepOne(room, post, found.ts);
  else await settle(room, post, found.ts);
  return found;
}

/** Slack's clock and ours may differ by so much, and more than that passes in no request. */
const BEFORE = Temporal.Duration.from({ seconds: 120 });
/** Until then Slack has surely accepted what it will accept. */
const AFTER = Temporal.Duration.from({ seconds: 45 });

/** Two clocks differ by no more, as long as no answer of Slack showed by how much. */
const CLOCKS_APART = Temporal.Duration.from({ minutes: 10 });

const LOOK_NEXT = Temporal.Duration.from({ seconds: 30 });
/** Who looked in vain for so long will look in vain. */
const LOOKED_ENOUGH = Temporal.Duration.from({ hours: 24 });
/** As often as one message is posted, when each time it surely is not there. */
const MOST_ATTEMPTS = 6;

/** When Slack may have accepted it, by Slack's own clock. */
function between(
  { now, slackAhead }: PostRoom,
  post: Post,
): { readonly from: Temporal.Instant; readonly until: Temporal.Instant } {
  const first = Temporal.Instant.from(post.firstAttemptAt ?? post.touchedAt);
  const last = Temporal.Instant.from(post.attemptAt ?? post.touchedAt);
  const from = first.subtract(BEFORE);
  const until = post.state === 'sent' ? now() : last.add(AFTER);
  if (slackAhead.milliseconds === null) {
    return { from: from.subtract(CLOCKS_APART), until: until.add(CLOCKS_APART) };
  }
  const ahead = { milliseconds: Math.round(slackAhead.milliseconds) };
  return { from: from.add(ahead), until: until.add(ahead) };
}

function spotOf({ teamId, channelId, place, threadTs }: Post): Spot {
  return { teamId, channelId: channelId ?? place, threadTs };
}

/** What a post is that was looked for where it would be. */
async function settle(room: PostRoom, post: Post, found: readonly string[]): Promise<void> {
  const { db, now } = room;
  const [ts, ...others] = found;
  if (ts !== undefined) {
    const again = others.length > 0 ? now() : now().add(LOOK_AGAIN);
    const lookAgain = others.length > 0 || post.attempts > 1 ? again : null;
    await settleSent(db, post, { ts, lookAgain }, now());
  } else if (post.attempts >= MOST_ATTEMPTS) {
    room.log.error(
      { post: post.id, place: post.place },
      'A message was tried often, and never came',
    );
    await settleFailed(db, post, { state: 'failed', why: 'never came' }, now());
  } else {
    await repeatPost(db, post, now());
  }
}

/** Of a message that came twice, the one stays that Summit knows of: its thread stands there. */
async function keepOne(room: PostRoom, post: Post, found: readonly string[]): Promise<void> {
  const { db, messenger, now, log } = room;
  const kept = found.find((ts) => ts === post.ts) ?? found[0];
  const others = found.filter((ts) => ts !== kept);
  for (const ts of others) {
    const removed = await answerOf(room, () => messenger.remove(spotOf(post), ts));
    if (removed.kind !== 'gone') return notFoundOut(room, post, removed);
  }
  if (others.length > 0) log.warn({ post: post.id, place: post.place }, 'A message came twice');
  const notice = others.length === 0 || post.threadOf !== null ? null : digestCameTwice;
  await settleOnce(
    db,
    post,
    notice && ((digest) => ({ message: notice(digest.place), plain: null })),
    now(),
  );
}

/** Slack did not say what is there. */
async function notFoundOut(
  room: PostRoom,
  post: Post,
  found: Exclude<Found, { readonly kind: 'looked' }>,
): Promise<void> {
  const { db, now, log } = room;
  switch (found.kind) {
    case 'wait':
      return lookAgain(room, post, now().add({ milliseconds: Math.ceil(found.milliseconds) }));
    case 'unclear':
      return lookAgain(room, post, now().add(LOOK_NEXT));
    case 'refused':
      if (meaningOf(found.error) === 'workspace') {
        log.error({ team: post.teamId }, 'Slack does not know Summit in a workspace any more');
        await stopWorkspace(db, post.teamId, found.error, now());
        return lookAgain(room, post, now().add(LOOK_NEXT));
      }
      return giveUpLooking(room, post, found.error);
  }
}

/** It is looked for again, unless that was done for long. */
async function lookAgain(room: PostRoom, post: Post, at: Temporal.Instant): Promise<void> {
  const { db, now } = room;
  const since = Temporal.Instant.from(post.attemptAt ?? post.touchedAt);
  const isEnough = Temporal.Instant.compare(now(), since.add(LOOKED_ENOUGH)) > 0;
  return isEnough ? giveUpLooking(room, post, 'never found out') : lookLater(db, post, at, now());
}

/** One that is there stays as it is; of any other it is said that nobody knows. */
async function giveUpLooking({ db, now, log }: PostRoom, post: Post, why: string): Promise<void> {
  if (post.state === 'sent') return settleOnce(db, post, null, now());
  log.warn({ post: post.id, place: post.place, why }, 'Nobody can tell whether a message is there');
  await settleUnknown(db, post, why, now());
}
