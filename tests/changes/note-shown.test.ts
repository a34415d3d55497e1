import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { listReadings } from '../../db/readings.ts';
import { noteShown, type Shown } from '../../src/changes/note-shown.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { freshDatabase, put } from '../support/db.ts';
import { ALICE, NOON } from '../support/desk.ts';
import { askSeen, callAs, TEAM } from '../support/seen.ts';

const SHOWN: Shown = { teamId: TEAM, by: ALICE.id, place: 'C0DESK', how: 'alone' };

test('whoever was shown something is noted once in a quarter of an hour, and found without a look at all who ever were', async () => {
  const path = freshDatabase();
  const db = await openDatabase(`sqlite:${path}`);
  await put(db, agendaOf([{ key: 'grain', title: 'Grain exports' }]));
  await askSeen(db, 'mark grain AMBER', { who: ALICE });
  const { db: view } = await callAs(db, '', { who: ALICE });

  const prepare = vi.spyOn(Database.prototype, 'prepare');
  for (const minutes of [0, 14, 15, 16]) {
    await noteShown(view, SHOWN, () => ['Grain exports'], NOON.add({ minutes }));
  }
  const asked = new Set(prepare.mock.calls.map(([sql]) => sql));
  prepare.mockRestore();
  const noted = await listReadings(db, { teamId: TEAM, before: 1_000, limit: 10 });
  expect(noted.map(({ at }) => at.slice(11, 16))).toEqual(['12:16', '12:00']);

  const reader = new Database(path, { readonly: true });
  const plans = [...asked]
    .filter((sql) => sql.includes('from "readings"') && sql.includes('"at" >='))
    .flatMap((sql) => {
      const values = Array.from(sql.matchAll(/\?/g), () => 'x');
      const plan = reader.prepare<string[], { detail: string }>(`explain query plan ${sql}`);
      return plan.all(...values).map(({ detail }) => detail);
    });
  expect(plans.filter((detail) => detail.includes('readings'))).toEqual([
    'SEARCH readings USING INDEX readings_by_reader (agenda_id=? AND issue_key=? AND by=? AND at>?)',
  ]);
  reader.close();
  await closeDatabase(db);
});
