import { once } from 'node:events';
import { inject, expect, test, vi } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { freshDatabase, put } from '../support/db.ts';
import { freshServerDatabase } from '../support/postgres.ts';
import { Client } from 'pg';
import { startTerminal, terminal } from './run-terminal.ts';

test('a record is moved whole, compared, and goes on where it was', async () => {
  const from = `sqlite:${await recordWith(3)}`;
  await terminal(['update', 'issue-1', 'agreed', 'because', 'both', 'say', 'so'], from);
  const to = await freshServerDatabase(inject('server'));
  expect(await terminal(['move', '--from', from, '--to', to], from)).toEqual({
    out: 'Moved 1 agenda, 3 issues, 4 entries; every row was compared. Set DATABASE_URL to the new place.\n',
    err: '',
    code: 0,
  });
  for (const words of [['export'], ['history', 'issue-1'], ['verify']]) {
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

test('a move that is killed on its way is no record, and goes on from there', async () => {
  const from = `sqlite:${await recordWith(1_500)}`;
  const to = await freshServerDatabase(inject('server'));
  const client = new Client({ connectionString: to });
  const moving = startTerminal(['move', '--from', from, '--to', to], from);
  await vi.waitFor(
    async () => {
      await client.connect().catch(() => undefined);
      const { rows } = await client.query('select count(*)::int as rows from issues');
      expect(rows[0].rows).toBeGreaterThan(400);
    },
    { timeout: 30_000, interval: 10 },
  );
  moving.kill('SIGKILL');
  await once(moving, 'exit');
  await client.end();
  expect((await terminal(['list'], to)).err).toMatch(/^A record was moved to \S+ in part: /);
  const { out, code } = await terminal(['move', '--from', from, '--to', to], from);
  expect({ out, code }).toMatchObject({ code: 0 });
  expect(out).toMatch(/every row was compared\. It went on from [\d,]+ rows\./);
  expect((await terminal(['export'], to)).out).toBe((await terminal(['export'], from)).out);
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

async function recordWith(issues: number): Promise<string> {
  const path = freshDatabase();
  const db = await openDatabase(`sqlite:${path}`);
  const numbers = Array.from({ length: issues }, (_, number) => number + 1);
  await put(
    db,
    agendaOf(
      numbers.map((number) => ({ key: `issue-${number}`, title: `Issue number ${number}` })),
    ),
  );
  await closeDatabase(db);
  return path;
}
