import { readdirSync, statSync } from 'node:fs';
import { sql } from 'kysely';
import { isOnPostgres } from '../../db/migrations/on-postgres.ts';
import type { Db } from '../../db/open.ts';
import { walSize } from './storm-record.ts';

/** How Summit is at the end of a day. Sizes are in MB. */
export interface Vitals {
  readonly day: number;
  /** Of the whole process. */
  readonly rss: number;
  /** What each of the two threads still needs of its heap, after its garbage was collected. */
  readonly heap: number;
  readonly unaskedHeap: number;
  /** Beside the heaps: buffers. */
  readonly external: number;
  readonly fds: number;
  /** Timers, sockets and all else that keeps either thread going. */
  readonly handles: number;
  /** Of the thread that answers people, in milliseconds, at the 99th percentile of the day. */
  readonly lag: number;
  /** The largest that SQLite's log was that day; 0 on a server. */
  readonly wal: number;
  /** Connections to the server; 0 of a file. */
  readonly connections: number;
  readonly record: number;
  readonly backups: number;
  readonly inputs: number;
  readonly posts: number;
  readonly cards: number;
}

const MB = 1024 * 1024;

export interface Measured {
  readonly metricsUrl: string;
  readonly db: Db;
  /** Of the record, where it is a file. */
  readonly path: string;
  readonly backups: string;
}

export async function measure(
  { metricsUrl, db, path, backups }: Measured,
  day: number,
  wal: number,
): Promise<Vitals> {
  const lag = (await readMetrics(metricsUrl))('nodejs_eventloop_lag_p99_seconds');
  // What the first look has set free is let go of by the second.
  const of = await readMetrics(metricsUrl);
  const onServer = isOnPostgres(db);
  return {
    day,
    rss: of('process_resident_memory_bytes') / MB,
    heap: of('nodejs_heap_size_used_bytes') / MB,
    unaskedHeap: of('summit_unasked_nodejs_heap_size_used_bytes') / MB,
    external:
      (of('nodejs_external_memory_bytes') + of('summit_unasked_nodejs_external_memory_bytes')) / MB,
    fds: of('process_open_fds'),
    handles:
      of('nodejs_active_resources_total') + of('summit_unasked_nodejs_active_resources_total'),
    lag: lag * 1000,
    wal: wal / MB,
    connections: onServer ? await countConnections(db) : 0,
    record: (onServer ? await sizeOfDatabase(db) : statSync(path).size) / MB,
    backups: onServer ? 0 : readdirSync(backups).length,
    inputs: await countRows(db, 'inputs'),
    posts: await countRows(db, 'posts'),
    cards: await countRows(db, 'live_cards'),
  };
}

/** Bytes in the write-ahead log of a file; 0 of a server. */
export function walNow({ db, path }: Measured): number {
  return isOnPostgres(db) ? 0 : walSize(path);
}

async function readMetrics(url: string): Promise<(name: string) => number> {
  const response = await fetch(url);
  const text = await response.text();
  const values = new Map(
    text.split('\n').map((line): [string, number] => {
      const [name = '', value] = line.split(' ');
      return [name, Number(value)];
    }),
  );
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`/metrics has no ${name}:\n${text}`);
    return value;
  };
}

async function countRows(db: Db, table: 'inputs' | 'live_cards' | 'posts'): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

async function countConnections(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int4 as count from pg_stat_activity where datname = current_database()
  `.execute(db);
  return rows[0]?.count ?? 0;
}

async function sizeOfDatabase(db: Db): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    select pg_database_size(current_database())::float8 as size
  `.execute(db);
  return rows[0]?.size ?? 0;
}

/** By how much a figure grows a day: the median of what any two days say, so that one odd day says little. */
export function growthADay(vitals: readonly Vitals[], figure: (vitals: Vitals) => number): number {
  const slopes = vitals.flatMap((one, index) =>
    vitals.slice(index + 1).map((other) => (figure(other) - figure(one)) / (other.day - one.day)),
  );
  return median(slopes);
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [below = Number.NaN, above = Number.NaN] = [sorted.at(middle - 1), sorted.at(middle)];
  return sorted.length % 2 === 1 ? above : (below + above) / 2;
}

/** A line for each week: medians, and of what must never be too much the most. */
export function tableOf(vitals: readonly Vitals[]): string {
  const columns: readonly (readonly [string, (week: readonly Vitals[]) => string])[] = [
    ['RSS', (week) => medianOf(week, 'rss')],
    ['heap', (week) => medianOf(week, 'heap')],
    ['unasked', (week) => medianOf(week, 'unaskedHeap')],
    ['external', (week) => medianOf(week, 'external')],
    ['fds', (week) => medianOf(week, 'fds', 0)],
    ['handles', (week) => medianOf(week, 'handles', 0)],
    ['conns', (week) => medianOf(week, 'connections', 0)],
    ['lag ms', (week) => mostOf(week, 'lag')],
    ['WAL', (week) => mostOf(week, 'wal')],
    ['record', (week) => mostOf(week, 'record')],
    ['backups', (week) => mostOf(week, 'backups', 0)],
    ['inputs', (week) => mostOf(week, 'inputs', 0)],
    ['posts', (week) => mostOf(week, 'posts', 0)],
    ['cards', (week) => mostOf(week, 'cards', 0)],
  ];
  const weeks = Object.entries(Object.groupBy(vitals, ({ day }) => Math.floor(day / 7) + 1));
  const rows = [
    ['week', ...columns.map(([name]) => name)],
    ...weeks.map(([week, days = []]) => [week, ...columns.map(([, cell]) => cell(days))]),
  ];
  return rows.map((row) => row.map((cell) => cell.padStart(8)).join(' ')).join('\n');
}

function medianOf(week: readonly Vitals[], figure: keyof Vitals, digits = 1): string {
  return median(week.map((one) => one[figure])).toFixed(digits);
}

function mostOf(week: readonly Vitals[], figure: keyof Vitals, digits = 1): string {
  return Math.max(...week.map((one) => one[figure])).toFixed(digits);
}
