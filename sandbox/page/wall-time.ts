/** What a clock on the wall shows at a moment, as a `datetime-local` field takes it. */
export function wallTime(seconds: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return format.format(seconds * 1000).replace(' ', 'T');
}

/** The moment at which a clock on the wall shows this; of an hour that comes twice, the first. */
export function secondsAt(wall: string, timeZone: string): number {
  const asUtc = Date.parse(`${wall}Z`) / 1000;
  const ahead = (moment: number): number =>
    Date.parse(`${wallTime(moment, timeZone)}Z`) / 1000 - moment;
  const dayBefore = asUtc - ahead(asUtc - 86_400);
  return wallTime(dayBefore, timeZone) === wall ? dayBefore : asUtc - ahead(asUtc + 86_400);
}
