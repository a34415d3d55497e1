import { dayIn } from './days.ts';
import { MORNING } from './read-moment.ts';
import type { IsoDate } from './record.ts';
import { firstInstantAt } from './wall-time.ts';

/** The first morning to come, of that day or a later one. */
export function morningFrom(
  day: IsoDate,
  timeZone: string,
  now: Temporal.Instant,
): Temporal.Instant {
  const today = dayIn(now, timeZone);
  const first = Temporal.PlainDate.from(day > today ? day : today);
  const at = firstInstantAt(first, MORNING, timeZone);
  return Temporal.Instant.compare(at, now) > 0
    ? at
    : firstInstantAt(first.add({ days: 1 }), MORNING, timeZone);
}
