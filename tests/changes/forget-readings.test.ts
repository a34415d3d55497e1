import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { listReadings } from '../../db/readings.ts';
import { exportAudit } from '../../src/changes/export-audit.ts';
import { forgetOldReadings } from '../../src/changes/forget-readings.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { emptyDb, put } from '../support/db.ts';
import { A_DAY, readAllDay } from '../support/readings.ts';
import { openToAll, putBack, rowsIn } from '../support/tamper.ts';

const NEW_YEAR = Temporal.Instant.from('2026-01-01T00:00:00Z');
const DAY = 24;

let db: Db;

beforeEach(async () => {
  db = await emptyDb();
  await put(db, agendaOf([{ key: 'grain', title: 'Grain' }]));
  for (const day of [0, 1, 2]) await readAllDay(db, NEW_YEAR.add({ hours: day * DAY }));
});

describe('of what was shown', () => {
  test('whole days are let go of, however much that is, and a line of the log says so', async () => {
    const lines = (await logged()).length;
    await forget(30, 31 * DAY - 1);
    expect(await kept()).toEqual({ first: 1, count: 3 * A_DAY });
    expect(await logged()).toHaveLength(lines);

    await forget(30, 31 * DAY);
    expect(await kept()).toEqual({ first: A_DAY + 1, count: 2 * A_DAY });
    await forget(30, 32 * DAY - 1);
    expect(await kept()).toEqual({ first: A_DAY + 1, count: 2 * A_DAY });
    expect(await logged()).toHaveLength(lines + 1);
    expect((await logged()).at(-1)).toMatchObject({
      action: 'forget',
      by: 'retention',
      details: { seq: A_DAY, since: '2026-01-02T00:00:00.000Z' },
    });
    expect(await verifyRecord(db, null)).toMatchObject({ kind: 'whole' });
  });

  test('the last stays, and the next follows from it', async () => {
    await forget(30, 365 * DAY);
    expect(await kept()).toEqual({ first: 3 * A_DAY, count: 1 });
    await readAllDay(db, NEW_YEAR.add({ hours: 365 * DAY }));
    expect(await kept()).toEqual({ first: 3 * A_DAY, count: A_DAY + 1 });
    expect(await verifyRecord(db, null)).toMatchObject({ kind: 'whole' });
  });

  test('what a killed Summit left is let go of the next time', async () => {
    const before = await rowsIn(db, 'readings');
    await forget(30, 31 * DAY);
    await openToAll(db);
    await db.transaction().execute((tx) => putBack(tx, 'readings', before.slice(10)));
    expect(await verifyRecord(db, null)).toMatchObject({ kind: 'whole' });
    await forget(30, 31 * DAY);
    expect(await kept()).toEqual({ first: A_DAY + 1, count: 2 * A_DAY });
  });

  test('nobody deletes more than was let go of', async () => {
    await expect(deleteFrom(1)).rejects.toThrow('readings are never deleted');
    await forget(30, 31 * DAY);
    await expect(deleteFrom(A_DAY + 1)).rejects.toThrow('readings are never deleted');
    expect(await kept()).toEqual({ first: A_DAY + 1, count: 2 * A_DAY });
  });

  test.for([
    ['the first that is kept', A_DAY + 1],
    ['one between', A_DAY + 9],
  ])('%s is missed, and found to be altered', async ([, seq]) => {
    await forget(30, 31 * DAY);
    await openToAll(db);
    await sql`update readings set "by" = 'U0EVE' where seq = ${seq}`.execute(db);
    expect(await verifyRecord(db, null)).toEqual({ kind: 'reading altered', seq });
    await deleteFrom(Number(seq));
    expect(await verifyRecord(db, null)).toEqual({ kind: 'reading altered', seq });
  });

  test('all of it is missed', async () => {
    await forget(30, 31 * DAY);
    await openToAll(db);
    await sql`delete from readings`.execute(db);
    expect(await verifyRecord(db, null)).toEqual({ kind: 'reading altered', seq: A_DAY + 1 });
  });
});

async function forget(days: number, hours: number): Promise<void> {
  await forgetOldReadings(db, days, NEW_YEAR.add({ hours }));
}

async function kept(): Promise<object> {
  const asked = { teamId: 'T0SUMMIT', before: Number.MAX_SAFE_INTEGER, limit: 10_000 };
  const readings = await listReadings(db, asked);
  return { first: readings.at(-1)?.seq, count: readings.length };
}

/** The log of changes, as it is exported. */
async function logged(): Promise<Record<string, unknown>[]> {
  const text = (await Array.fromAsync(exportAudit(db))).join('');
  const lines = text.trim().split('\n');
  return lines
    .map((line): Record<string, unknown> => JSON.parse(line))
    .filter(({ log }) => log === 'changes')
    .map((line) => ({ ...line, details: JSON.parse(String(line['details'])) }));
}

async function deleteFrom(seq: number): Promise<void> {
  await sql`delete from readings where seq = ${seq}`.execute(db);
}
