/**
 * The first instant at which clocks in a zone show that time of that day, or a later one: where
 * they leave it out, when they go on; where they show it twice, the first time.
 */
export function firstInstantAt(
  date: Temporal.PlainDate,
  time: string,
  timeZone: string,
): Temporal.Instant {
  const wanted = date.toPlainDateTime(time);
  const shown = wanted.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (shown.toPlainDateTime().equals(wanted)) return shown.toInstant();
  const after = shown.getTimeZoneTransition('next');
  if (after === null) throw new Error(`no clock in ${timeZone} goes on after ${wanted.toString()}`);
  return after.toInstant();
}
