import { isPersonal } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import type { Post } from '../../db/posts.ts';
import { whyUnwanted } from '../../db/slots-to-tell.ts';
import {
  doubtPost,
  intendPost,
  putPostBack,
  restPlace,
  stopAtPost,
} from '../changes/carry-post.ts';
import { soonAfter } from '../changes/plan-digest.ts';
import { settleFailed, settleRefused, settleSent } from '../changes/settle-post.ts';
import { isStricter, type Marking } from '../agenda/marking.ts';
import { noteShown } from '../changes/note-shown.ts';
import { unescapeText } from '../messages/escape.ts';
import { channelOutOfReach } from '../messages/lifecycle-notices.ts';
import type { Message } from '../messages/message.ts';
import type { Outgoing } from '../messages/outgoing.ts';
import { inSpan } from '../traces/in-span.ts';
import { answerOf } from './answer-of.ts';
import { letOthers } from './let-others.ts';
import type { Opened, Posted } from './messenger.ts';
import type { PostRoom } from './post-room.ts';
import type { Seen } from './seen-at.ts';
import { meaningOf } from './refusals.ts';

/** What came of one try to say a post. */
export type Carried =
  | { readonly kind: 'said' }
  /** Slack wants so many milliseconds to pass. */
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** Anything else: it is written down. */
  | { readonly kind: 'other' };

/** Carries a post to Slack, once, and writes down what came of it. */
export async function carry(room: PostRoom, post: Post): Promise<Carried> {
  const attributes = { 'summit.post': post.id, 'summit.purpose': post.purpose };
  return inSpan({ name: 'message', kind: 'producer', attributes }, async () => take(room, post));
}

async function take(room: PostRoom, post: Post): Promise<Carried> {
  const { db, now } = room;
  // Whoever was about to post it is gone.
  if (post.state === 'posting') {
    const leftBy = Temporal.Instant.from(post.attemptAt ?? post.touchedAt);
    return other(doubtPost(db, post, { why: 'crashed', leftBy }, now()));
  }
  const over = whyOver(post, now()) ?? (await whyNoMore(db, post));
  if (over !== null) {
    room.log.warn({ post: post.id, place: post.place, why: over }, 'A message was not posted');
    return other(settleFailed(db, post, { state: 'missed', why: over }, now()));
  }

  const { marking } = outgoing(post);
  const seen = marking === undefined ? null : await room.seenAt(post);
  if (seen?.kind === 'refused') return other(refused(room, post, seen.error));
  const withheld = whyWithheld(seen, marking);
  if (withheld === 'unknown') {
    const back = { until: now().add(TRY_AGAIN), why: 'nobody tells who is there' };
    return other(putPostBack(db, post, back, now()));
  }
  if (withheld === 'withheld') {
    room.log.warn({ post: post.id, place: post.place }, 'A message was withheld');
    return other(settleFailed(db, post, { state: 'failed', why: WITHHELD }, now()));
  }

  const opened = await open(room, post);
  if (opened.kind !== 'open') return notPosted(room, post, opened);
  const { channelId } = opened;
  if (seen?.kind === 'seen') {
    const { message: told } = outgoing(post);
    const shown = { by: post.place, teamId: post.teamId, place: channelId } as const;
    await noteShown(seen.db, { ...shown, how: 'posted' }, () => [unescapeText(told.text)], now());
  }
  const message = await room.messenger.wordFor(
    { teamId: post.teamId, channelId },
    outgoing(post).message,
  );

  const begun = room.time.elapsed();
  // Then it is found so at the next look.
  if (whyOver(post, now()) !== null) return OTHER;
  // A channel may get another id on the way; a direct message never does.
  const direct = isPersonal(post) ? channelId : null;
  const intended = await intendPost(db, post, direct, now());
  if (intended === null) return OTHER;
  await letOthers(db);
  if (isStale(room, intended, begun)) {
    return other(putPostBack(db, intended, { until: now(), why: 'held up' }, now()));
  }
  // Nothing is waited for in between: from here on the request is on its way.
  const spot = { teamId: intended.teamId, channelId, threadTs: intended.threadTs };
  const posted = await answerOf(room, () => room.messenger.post(spot, message, intended.key));
  if (posted.kind !== 'posted') return notPosted(room, intended, posted);
  room.slackAhead.milliseconds = aheadAt(posted.ts, intended.attemptAt, now());
  // Of what was posted before and not found another one may have come late.
  const lookAgain = intended.attempts > 1 ? now().add(LOOK_AGAIN) : null;
  await settleSent(db, intended, { ts: posted.ts, lookAgain }, now());
  return { kind: 'said' };
}

/** What was posted more than once, or may have been, is looked at once more so long after. */
export const LOOK_AGAIN = Temporal.Duration.from({ minutes: 2 });

/** Nobody knows whether others took over, when this long passed since the intent was written down. */
const HELD_UP_MS = 2_000;
/** When someone's direct message can't be opened, and when an answer of Slack makes no sense. */
const TRY_AGAIN = Temporal.Duration.from({ seconds: 15 });

