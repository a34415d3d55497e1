const LOCALE = 'en-US';
const DAY = 86_400_000;

export interface Reader {
  readonly timeZone: string;
  /** The sandbox's clock, in milliseconds, so that "today" is the sandbox's day. */
  readonly now: number;
}

/** Fills the tokens of Slack's date formats, such as `{date_long} at {time}`, for one reader. */
export function formatSlackDate(seconds: number, format: string, reader: Reader): string {
  return format.replaceAll(
    /\{(\w+)\}/g,
    (token, name: string) => formatToken(name, seconds * 1000, reader) ?? token,
  );
}

function formatToken(name: string, at: number, { timeZone, now }: Reader): string | null {
  const pretty = /^(date\w*?)_pretty$/.exec(name)?.[1];
  if (pretty !== undefined) return nearDay(at, now, timeZone) ?? formatDay(pretty, at, timeZone);
  if (name === 'day_divider_pretty') {
    return nearDay(at, now, timeZone) ?? formatDay('date_long', at, timeZone);
  }
  if (name === 'time') {
    return show(at, timeZone, { hour: 'numeric', minute: '2-digit' });
  }
  if (name === 'time_secs') {
    return show(at, timeZone, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
  }
  if (name === 'ago') return ago(at, now);
  return formatDay(name, at, timeZone);
}

function formatDay(name: string, at: number, timeZone: string): string | null {
  const year = show(at, timeZone, { year: 'numeric' });
  const month = show(at, timeZone, { month: '2-digit' });
  const day = show(at, timeZone, { day: '2-digit' });
  const words = `${show(at, timeZone, { month: 'long' })} ${ordinal(Number(day))}, ${year}`;
  switch (name) {
    case 'date_num':
      return `${year}-${month}-${day}`;
    case 'date_slash':
      return `${month}/${day}/${year}`;
    case 'date_short':
      return show(at, timeZone, { month: 'short', day: 'numeric', year: 'numeric' });
    case 'date':
      return words;
    case 'date_long':
      return `${show(at, timeZone, { weekday: 'long' })}, ${words}`;
    default:
      return null;
  }
}

function show(at: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone }).format(at);
}

function ordinal(day: number): string {
  const rule = new Intl.PluralRules(LOCALE, { type: 'ordinal' }).select(day);
  return `${day}${{ one: 'st', two: 'nd', few: 'rd', other: 'th', many: 'th', zero: 'th' }[rule]}`;
}

function nearDay(at: number, now: number, timeZone: string): string | null {
  const day = (moment: number): string => formatDay('date_num', moment, timeZone) ?? '';
  if (day(at) === day(now)) return 'today';
  if (day(at) === day(now - DAY)) return 'yesterday';
  if (day(at) === day(now + DAY)) return 'tomorrow';
  return null;
}

const SPANS = [
  { unit: 'year', length: 365 * DAY },
  { unit: 'month', length: 30 * DAY },
  { unit: 'day', length: DAY },
  { unit: 'hour', length: 3_600_000 },
  { unit: 'minute', length: 60_000 },
] as const;

function ago(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
  const span = SPANS.find(({ length }) => Math.abs(at - now) >= length);
  if (span === undefined) return format.format(Math.trunc((at - now) / 1000), 'second');
  return format.format(Math.trunc((at - now) / span.length), span.unit);
}
