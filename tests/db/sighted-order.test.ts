import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
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
  const agendaId = await giveAgenda(db, 'names');
  const inside = await restrict(db, agendaId);

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

test('of more than a hundred agendas each issue is listed once, whatever annexes there are', async () => {
  const db = await openDatabase(`sqlite:${freshDatabase()}`);
  const ids: string[] = [];
  for (let number = 0; number < 110; number += 1) {
    ids.push(await giveAgenda(db, `names-${number}`));
  }
  const inside = await restrict(db, 'names-60');
  for (const id of ids) {
    const { rows } = await sql<{ key: string }>`
      select substr(issue_key, 1, 4) as key from standings where agenda_id = ${id}
      order by issue_key
    `.execute(inside);
    expect(rows.map(({ key }) => key)).toEqual(['fish', 'grai', 'pact']);
  }
  await closeDatabase(db);
});

async function giveAgenda(db: Db, id: string): Promise<string> {
  const agenda = agendaOf([
    { key: 'grain', title: 'Grain exports' },
    { key: 'pact', title: 'Secret pact' },
    { key: 'fish', title: 'Fishing rights' },
  ]);
  const document = { ...agenda, dataset: { ...agenda.dataset, id, title: `Agenda ${id}` } };
  await importAgenda(db, document, { recorder: { by: 'U0ANN', at: AT } });
  return id;
}

/** One issue is for a room alone, and the only entry of another one; the record as the room sees it. */
async function restrict(db: Db, agendaId: string): Promise<Db> {
  await markIssue(db, { agendaId, key: 'pact' }, MARK, ASKED);
  const { id } = await db
    .selectFrom('entries')
    .select('id')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', 'grain')
    .executeTakeFirstOrThrow();
  await markEntry(db, { agendaId, key: 'grain' }, id, MARK, ASKED);
  return sightedBy(db, { marking: 'AMBER+STRICT', rooms: ['G0ROOM'], reader: 'U0ANN' });
}
