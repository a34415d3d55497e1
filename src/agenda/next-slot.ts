import { dayIn } from './days.ts';
import type { IsoDate } from './record.ts';
import { lastSlotUntil, type Schedule, type Slot, slotsAfter } from './schedule.ts';

/** What comes of a slot whose time has come. */
export type Misfire =
  /** None was due. */
  | { readonly kind: 'wait' }
  /** To be told: in time, or late and saying so. */
  | { readonly kind: 'due' | 'late'; readonly slot: Slot }
  /** Too late to be told; the next one tells it all. */
  | { readonly kind: 'missed'; readonly slot: Slot };

/** Nobody calls a digest late before that. */
const ON_TIME = Temporal.Duration.from({ minutes: 1 });
/** Later than that nobody wants it. */
const MOST_GRACE = Temporal.Duration.from({ hours: 6 });
const ONE_MOMENT = Temporal.Duration.from({ milliseconds: 1 });

/**
 * The slots after a moment, without those of days that had theirs: after an edit or a change of
 * zone a day never has more than it has times. `used` are the slots a digest already has,
 * by whatever schedule and in whatever zone.
 */
export function* openSlotsAfter(
  schedule: Schedule,
  used: readonly Slot[],
  after: Temporal.Instant,
): Generator<Slot> {
  for (const slot of slotsAfter(schedule, after)) if (isOpen(schedule, used, slot)) yield slot;
}

/**
 * What to do now about a digest whose next slot is `nextAt`. Of all that came due since, only
 * the last is told.
 */
export function judgeDue(
  schedule: Schedule,
  used: readonly Slot[],
  { nextAt, now }: { readonly nextAt: Temporal.Instant; readonly now: Temporal.Instant },
): Misfire {
  const slot = isAfter(nextAt, now) ? null : lastOpenSlot(schedule, used, { nextAt, now });
  if (slot === null) return { kind: 'wait' };
  if (isAfter(now, giveUpAt(schedule, slot.at))) return { kind: 'missed', slot };
  return { kind: isLate(slot.at, now) ? 'late' : 'due', slot };
}

/** True for a digest that has to say that it is late. */
export function isLate(slotAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return isAfter(now, slotAt.add(ON_TIME));
}

/** Until when the digest of a slot may be told: for half the time until the next one, and six hours at most. */
export function giveUpAt(schedule: Schedule, slotAt: Temporal.Instant): Temporal.Instant {
  const most = slotAt.add(MOST_GRACE);
  const next = slotsAfter(schedule, slotAt).next();
  if (next.done === true) return most;
  const half = Math.floor((next.value.at.epochMilliseconds - slotAt.epochMilliseconds) / 2);
  const then = slotAt.add({ milliseconds: half });
  return isAfter(then, most) ? most : then;
}

/** The last one from `nextAt` up to now, unless a later one was told by a clock that went back since. */
function lastOpenSlot(
  schedule: Schedule,
  used: readonly Slot[],
  { nextAt, now }: { readonly nextAt: Temporal.Instant; readonly now: Temporal.Instant },
): Slot | null {
  let slot = lastSlotUntil(schedule, now);
  while (!isAfter(nextAt, slot.at)) {
    if (isUsed(used, slot.at)) return null;
    if (isOpen(schedule, used, slot)) return slot;
    slot = lastSlotUntil(schedule, slot.at.subtract(ONE_MOMENT));
  }
  // The rules of the zone were changed after it was worked out: it comes as it was announced.
  const announced = { at: nextAt, date: dayIn(nextAt, schedule.timeZone) };
  return isOwnSlot(schedule, nextAt) || !isOpen(schedule, used, announced) ? null : announced;
}

/**
 * A slot there is already is not open. Of a day's other ones as many are taken, the first ones,
 * as the day had slots at times the schedule does not know.
 */
function isOpen(schedule: Schedule, used: readonly Slot[], slot: Slot): boolean {
  if (isUsed(used, slot.at)) return false;
  const ofDay = used.filter((other) => daysOf(schedule, other).includes(slot.date));
  if (ofDay.length === 0) return true;
  const times = slotsOn(schedule, slot.date);
  const elsewhen = ofDay.filter(({ at }) => !times.some((time) => time.at.equals(at)));
  const free = times.filter((time) => !ofDay.some(({ at }) => at.equals(time.at)));
  const before = free.filter(({ at }) => isAfter(slot.at, at));
  return before.length >= elsewhen.length;
}

/** The days a slot takes up: the one it was for, and the one it is for or on by the schedule as it is now. */
function daysOf(schedule: Schedule, { at, date }: Slot): IsoDate[] {
  const now = lastSlotUntil(schedule, at);
  // In the gap of a clock change a slot may stand on the day after the one it is for.
  return [date, now.at.equals(at) ? now.date : dayIn(at, schedule.timeZone)];
}

function isUsed(used: readonly Slot[], moment: Temporal.Instant): boolean {
  return used.some(({ at }) => at.equals(moment));
}

function isOwnSlot(schedule: Schedule, at: Temporal.Instant): boolean {
  return lastSlotUntil(schedule, at).at.equals(at);
}

function slotsOn(schedule: Schedule, date: IsoDate): Slot[] {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(schedule.timeZone).toInstant();
  const slots: Slot[] = [];
  for (const slot of slotsAfter(schedule, start.subtract(ONE_MOMENT))) {
    if (slot.date > date) break;
    if (slot.date === date) slots.push(slot);
  }
  return slots;
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}
