import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { setUp } from './digests.ts';

/** `SUMMIT_LONG=full` plans all of them. */
const FULL = process.env['SUMMIT_LONG'] === 'full';
const DIGESTS = FULL ? 1000 : 200;
const DAYS = FULL ? 100 : 20;
const START = Temporal.Instant.from('2026-03-01T06:00:00Z');

/** What came of it: slots that were planned, by the record and by what the processes say. */
interface PlannedAtOnce {
  readonly slots: number;
  /** Each day of a digest once. */
  readonly days: number;
  readonly told: number;
  /** Processes that had nothing to plan. */
  readonly idle: number;
}

/** So many slots are due. */
export const SLOTS = DIGESTS * DAYS;
/** What is to come of it. */
export const EACH_ONCE: PlannedAtOnce = { slots: SLOTS, days: SLOTS, told: SLOTS, idle: 0 };

/** Has so many processes plan the slots of one record at once. */
export async function planAtOnce(url: string, processes: number): Promise<PlannedAtOnce> {
  const db = await openDatabase(url);
  for (let number = 0; number < DIGESTS; number += 1) {
    await setUp(db, 'daily 09:00', START, { teamId: 'T0SUMMIT', place: `C${number}` });
  }
  const planners = await Promise.all(
    Array.from({ length: processes }, async () => startPlanner(url)),
  );
  const shares = planners.map(() => 0);
  const started = performance.now();
  for (let day = 0; day < DAYS; day += 1) {
    // Through a change of the clocks; always after nine, and before the grace is over.
    const now = START.add({ hours: 24 * day + 4 }).toString();
    const planned = await Promise.all(planners.map(async (planner) => plan(planner, now)));
    for (const [at, count] of planned.entries()) shares[at] = (shares[at] ?? 0) + count;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  for (const planner of planners) planner.disconnect();
  console.log(`${SLOTS} slots in ${seconds} s, of which they planned ${shares.join(', ')}`);

  // Whatever they believe, the record has the say: each slot is a row, and no row is another's.
  const rows = await db
    .selectFrom('digest_slots')
    .select(['digest_id', 'local_date'])
    .where('kind', '=', 'due')
    .execute();
  const days = new Set(rows.map((row) => `${row.digest_id} ${row.local_date}`));
  await closeDatabase(db);
  return {
    slots: rows.length,
    days: days.size,
    told: shares.reduce((sum, share) => sum + share, 0),
    idle: shares.filter((share) => share === 0).length,
  };
}

async function startPlanner(url: string): Promise<ChildProcess> {
  const planner = fork(new URL('plan-in-process.ts', import.meta.url), [url]);
  await once(planner, 'message');
  return planner;
}

async function plan(planner: ChildProcess, now: string): Promise<number> {
  planner.send(now);
  const [{ planned, missed }] = await once(planner, 'message');
  expect(missed).toBe(0);
  return planned;
}
