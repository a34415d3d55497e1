import { expect, test } from 'vitest';
import { agendaFor } from '../../db/agendas.ts';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { listIssues, listStandings } from '../../db/standing-lists.ts';
import { countStandings, startOn } from '../../db/standings.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { freshDatabase, put } from '../support/db.ts';
import { ALICE, NOON, say } from '../support/desk.ts';
import { preparedBy, stepsOf } from '../support/query-plans.ts';

const BEFORE = '2026-05-03';

test('on a day before the last entry only those are worked out that have one after it', async () => {
  const path = freshDatabase();
  const db = await openDatabase(`sqlite:${path}`);
  const keys = ['fish', 'grain', 'pact'];
  await put(db, agendaOf(keys.map((key) => ({ key, title: `About ${key}` }))));
  // Where it is tomorrow already.
  const ahead = { ...ALICE, timeZone: 'Pacific/Auckland' };
  await say(db, 'update grain stalled', { who: ahead, now: NOON });
  const agenda = await agendaFor(db, { teamId: 'T0SUMMIT', channelId: 'C0DESK' });
  if (agenda === null) throw new Error('The record is empty');

  expect(agenda.lastEntryOn).toBe('2026-05-05');

  const asked = await preparedBy(async () => {
    const first = { limit: 2, offset: 0 };
    const listed = await listStandings(db, agenda, BEFORE, {}, first);
    const among = await listIssues(db, agenda, BEFORE, ['grain', 'pact']);
    const { counts } = await countStandings(db, agenda, BEFORE);
    const start = await startOn(db, agenda.id, 'grain', BEFORE);
    expect(listed.rows.map(({ key, status }) => `${key} ${status}`)).toEqual([
      'fish on-agenda',
      'grain on-agenda',
    ]);
    expect(listed.more).toBe(true);
    expect(among).toMatchObject([{ key: 'grain', status: 'on-agenda' }, { key: 'pact' }]);
    expect(counts).toEqual({ 'on-agenda': 3 });
    expect(start).toEqual({ since: '2026-05-01', sincePrecision: 'day' });
  });

  const steps = stepsOf(
    path,
    [...asked].filter((sql) => sql.includes('"later"')),
  );
  const readsAll = /^SCAN (?!CONSTANT)|entries_by_date/;
  expect(steps.filter((step) => step.startsWith('SEARCH now USING')).length).toBe(4);
  expect(steps.filter((step) => readsAll.test(step))).toEqual([]);
  await closeDatabase(db);
});
