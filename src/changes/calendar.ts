/** True for a calendar date that exists: `2023-11-15`. */
export function isDay(given: string | undefined): given is string {
  return given !== undefined && isInCalendar(given);
}

/** True for a calendar date or a month that exists: `2023-11`. */
export function isDayOrMonth(given: string): boolean {
  return isInCalendar(given) || isInCalendar(`${given}-01`);
}

function isInCalendar(date: string): boolean {
  const [year = 0, month = 0, day = 0] = /^\d{4}-\d{2}-\d{2}$/.test(date)
    ? date.split('-').map(Number)
    : [];
  if (!(month >= 1 && month <= 12 && day >= 1)) return false;
  if (day <= 28) return true;
  return day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
}
