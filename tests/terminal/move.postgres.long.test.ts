import { once } from 'node:events';
import { Client } from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { freshServerDatabase } from '../support/postgres.ts';
import { recordWith } from './record-to-move.ts';
import { startTerminal, terminal } from './run-terminal.ts';

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
