import { expect, test } from 'vitest';
import { dayIn } from '../../src/agenda/days.ts';

test.each([
  ['Asia/Beirut', '2026-03-29'],
  ['Africa/Cairo', '2026-04-24'],
  ['America/Santiago', '2026-09-06'],
  ['America/Havana', '2026-03-08'],
])('in %s, where %s begins at one, the next day begins at midnight', (timeZone, date) => {
  const day = Temporal.PlainDate.from(date);
  const begins = day.toZonedDateTime(timeZone);
  expect(begins.hour).toBe(1);
  const next = day.add({ days: 1 });
  const early = next.toZonedDateTime({ timeZone, plainTime: '00:30' });

  expect(dayIn(begins.toInstant(), timeZone)).toBe(date);
  expect(dayIn(early.toInstant(), timeZone)).toBe(next.toString());
  expect(dayIn(early.subtract({ minutes: 31 }).toInstant(), timeZone)).toBe(date);
});
