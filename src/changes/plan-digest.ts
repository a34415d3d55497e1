import { moveDigestOn, type StandingDigest } from '../../db/digests.ts';
import type { Db, Tx } from '../../db/open.ts';
import {
  addDueSlot,
  addMissedSlot,
  forgetSlotsAfter,
  listUsedSlots,
  missDueSlots,
} from '../../db/slots.ts';
import { judgeDue, type Misfire, openSlotsAfter } from '../agenda/next-slot.ts';
import type { Schedule, Slot } from '../agenda/schedule.ts';
import { stamp } from '../agenda/stamp.ts';

/** No slot that is further away takes up a day. */
const DAYS_APART = Temporal.Duration.from({ hours: 72 });
/** Clocks are not more exact than that. */
const UNSURE = Temporal.Duration.from({ seconds: 1 });

/** What has `planned_at` after this was planned by a clock that has gone back since. */
export function soonAfter(now: Temporal.Instant): Temporal.Instant {
  return now.add(UNSURE);
}

/** Writes down what came due of a digest that is on, and when it comes next. */
export async function planDigest(
  tx: Tx,
  digest: StandingDigest,
  now: Temporal.Instant,
): Promise<Misfire> {
  await forgetSlotsAfter(tx, digest.id, soonAfter(now));
  // Worked out from now, nothing is due yet.
  const nextAt = digest.nextAt === null ? soonAfter(now) : Temporal.Instant.from(digest.nextAt);
  const used = await listUsedSlots(tx, digest.id, earlier(nextAt, now).subtract(DAYS_APART));
  const due = judgeDue(digest.schedule, used, { nextAt, now });
  const isNew = due.kind !== 'wait' && (await addSlot(tx, digest, due, now));
  const [next] = openSlotsAfter(
    digest.schedule,
    due.kind === 'wait' ? used : [...used, due.slot],
    now,
  ).take(1);
  if (next === undefined) throw new Error('a schedule ended');
  await moveDigestOn(tx, digest.id, { nextAt: stamp(next.at), plannedAt: stamp(now) });
  return isNew ? due : { kind: 'wait' };
}

/** The next slot after a moment. A digest that is not set yet has no id. */
export async function nextSlot(
  db: Db,
  digestId: string | null,
  schedule: Schedule,
  after: Temporal.Instant,
): Promise<Slot> {
  const [slot] = await nextSlots(db, { id: digestId, schedule }, after, 1);
  if (slot === undefined) throw new Error('a schedule ended');
  return slot;
}

/** The next so many slots after a moment, the days that had theirs left out. */
export async function nextSlots(
  db: Db,
  { id, schedule }: { readonly id: string | null; readonly schedule: Schedule },
  after: Temporal.Instant,
  count: number,
): Promise<Slot[]> {
  const used = id === null ? [] : await listUsedSlots(db, id, after.subtract(DAYS_APART));
  return openSlotsAfter(schedule, used, after).take(count).toArray();
}

function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) < 0 ? one : other;
}

/** False when there was one at that very moment. Of two that are due only the later one is told. */
async function addSlot(
  tx: Tx,
  { id, teamId }: StandingDigest,
  { kind, slot }: Exclude<Misfire, { kind: 'wait' }>,
  now: Temporal.Instant,
): Promise<boolean> {
  await missDueSlots(tx, id, 'overtaken', now);
  const due = { digestId: id, teamId, at: slot.at, kind: 'due', date: slot.date } as const;
  return kind === 'missed' ? addMissedSlot(tx, due, now) : addDueSlot(tx, due, now);
}
