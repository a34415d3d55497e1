import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { setUp } from '../support/digests.ts';

/** `SUMMIT_LONG=full` plans all of them. */
const FULL = process.env['SUMMIT_LONG'] === 'full';
const DIGESTS = FULL ? 1000 : 200;
const DAYS = FULL ? 100 : 20;
const START = Temporal.Instant.from('2026-03-01T06:00:00Z');

test(`two processes that plan ${DIGESTS * DAYS} slots of one record at once plan each of them once`, async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
  const db = await openDatabase(`sqlite:${path}`);
  for (let number = 0; number < DIGESTS; number += 1) {
    await setUp(db, 'daily 09:00', START, { teamId: 'T0SUMMIT', place: `C${number}` });
  }
  const planners = [await startPlanner(path), await startPlanner(path)];
  const shares = [0, 0];
  const started = performance.now();
  for (let day = 0; day < DAYS; day += 1) {
    // Through a change of the clocks; always after nine, and before the grace is over.
    const now = START.add({ hours: 24 * day + 4 }).toString();
    const planned = await Promise.all(planners.map(async (planner) => plan(planner, now)));
    for (const [at, count] of planned.entries()) shares[at] = (shares[at] ?? 0) + count;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  for (const planner of planners) planner.disconnect();
  console.log(
    `${DIGESTS * DAYS} slots in ${seconds} s, of which the two planned ${shares.join(' and ')}`,
  );

  // Whatever the two believe, the record has the say: each slot is a row, and no row is another's.
  const rows = await db
    .selectFrom('digest_slots')
    .select(['digest_id', 'local_date'])
    .where('kind', '=', 'due')
    .execute();
  const days = new Set(rows.map((row) => `${row.digest_id} ${row.local_date}`));
  expect([rows.length, days.size]).toEqual([DIGESTS * DAYS, DIGESTS * DAYS]);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(DIGESTS * DAYS);
  expect(Math.min(...shares)).toBeGreaterThan(0);
  await closeDatabase(db);
});

async function startPlanner(path: string): Promise<ChildProcess> {
  const planner = fork(new URL('../support/plan-in-process.ts', import.meta.url), [path]);
  await once(planner, 'message');
  return planner;
}

async function plan(planner: ChildProcess, now: string): Promise<number> {
  planner.send(now);
  const [{ planned, missed }] = await once(planner, 'message');
  expect(missed).toBe(0);
  return planned;
}