/** Why a message is not posted where less may be told than it was written from. */
export const WITHHELD = 'withheld';

const OTHER: Carried = { kind: 'other' };

async function other(settled: Promise<unknown>): Promise<Carried> {
  await settled;
  return OTHER;
}

/** Why a post that surely is not there is not wanted any more; null while it is. */
function whyOver({ giveUpAt, slotAt, threadOf }: Post, now: Temporal.Instant): string | null {
  if (Temporal.Instant.compare(now, giveUpAt) > 0) return 'late';
  const isAhead = slotAt !== null && Temporal.Instant.compare(slotAt, soonAfter(now)) > 0;
  // Its slot was told by a clock that has gone back since.
  return isAhead && threadOf === null ? 'clock' : null;
}

/** Whether what a message was written from may be told there at this moment; null when it may. */
function whyWithheld(
  seen: Exclude<Seen, { readonly kind: 'refused' }> | null,
  marking: Marking | undefined,
): 'unknown' | 'withheld' | null {
  if (seen === null || marking === undefined) return null;
  if (seen.kind !== 'seen') return seen.kind;
  return isStricter(marking, seen.marking) ? 'withheld' : null;
}

/** A thread that was begun is finished, whatever became of its digest. */
async function whyNoMore(db: Db, { digestId, slotAt, threadOf }: Post): Promise<string | null> {
  if (digestId === null || slotAt === null || threadOf !== null) return null;
  return whyUnwanted(db, { digestId, at: slotAt });
}

async function open(room: PostRoom, post: Post): Promise<Opened> {
  if (post.channelId !== null) return { kind: 'open', channelId: post.channelId };
  if (!isPersonal(post)) return { kind: 'open', channelId: post.place };
  return answerOf(room, () => room.messenger.openDirect(post.teamId, post.place));
}

function isStale({ now, time }: PostRoom, { attemptAt }: Post, begun: number): boolean {
  const sinceIntent = now().epochMilliseconds - millisecondsOf(attemptAt);
  return (
    time.elapsed() - begun > HELD_UP_MS || sinceIntent > HELD_UP_MS || sinceIntent < -HELD_UP_MS
  );
}

function millisecondsOf(moment: string | null): number {
  return moment === null ? 0 : Temporal.Instant.from(moment).epochMilliseconds;
}

/** By how much Slack's clock is ahead, as far as an answer shows: the message was accepted after it left. */
function aheadAt(ts: string, attemptAt: string | null, now: Temporal.Instant): number {
  const accepted = Number(ts) * 1000;
  if (accepted > now.epochMilliseconds) return accepted - now.epochMilliseconds;
  return Math.min(0, accepted - millisecondsOf(attemptAt));
}

/** A post that waits was surely not posted, whatever Slack said of what was asked instead. */
async function notPosted(
  room: PostRoom,
  post: Post,
  answer: Exclude<Posted, { readonly kind: 'posted' }>,
): Promise<Carried> {
  const { db, now } = room;
  switch (answer.kind) {
    case 'wait': {
      const milliseconds = Math.max(1, Math.ceil(answer.milliseconds));
      const until = now().add({ milliseconds });
      await restPlace(db, post, until, now());
      return { kind: 'wait', milliseconds };
    }
    case 'unclear':
      // What stood still meanwhile may have left only now.
      if (post.state === 'posting') {
        return other(doubtPost(db, post, { why: answer.why, leftBy: now() }, now()));
      }
      return other(putPostBack(db, post, { until: now().add(TRY_AGAIN), why: answer.why }, now()));
    case 'refused':
      return other(refused(room, post, answer.error));
  }
}

async function refused(room: PostRoom, post: Post, error: string): Promise<void> {
  const { db, now, log } = room;
  const about = { post: post.id, place: post.place, error };
  switch (meaningOf(error)) {
    case 'workspace':
      log.error(
        { ...about, team: post.teamId },
        'Slack does not know Summit in a workspace any more',
      );
      await stopAtPost(db, post, error, now());
      return;
    case 'place':
      log.warn(about, 'Slack does not let Summit say anything there');
      await settleRefused(
        db,
        post,
        error,
        (digest) => outgoingOf(channelOutOfReach(digest.place, error)),
        now(),
      );
      return;
    case 'content': {
      const { plain } = outgoing(post);
      if (plain !== null) {
        log.warn(about, 'Slack did not take a message: it is said plainly');
        const content = JSON.stringify({ ...outgoing(post), message: plain, plain: null });
        await putPostBack(db, post, { until: now(), why: error, content }, now());
        return;
      }
      log.error(about, 'Slack did not take a message');
      await settleFailed(db, post, { state: 'failed', why: error }, now());
      return;
    }
    case 'message':
      log.error(about, 'Slack did not take a message');
      await settleFailed(db, post, { state: 'failed', why: error }, now());
  }
}

function outgoing({ content }: Post): Outgoing {
  return JSON.parse(content) as Outgoing;
}

function outgoingOf(message: Message): Outgoing {
  return { message, plain: null };
}
