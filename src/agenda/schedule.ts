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
