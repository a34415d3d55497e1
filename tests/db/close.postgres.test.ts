import { Client } from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { listAgendas } from '../../db/agendas.ts';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { seenByAll } from '../../db/sighted.ts';
import { markAgenda } from '../../src/changes/mark.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { NOON } from '../support/desk.ts';
import { freshServerDatabase } from '../support/postgres.ts';

const ASKED = {
  by: 'U0ANN',
  at: NOON,
  inputId: null,
  deed: 'mark',
  seen: null,
  mark: null,
} as const;
const AMBER = { marking: 'AMBER', room: null, readers: null } as const;
/** In milliseconds; a connection that nobody uses is ended after twice as long by itself. */
const SOON = { timeout: 5_000, interval: 20 };

test('a record that was only read, and its views, leave no connection open that a program would wait for', async () => {
  const url = await freshServerDatabase(inject('server'));
  const first = await openDatabase(url);
  await put(first, agendaOf([{ key: 'grain', title: 'Grain exports' }]));
  await markAgenda(first, 'names', AMBER, ASKED);
  await closeDatabase(first);

  const db = await openDatabase(url);
  expect(await listAgendas(db, 'T0SUMMIT')).toHaveLength(1);
  expect(await listAgendas(await seenByAll(db), 'T0SUMMIT')).toEqual([]);
  const client = new Client({ connectionString: url });
  await client.connect();
  const others = async (): Promise<number> => {
    const { rows } = await client.query(
      'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    return rows.length;
  };
  expect(await others()).toBeGreaterThan(1);
  await closeDatabase(db);
  await vi.waitFor(async () => expect(await others()).toBe(0), SOON);
  await client.end();
});
