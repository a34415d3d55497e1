import type { IsoDate, Phase } from './record.ts';

/** Whether a day lies before an event, in it or after it, by the event's first and last day. */
export function phaseOn(
  date: IsoDate,
  event: { readonly start: IsoDate; readonly end: IsoDate },
): Phase {
  if (date < event.start) return 'before';
  return date > event.end ? 'after' : 'summit';
}
