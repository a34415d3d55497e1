import type { PlainTextOption } from '@slack/types';
import { choice } from './form-fields.ts';

/** A time zone to choose, with what clocks show there: `Europe/Brussels, now 09:54`. */
export function zoneChoice(timeZone: string, now: Temporal.Instant): PlainTextOption {
  const time = now.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  return choice(`${timeZone}, now ${time}`, timeZone);
}
