import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { sightedBy } from '../../db/sighted.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { markEntry, markIssue } from '../../src/changes/mark.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { freshDatabase } from '../support/db.ts';

const AT = Temporal.Instant.from('2026-05-04T12:00:00Z');
const MARK = { marking: 'AMBER+STRICT', room: 'G0ROOM', readers: null } as const;
const ASKED = { by: 'U0ANN', at: AT, inputId: null, deed: 'mark', seen: null, mark: null } as const;

test('whoever sees an annex is listed issues from an index of each part, and nothing is sorted but what stands in several', async () => {
  const db = await openDatabase(`sqlite:${freshDatabase()}`);
  const agenda = agendaOf([
    { key: 'grain', title: 'Grain exports' },
    { key: 'pact', title: 'Secret pact' },
    { key: 'fish', title: 'Fishing rights' },
  ]);
  await importAgenda(db, agenda, { recorder: { by: 'U0ANN', at: AT } });
  const agendaId = agenda.dataset.id;
  await markIssue(db, { agendaId, key: 'pact' }, MARK, ASKED);
  const { id } = await db
    .selectFrom('entries')
    .select('id')
    .where('issue_key', '=', 'grain')
    .executeTakeFirstOrThrow();
  await markEntry(db, { agendaId, key: 'grain' }, id, MARK, ASKED);
  const inside = await sightedBy(db, {
    marking: 'AMBER+STRICT',
    rooms: ['G0ROOM'],
    reader: 'U0ANN',
  });

  const plan = await sql<{ detail: string }>`
    explain query plan
    select issue_key, status, basis, since, date from standings
    where agenda_id = (select ${agendaId}) order by date desc, issue_key limit 16
  `.execute(inside);
  const steps = plan.rows.map(({ detail }) => detail);
  const of = (text: string): string[] => steps.filter((step) => step.includes(text));
  expect(of('MERGE (UNION ALL)').length).toBe(2);
  expect(of('USING INDEX standings_by_date (agenda_id=?)').length).toBe(2);
  expect(of('SCAN standings')).toEqual([]);
  const { rows } = await sql`select issue_key from standings`.execute(inside);
  expect(rows.length).toBe(3);
  await closeDatabase(db);
});
