import { type DigestPlace, readDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { changeDigest, type DigestChanged } from './change-digest.ts';
import { tellSetter } from './direct-post.ts';
import { endIn, pauseByItself, resumeIn } from './pause-digest.ts';

/** Something became of the channel that a digest goes to. */
export interface Happened {
  readonly place: DigestPlace;
  readonly at: Temporal.Instant;
  /** What Slack calls its telling us, so that it acts once; null when Summit found out by itself. */
  readonly inputId: string | null;
  /** What whoever set the digest up is told, an `Outgoing`. */
  readonly notice: (digest: StandingDigest) => object;
}

/** Why a digest is paused that goes on once Summit is in the channel. */
const UNTIL_INVITED = new Set([
  'channel_left',
  'channel_not_found',
  'is_archived',
  'not_in_channel',
]);

/** Nothing can be said there: the digest is paused, with Slack's word for why. */
export async function pauseWithNotice(
  db: Db,
  happened: Happened,
  because: string,
): Promise<DigestChanged> {
  return changeDigest(db, happened.place, happened, async (tx, digest) => {
    if (!(await pauseByItself(tx, digest.id, because, happened.at))) return false;
    await tellSetter(tx, digest, happened.notice(digest), happened.at);
    return true;
  });
}

/** The channel is not archived any more: whether the digest goes on is asked. */
export async function offerToResume(db: Db, happened: Happened): Promise<DigestChanged> {
  return changeDigest(db, happened.place, happened, async (tx, digest) => {
    if (digest.state !== 'paused' || digest.pausedBecause !== 'is_archived') return false;
    await tellSetter(tx, digest, happened.notice(digest), happened.at);
    return true;
  });
}

/** Summit is in the channel again: a digest that it had to pause goes on. */
export async function resumeWithNotice(
  db: Db,
  happened: Happened,
  by: string | null,
): Promise<DigestChanged> {
  return changeDigest(db, happened.place, happened, async (tx, digest) => {
    if (digest.pausedBecause === null || !UNTIL_INVITED.has(digest.pausedBecause)) return false;
    const asked = { by: by ?? digest.setBy, at: happened.at };
    if (!(await resumeIn(tx, digest, asked))) return false;
    const resumed = await readDigest(tx, digest.id);
    await tellSetter(tx, resumed, happened.notice(resumed), happened.at);
    return true;
  });
}

/** The channel is gone. */
export async function endWithNotice(db: Db, happened: Happened): Promise<DigestChanged> {
  return changeDigest(db, happened.place, happened, async (tx, digest) => {
    const asked = { by: digest.setBy, at: happened.at };
    if (!(await endIn(tx, digest, asked))) return false;
    await tellSetter(tx, digest, happened.notice(digest), happened.at);
    return true;
  });
}
