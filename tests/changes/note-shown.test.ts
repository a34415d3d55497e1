import { expect, test } from 'vitest';
import { answer } from '../../commands/index.ts';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { listReadings } from '../../db/readings.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { noteShown, type Shown } from '../../src/changes/note-shown.ts';
import { unescapeText } from '../../src/messages/escape.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { freshDatabase, put } from '../support/db.ts';
import { ALICE, NOON } from '../support/desk.ts';
import { preparedBy, stepsOf } from '../support/query-plans.ts';
import { askSeen, callAs, fileDb, TEAM } from '../support/seen.ts';

/** In ways that are cut, folded or parted otherwise than most. */
const KINDS = [
  'Tariffs on steel, round #',
  '#. Runde: Zölle & “Abgaben” (Stahl/Aluminium)',
  '# 芬太尼前体化学品出口管制',
  'A #-point plan of the working group on the supply of precursors, on what was agreed about them and on whatever comes next',
  'می‌خواهم # تعرفه',
  '2+# and *bold* `code` <!channel> talks…',
  'Très_long-mot#',
  'Ice # 👩‍👩‍👧‍👦 cover',
];

const SHOWN: Shown = { teamId: TEAM, by: ALICE.id, place: 'C0DESK', how: 'alone' };

test('whoever was shown something is noted once in a quarter of an hour, and found without a look at all who ever were', async () => {
  const path = freshDatabase();
  const db = await openDatabase(`sqlite:${path}`);
  await put(db, agendaOf([{ key: 'grain', title: 'Grain exports' }]));
  await askSeen(db, 'mark grain AMBER', { who: ALICE });
  const { db: view } = await callAs(db, '', { who: ALICE });

  const asked = await preparedBy(async () => {
    for (const minutes of [0, 14, 15, 16]) {
      await noteShown(view, SHOWN, () => ['Grain exports'], NOON.add({ minutes }));
    }
  });
  const noted = await listReadings(db, { teamId: TEAM, before: 1_000, limit: 10 });
  expect(noted.map(({ at }) => at.slice(11, 16))).toEqual(['12:16', '12:00']);

  const queries = [...asked].filter(
    (sql) => sql.includes('from "readings"') && sql.includes('"at" >='),
  );
  expect(stepsOf(path, queries).filter((step) => step.includes('readings'))).toEqual([
    'SEARCH readings USING INDEX readings_by_reader (agenda_id=? AND issue_key=? AND by=? AND at>?)',
  ]);
  await closeDatabase(db);
});

test('of an agenda of many marked issues, those are noted that a text has', async () => {
  const db = await fileDb();
  const titles = KINDS.flatMap((kind) =>
    Array.from({ length: 150 }, (_, number) => kind.replaceAll('#', String(100 + number))),
  );
  const issues = titles.map((title, index) => ({ key: `k-${index}`, title }));
  await put(db, agendaOf(issues));
  await askSeen(db, 'mark agenda AMBER', { who: ALICE, standing: 'workspace-admin' });

  let now = NOON;
  for (const text of [
    ...KINDS.map((_, kind) => `status k-${kind * 150 + 7}`),
    ...[1, 9, 30, 60].map((page) => `list page:${page}`),
    'search tariffs',
    'digest preview',
    'agenda',
  ]) {
    now = now.add({ minutes: 20 });
    const call = await callAs(db, text, { who: ALICE, now });
    const { message } = await answer(call);
    const told = unescapeText(message.text);
    await noteShown(call.db, SHOWN, () => [told], now);
    const noted = await listReadings(db, { teamId: TEAM, before: 1e9, limit: 1_000 });
    const keys = noted.filter(({ at }) => at === stamp(now)).map(({ key }) => key);
    const shown = issues.filter(
      ({ key, title }) => told.includes(title.slice(0, 40)) || told.includes(`\`${key}\``),
    );
    expect({ text, keys: keys.toSorted() }).toEqual({
      text,
      keys: shown.map(({ key }) => key).toSorted(),
    });
    if (text.startsWith('status')) expect(keys).toContain(text.slice(7));
  }
  await closeDatabase(db);
});
