import { inject, expect, test } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { forgetOldReadings } from '../../src/changes/forget-readings.ts';
import { freshDatabase } from '../support/db.ts';
import { freshServerDatabase } from '../support/postgres.ts';
import { A_DAY, readAllDay } from '../support/readings.ts';
import { openToAll, putBack, rowsIn } from '../support/tamper.ts';
import { recordWith } from './record-to-move.ts';
import { terminal } from './run-terminal.ts';

test('a record is moved whole, compared, and goes on where it was', async () => {
  const from = `sqlite:${await recordWith(3)}`;
  await letGoOfSomeReadings(from);
  await terminal(['update', 'issue-1', 'agreed', 'because', 'both', 'say', 'so'], from);
  const to = await freshServerDatabase(inject('server'));
  expect(await terminal(['move', '--from', from, '--to', to], from)).toEqual({
    out: 'Moved 1 agenda, 3 issues, 4 entries; every row was compared. Set DATABASE_URL to the new place.\n',
    err: '',
    code: 0,
  });
  for (const words of [['export'], ['export', '--audit'], ['history', 'issue-1'], ['verify']]) {
    const [there, here] = [await terminal(words, to), await terminal(words, from)];
    expect({ words, ...there }).toEqual({ words, ...here });
  }
  const more = ['update', 'issue-1', 'stalled', 'because', 'no', 'date', 'was', 'set'];
  expect((await terminal(more, to)).code).toBe(0);
  expect((await terminal(['verify'], to)).out).toMatch(/^The record is whole/);

  const again = await terminal(['move', '--from', from, '--to', to], from);
  expect(again).toMatchObject({ out: '', code: 1 });
  expect(again.err).toMatch(/^There is a record at \S+ already: /);
  expect((await terminal(['status', 'issue-1'], to)).out).toContain('no date was set');
});

test.for([
  [[]],
  [['--from', 'sqlite:a.db']],
  [['--from', 'postgres://localhost/a', '--to', 'sqlite:a.db']],
])('%j is answered with what to type', async ([words = []]) => {
  const { err, code } = await terminal(['move', ...words], freshDatabase());
  expect(code).toBe(2);
  expect(err).toContain('move --from sqlite:data/summit.db --to postgres://');
});

/** And Summit is killed in the midst of it. */
async function letGoOfSomeReadings(from: string): Promise<void> {
  const db = await openDatabase(from);
  const read = Temporal.Instant.from('2026-01-01T00:00:00Z');
  await readAllDay(db, read);
  await readAllDay(db, read.add({ hours: 24 }));
  const all = await rowsIn(db, 'readings');
  await forgetOldReadings(db, 1, read.add({ hours: 48 }));
  expect(await rowsIn(db, 'readings')).toHaveLength(A_DAY);
  await openToAll(db);
  await db.transaction().execute((tx) => putBack(tx, 'readings', all.slice(10)));
  await closeDatabase(db);
}
