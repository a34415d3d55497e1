/** An instant as file names have it: `2026-01-05T02-00-00Z`, or with milliseconds. */
export function stampOf(
  instant: Temporal.Instant,
  smallestUnit: 'second' | 'millisecond' = 'second',
): string {
  return instant.toString({ smallestUnit }).replaceAll(':', '-');
}

/** What a backup made at that moment is called. */
export function backupName(instant: Temporal.Instant): string {
  return `summit-${stampOf(instant)}.db`;
}

/** When a backup of that name was made; null for any other file. */
export function madeAt(name: string): Temporal.Instant | null {
  const [, day, time] = /^summit-(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d)Z\.db$/.exec(name) ?? [];
  if (day === undefined || time === undefined) return null;
  try {
    return Temporal.Instant.from(`${day}T${time.replaceAll('-', ':')}Z`);
  } catch {
    return null;
  }
}

/** When the making of a backup began that was never finished; null for any other file. */
export function unfinishedSince(name: string): Temporal.Instant | null {
  const [, wanted] = /^(.*\.db)\.[0-9a-f]{8}\.unfinished(?:-journal|-wal|-shm)?$/.exec(name) ?? [];
  return wanted === undefined ? null : madeAt(wanted);
}
