import { setImmediate as turn } from 'node:timers/promises';
import { listDigestsToPlan, readDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db, Tx } from '../../db/open.ts';
import { troubleOf } from '../../db/trouble.ts';
import type { Slot } from '../agenda/schedule.ts';
import { stamp } from '../agenda/stamp.ts';
import { tellSetter } from './direct-post.ts';
import { pauseByItself } from './pause-digest.ts';
import { planDigest, soonAfter } from './plan-digest.ts';
import { record } from './record.ts';

/** As many digests as are planned in one transaction: nobody who asks something meanwhile waits long. */
const MOST_TOGETHER = 2;

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
 * `Outgoing`, goes to whoever set it up. Waits for `between` after every few, so that people are
 * answered. Writes nothing when nothing is due.
 */
export async function planDueSlots(
  db: Db,
  now: Temporal.Instant,
  notice: Notice | null = null,
  between: () => Promise<unknown> = turn,
): Promise<Planned> {
  const all = { planned: 0, missed: [] as MissedSlot[], unplannable: [] as Unplannable[] };
  while ((await listDue(db, now, 1)).length > 0) {
    const some = await record(db, async (tx) => planSome(tx, now, notice));
    all.planned += some.planned;
    all.missed.push(...some.missed);
    all.unplannable.push(...some.unplannable);
    await between();
  }
  return all;
}

type Notice = (digest: StandingDigest) => object;

type Unplannable = Planned['unplannable'][number];

async function planSome(tx: Tx, now: Temporal.Instant, notice: Notice | null): Promise<Planned> {
  let planned = 0;
  const missed: MissedSlot[] = [];
  const unplannable: Unplannable[] = [];
  for (const digestId of await listDue(tx, now, MOST_TOGETHER)) {
    let digest: StandingDigest | null = null;
    try {
      digest = await readDigest(tx, digestId);
      const misfire = await planDigest(tx, digest, now);
      switch (misfire.kind) {
        case 'wait':
          break;
        case 'due':
        case 'late':
          planned += 1;
          break;
        case 'missed':
          missed.push({ digest, slot: misfire.slot });
      }
    } catch (error) {
      // A zone this machine does not know, say: one such digest holds up no other.
      if (troubleOf(error) !== null) throw error;
      const isPaused = await pauseByItself(tx, digestId, 'unplannable', now);
      if (isPaused && digest !== null && notice !== null) {
        await tellSetter(tx, digest, notice(digest), now);
      }
      unplannable.push({ digestId, error });
    }
  }
  return { planned, missed, unplannable };
}

async function listDue(db: Db, now: Temporal.Instant, most: number): Promise<string[]> {
  return listDigestsToPlan(db, { now: stamp(now), soon: stamp(soonAfter(now)), most });
}
