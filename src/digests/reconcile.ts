import type { Post } from '../../db/posts.ts';
import { lookLater, repeatPost } from '../changes/carry-post.ts';
import { settleFailed, settleOnce, settleSent, settleUnknown } from '../changes/settle-post.ts';
import { digestCameTwice } from '../messages/digest-notices.ts';
import { LOOK_AGAIN } from './carry.ts';
import type { Found, Spot } from './messenger.ts';
import { ANSWER_WITHIN_MS, type PostRoom } from './post-room.ts';
import { within } from './time.ts';

/** Looks for a post of which nobody can tell whether it is there, or whether it is there twice. */
export async function reconcile(room: PostRoom, post: Post): Promise<Found> {
  const { db, now } = room;
  const found = await look(room, post);
  switch (found.kind) {
    case 'wait':
      await lookLater(db, post, now().add({ milliseconds: Math.ceil(found.milliseconds) }), now());
      break;
    case 'unclear':
      await unclearYet(room, post);
      break;
    case 'refused':
      if (post.state === 'sent') await settleOnce(db, post, null, now());
      else await unknown(room, post, found.error);
      break;
    case 'looked':
      if (post.state === 'sent') await keepOne(room, post, found.ts);
      else await settle(room, post, found.ts);
  }
  return found;
}

/** Slack's clock and ours may differ by so much, and more than that passes in no request. */
const BEFORE = Temporal.Duration.from({ seconds: 120 });
/** Until then Slack has surely accepted what it will accept. */
const AFTER = Temporal.Duration.from({ seconds: 45 });

const LOOK_NEXT = Temporal.Duration.from({ seconds: 30 });
/** Who looked in vain for so long will look in vain. */
const LOOKED_ENOUGH = Temporal.Duration.from({ hours: 24 });
/** As often as one message is posted, when each time it surely is not there. */
const MOST_ATTEMPTS = 6;

async function look(room: PostRoom, post: Post): Promise<Found> {
  const { messenger, time, log } = room;
  try {
    const looking = messenger.find(spotOf(post), post.key, between(room, post));
    return (
      (await within(time, ANSWER_WITHIN_MS, [looking])) ?? { kind: 'unclear', why: 'no answer' }
    );
  } catch (error) {
    log.error({ err: error, post: post.id }, 'Failed while looking for a message');
    return { kind: 'unclear', why: 'failed' };
  }
}

/** When Slack may have accepted it, by Slack's own clock. */
function between(
  { now, slackAhead }: PostRoom,
  post: Post,
): { readonly from: Temporal.Instant; readonly until: Temporal.Instant } {
  const first = Temporal.Instant.from(post.firstAttemptAt ?? post.touchedAt);
  const last = Temporal.Instant.from(post.attemptAt ?? post.touchedAt);
  const ahead = { milliseconds: Math.round(slackAhead.milliseconds) };
  return {
    from: first.subtract(BEFORE).add(ahead),
    until: (post.state === 'sent' ? now() : last.add(AFTER)).add(ahead),
  };
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

/** Of a message that came twice, the first stays. */
async function keepOne(room: PostRoom, post: Post, found: readonly string[]): Promise<void> {
  const { db, messenger, time, now, log } = room;
  const [, ...others] = found;
  for (const ts of others) {
    const removing = messenger.remove(spotOf(post), ts);
    if ((await within(time, ANSWER_WITHIN_MS, [removing])) !== true) return unclearYet(room, post);
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

/** It is looked for again, unless that was done for long. */
async function unclearYet(room: PostRoom, post: Post): Promise<void> {
  const { db, now } = room;
  const since = Temporal.Instant.from(post.attemptAt ?? post.touchedAt);
  const isEnough = Temporal.Instant.compare(now(), since.add(LOOKED_ENOUGH)) > 0;
  if (!isEnough) return lookLater(db, post, now().add(LOOK_NEXT), now());
  if (post.state === 'sent') return settleOnce(db, post, null, now());
  return unknown(room, post, 'never found out');
}

async function unknown({ db, now, log }: PostRoom, post: Post, why: string): Promise<void> {
  log.warn({ post: post.id, place: post.place, why }, 'Nobody can tell whether a message is there');
  await settleUnknown(db, post, why, now());
}
