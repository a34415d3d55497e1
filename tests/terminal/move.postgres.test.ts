import { inject, expect, test } from 'vitest';
import { freshDatabase } from '../support/db.ts';
import { freshServerDatabase } from '../support/postgres.ts';
import { recordWith } from './record-to-move.ts';
import { terminal } from './run-terminal.ts';

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

test.for([
  [[]],
  [['--from', 'sqlite:a.db']],
  [['--from', 'postgres://localhost/a', '--to', 'sqlite:a.db']],
])('%j is answered with what to type', async ([words = []]) => {
  const { err, code } = await terminal(['move', ...words], freshDatabase());
  expect(code).toBe(2);
  expect(err).toContain('move --from sqlite:data/summit.db --to postgres://');
});
