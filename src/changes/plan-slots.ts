import { setImmediate as turn } from 'node:timers/promises';
import { findDigestToPlan, readDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db, Tx } from '../../db/open.ts';
import { troubleOf } from '../../db/trouble.ts';
import type { Slot } from '../agenda/schedule.ts';
import { stamp } from '../agenda/stamp.ts';
import { tellSetter } from './direct-post.ts';
import { pauseByItself } from './pause-digest.ts';
import { planDigest, soonAfter } from './plan-digest.ts';
import { record } from './record.ts';

/** What was planned. */
export interface Planned {
  /** How many slots are to be told now. */
  readonly planned: number;
  /** Slots that came too late to be told. */
  readonly missed: readonly MissedSlot[];
  /** Digests whose next slot can't be worked out: they are paused. */
  readonly unplannable: readonly { readonly digestId: string; readonly error: unknown }[];
}

export interface MissedSlot {
  readonly digest: StandingDigest;
  readonly slot: Slot;
}

/**
 * Plans every digest whose time has come: a slot of each that is due, the last one only of those
 * that came due since, and when it comes next. Of a digest that can't be planned `notice`, an
 * `Outgoing`, goes to whoever set it up. Waits for `between` after each, so that people are
 * answered. Writes nothing when nothing is due.
 */
export async function planDueSlots(
  db: Db,
  now: Temporal.Instant,
  notice: Notice | null = null,
  between: () => Promise<unknown> = turn,
): Promise<Planned> {
  const missed: MissedSlot[] = [];
  const unplannable: Unplannable[] = [];
  let planned = 0;
  while ((await findDue(db, now)) !== null) {
    const one = await record(db, async (tx) => planNext(tx, now, notice));
    if (one.kind === 'due' || one.kind === 'late') planned += 1;
    if (one.kind === 'missed') missed.push(one);
    if (one.kind === 'unplannable') unplannable.push(one);
    await between();
  }
  return { planned, missed, unplannable };
}

type Notice = (digest: StandingDigest) => object;

type Unplannable = Planned['unplannable'][number];

type PlannedOne =
  /** `none` when another program planned it meanwhile. */
  | { readonly kind: 'none' | 'wait' | 'due' | 'late' }
  | ({ readonly kind: 'missed' } & MissedSlot)
  | ({ readonly kind: 'unplannable' } & Unplannable);

async function planNext(tx: Tx, now: Temporal.Instant, notice: Notice | null): Promise<PlannedOne> {
  const digestId = await findDue(tx, now);
  if (digestId === null) return { kind: 'none' };
  let digest: StandingDigest | null = null;
  try {
    digest = await readDigest(tx, digestId);
    const misfire = await planDigest(tx, digest, now);
    return misfire.kind === 'missed'
      ? { kind: 'missed', digest, slot: misfire.slot }
      : { kind: misfire.kind };
  } catch (error) {
    // A zone this machine does not know, say: one such digest holds up no other.
    if (troubleOf(error) !== null) throw error;
    const isPaused = await pauseByItself(tx, digestId, 'unplannable', now);
    if (isPaused && digest !== null && notice !== null) {
      await tellSetter(tx, digest, notice(digest), now);
    }
    return { kind: 'unplannable', digestId, error };
  }
}

async function findDue(db: Db, now: Temporal.Instant): Promise<string | null> {
  return findDigestToPlan(db, { now: stamp(now), soon: stamp(soonAfter(now)) });
}
