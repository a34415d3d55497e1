import {
  type DigestPlace,
  keepDigestState,
  pauseUnasked,
  type StandingDigest,
} from '../../db/digests.ts';
import type { Db, Tx } from '../../db/open.ts';
import { forgetSlotsAfter, missDueSlots } from '../../db/slots.ts';
import type { Slot } from '../agenda/schedule.ts';
import { stamp } from '../agenda/stamp.ts';
import { changeDigest, type DigestAsker, type DigestChanged } from './change-digest.ts';
import { nextSlot, soonAfter } from './plan-digest.ts';

/** Nothing comes until it is resumed; the one that comes then tells all that happened meanwhile. */
export async function pauseDigest(
  db: Db,
  place: DigestPlace,
  asked: DigestAsker,
): Promise<DigestChanged> {
  return changeDigest(db, place, asked, async (tx, digest) => {
    if (digest.state !== 'on') return false;
    await missDueSlots(tx, digest.id, 'paused', asked.at);
    await keepState(tx, digest.id, asked, 'paused', null);
    return true;
  });
}

/** It comes again, by its schedule. */
export async function resumeDigest(
  db: Db,
  place: DigestPlace,
  asked: DigestAsker,
): Promise<DigestChanged> {
  return changeDigest(db, place, asked, (tx, digest) => resumeIn(tx, digest, asked));
}

/** Nothing comes any more. What it was, and the days it came on, are remembered. */
export async function endDigest(
  db: Db,
  place: DigestPlace,
  asked: DigestAsker,
): Promise<DigestChanged> {
  return changeDigest(db, place, asked, (tx, digest) => endIn(tx, digest, asked));
}

/** Who changes it, when. */
type ByThen = Pick<DigestAsker, 'at' | 'by'>;

/** Resumes it within a transaction. False when it was not paused. */
export async function resumeIn(tx: Tx, digest: StandingDigest, asked: ByThen): Promise<boolean> {
  if (digest.state !== 'paused') return false;
  await forgetSlotsAfter(tx, digest.id, soonAfter(asked.at));
  const next = await nextSlot(tx, digest.id, digest.schedule, asked.at);
  await keepState(tx, digest.id, asked, 'on', next);
  return true;
}

/** Ends it within a transaction. False when it was off. */
export async function endIn(tx: Tx, digest: StandingDigest, asked: ByThen): Promise<boolean> {
  if (digest.state === 'off') return false;
  await missDueSlots(tx, digest.id, 'off', asked.at);
  await keepState(tx, digest.id, asked, 'off', null);
  return true;
}

/**
 * Summit pauses a digest that can't be said, with Slack's word for why. To be called in the
 * transaction of what tells someone. False when it was not on, so that they are told once.
 */
export async function pauseByItself(
  tx: Tx,
  digestId: string,
  because: string,
  at: Temporal.Instant,
): Promise<boolean> {
  if (!(await pauseUnasked(tx, digestId, because))) return false;
  await missDueSlots(tx, digestId, 'paused', at);
  return true;
}

async function keepState(
  tx: Tx,
  id: string,
  { by, at }: ByThen,
  state: StandingDigest['state'],
  next: Slot | null,
): Promise<void> {
  const nextAt = next === null ? null : stamp(next.at);
  await keepDigestState(tx, { id, state, by, at: stamp(at), nextAt });
}
