import { countIn } from './read-day.ts';
import { readMoment, readSpan, type SaidAt } from './read-moment.ts';

/** What someone wants who names an issue after `remind`. */
export type ReminderWords =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'once'; readonly at: Temporal.Instant; readonly note: string }
  | { readonly kind: 'off' }
  | { readonly kind: 'every'; readonly days: number }
  | { readonly kind: 'every off' }
  /** Null: until the next entry would be due. */
  | { readonly kind: 'snooze'; readonly until: Temporal.Instant | null }
  | { readonly kind: 'gone by'; readonly at: Temporal.Instant }
  | { readonly kind: 'too far' }
  /** `every` with something that is no number of days from 1 to 365. */
  | { readonly kind: 'no rhythm' }
  | { readonly kind: 'unclear' };

export const MOST_DAYS = 365;

/** Reads what stands behind the issue: `in 3 days call them`, `every 14 days`, `snooze 1 week`, `off`. */
export function readReminder(text: string, said: SaidAt): ReminderWords {
  const words = text.trim().slice(0, LONGEST).toLowerCase().split(/\s+/u);
  const [first = '', second = ''] = words;
  switch (first) {
    case '':
      return { kind: 'nothing' };
    case 'off':
    case 'cancel':
    case 'never':
      return words.length === 1 ? { kind: 'off' } : { kind: 'unclear' };
    case 'every':
      return readRhythm(words.slice(1));
    case 'snooze':
      return second === '' ? { kind: 'snooze', until: null } : readSnooze(words.slice(1), said);
    default:
      return readOnce(text, said);
  }
}

const LONGEST = 200;

function readOnce(text: string, said: SaidAt): ReminderWords {
  const moment = readMoment(text, said);
  switch (moment.kind) {
    case 'moment':
      return { kind: 'once', at: moment.at, note: moment.rest };
    case 'none':
      return { kind: 'unclear' };
    case 'gone by':
    case 'too far':
      return moment;
  }
}

function readSnooze(words: readonly string[], said: SaidAt): ReminderWords {
  const moment = readMoment(words.filter((word) => word !== 'until').join(' '), said);
  switch (moment.kind) {
    case 'moment':
      return moment.rest === '' ? { kind: 'snooze', until: moment.at } : { kind: 'unclear' };
    case 'none':
      return { kind: 'unclear' };
    case 'gone by':
    case 'too far':
      return moment;
  }
}

/** `14 days`, `2 weeks`, `week`, `other day`, `fortnight`, `off`. */
function readRhythm(words: readonly string[]): ReminderWords {
  const [first = '', second = ''] = words;
  if (/^(?:off|never|none)$/.test(first) && words.length === 1) return { kind: 'every off' };
  const [count, unit] =
    countIn(first) === null && first !== 'other' ? ['a', first] : [first, second];
  const said = count === 'a' && unit === first ? 1 : 2;
  const span = readSpan([count === 'other' ? '2' : count, unit]);
  if (span === null || !span.isOfDays || words.length > said) return { kind: 'no rhythm' };
  const { days, weeks, months, years } = span.time;
  const all = days + 7 * weeks + 30 * months + 365 * years;
  return all >= 1 && all <= MOST_DAYS ? { kind: 'every', days: all } : { kind: 'no rhythm' };
}
