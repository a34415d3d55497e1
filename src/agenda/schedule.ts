import { firstInstantAt } from './wall-time.ts';
import type { IsoDate } from './record.ts';

/** When a digest comes, in words of the wall: `weekdays 08:30 Europe/Brussels`. */
export interface Schedule {
  readonly every: 'day' | 'month' | 'week' | 'weekday';
  /** Of a week 1 (Monday) to 7, of a month 1 to 31 (its last day where it has fewer), rising; otherwise none. */
  readonly days: readonly number[];
  /** `HH:MM`, rising, from one to six. */
  readonly times: readonly string[];
  /** IANA zone. */
  readonly timeZone: string;
}

/** One moment a digest is due at. */
export interface Slot {
  readonly at: Temporal.Instant;
  /** The day it is for, where its schedule is. */
  readonly date: IsoDate;
}

/**
 * Every moment of a schedule after that one, for ever. The same ones wherever it begins: a time
 * the clocks leave out comes when they go on, one they show twice the first time, and several
 * that fall on one instant are one, of the earliest day among them.
 */
export function* slotsAfter(schedule: Schedule, after: Temporal.Instant): Generator<Slot> {
  refuseEmpty(schedule);
  let last = after.epochMilliseconds;
  let date = after.toZonedDateTimeISO(schedule.timeZone).toPlainDate();
  for (; ; date = date.add({ days: 1 })) {
    if (!isItsDay(schedule, date)) continue;
    for (const time of schedule.times) {
      const at = firstInstantAt(date, time, schedule.timeZone);
      if (at.epochMilliseconds <= last) continue;
      last = at.epochMilliseconds;
      yield { at, date: date.toString() };
    }
  }
}

/** The last moment of a schedule that is not after that one. */
export function lastSlotUntil(schedule: Schedule, until: Temporal.Instant): Slot {
  refuseEmpty(schedule);
  // Clocks that went back may have shown the next day already.
  let date = until.toZonedDateTimeISO(schedule.timeZone).toPlainDate().add({ days: 1 });
  for (; ; date = date.subtract({ days: 1 })) {
    if (!isItsDay(schedule, date)) continue;
    for (const time of schedule.times.toReversed()) {
      const at = firstInstantAt(date, time, schedule.timeZone);
      if (at.epochMilliseconds <= until.epochMilliseconds) return slotAt(schedule, at);
    }
  }
}

/** The slot at that instant, when there is one, with the day it is for. */
function slotAt(schedule: Schedule, at: Temporal.Instant): Slot {
  const [slot] = slotsAfter(schedule, at.subtract({ milliseconds: 1 })).take(1);
  if (slot === undefined) throw new Error('a schedule ended');
  return slot;
}

/** It would be looked for without end. */
function refuseEmpty({ every, days, times }: Schedule): void {
  const most = { day: 0, month: 31, week: 7, weekday: 0 }[every];
  if (times.length === 0 || (most > 0 && !days.some((day) => day >= 1 && day <= most)))
    throw new Error('a schedule that never comes');
}

function isItsDay({ every, days }: Schedule, date: Temporal.PlainDate): boolean {
  switch (every) {
    case 'day':
      return true;
    case 'weekday':
      return date.dayOfWeek <= 5;
    case 'week':
      return days.includes(date.dayOfWeek);
    case 'month':
      return days.some((day) => Math.min(day, date.daysInMonth) === date.day);
  }
}
