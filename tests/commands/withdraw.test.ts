import { beforeEach, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import { BOB, deskDb, entriesOf, lastEntryOf, say, TODAY } from '../support/desk.ts';

let db: Db;

beforeEach(async () => {
  db = await deskDb();
  await say(db, 'update grain in talks on:2026-05-02 because they met');
  await say(db, 'update grain agreed because signed');
});

async function idOf(date: string): Promise<string> {
  const { id } = await db
    .selectFrom('entries')
    .select('id')
    .where('issue_key', '=', 'grain')
    .where('date', '=', date)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return id;
}

test('by its id: it counts for nothing, and stays with who withdrew it and why', async () => {
  const id = await idOf(TODAY);
  const { message, issues } = await say(
    db,
    `withdraw ${id} because <@U0BOB|bob> &amp; others say so`,
  );
  expect(message.text).toContain(
    'Withdrawn from Grain exports: 4 May 2026, Agreed (unsourced): signed',
  );
  expect(message.text).toContain('It now stands at “In talks”, last entry 2 May 2026.');
  expect(issues).toEqual(['grain']);
  expect((await say(db, 'status grain')).message.text).toContain('In talks since 2 May 2026');
  expect(await entriesOf(db, 'grain')).toContain(`ended ${TODAY} agreed: signed`);
  const row = await db
    .selectFrom('entries')
    .select(['ended_by', 'ended_because', 'replaced_by'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({
    ended_by: 'U0ALICE',
    ended_because: '@bob & others say so',
    replaced_by: null,
  });
});

test.each([
  ['withdraw grain on:2026-05-02 because Reuters took it back', 'Reuters took it back'],
  ['withdraw grain on 2 May because &amp;lt;b', '&lt;b'],
  ['withdraw grain on:2026-05-02', null],
  ['withdraw grain exports from 2 May: a mistake', 'a mistake'],
  ['withdraw grain in talks 2026-05-02', null],
])('by its day: %s', async (words, because) => {
  const { message } = await say(db, words);
  expect(message.text).toContain('Withdrawn from Grain exports: 2 May 2026, In talks: they met');
  expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} agreed: signed`);
  const row = await db
    .selectFrom('entries')
    .select('ended_because')
    .where('status', '=', 'in-talks')
    .executeTakeFirstOrThrow();
  expect(row.ended_because).toBe(because);
});

test('by neither: asks which, with a button each that says the reason too', async () => {
  const before = await rowsOf(db, []);
  const { message, problem } = await say(db, 'withdraw grain because wrong');
  expect(problem).toBe('refused');
  expect(message.text).toContain('Which entry is to be withdrawn from Grain exports?');
  expect(await rowsOf(db, [])).toEqual(before);
  const [, again = ''] = /Withdraw 2026-05-02: \/summit (.*)/.exec(message.text) ?? [];
  expect(again).toMatch(/^withdraw \w{12} because wrong$/);
  await say(db, again);
  expect(await entriesOf(db, 'grain')).toContain('ended 2026-05-02 in-talks: they met');
});

test('twice: the second time it says that it was withdrawn', async () => {
  const id = await idOf(TODAY);
  await say(db, `withdraw ${id}`);
  const { message, problem } = await say(db, `withdraw ${id}`);
  expect(problem).toBe('refused');
  expect(message.text).toContain('That entry was withdrawn or replaced before');
});

test('the last one: nothing is left, and a new one can be recorded', async () => {
  await say(db, 'withdraw grain on:2026-05-01');
  await say(db, 'withdraw grain on:2026-05-02');
  const { message } = await say(db, `withdraw grain on:${TODAY}`);
  expect(message.text).toContain('Nothing else is recorded of it.');
  expect((await say(db, 'status grain')).message.text).toContain('Not yet on the agenda');
  expect((await say(db, 'withdraw grain')).message.text).toContain('There is no entry');
  await say(db, 'update grain proposed');
  expect((await say(db, 'status grain')).message.text).toContain('Proposed since 4 May 2026');
});

test.each([
  ['withdraw', 'Say which entry: /summit withdraw fentanyl on:2023-11-14 because …'],
  ['withdraw grain on:someday', '“someday” is not a day. Write it like on:2023-11-14.'],
  ['withdraw grain and fish on:2026-05-01', 'Say which entry'],
  ['withdraw grain on:2026-05-03', 'Nothing is recorded of “Grain exports” on that day.'],
  ['withdraw 0123456789ab', 'No issue answers to “0123456789ab”'],
  [`withdraw grain on:2026-05-02 because ${'x'.repeat(3001)}`, 'A reason is at most 3000'],
])('%s says what is wrong', async (words, sentence) => {
  const before = await rowsOf(db, []);
  const { message } = await say(db, words);
  expect(message.text).toContain(sentence);
  expect(await rowsOf(db, [])).toEqual(before);
});

test('somebody else’s change meanwhile is shown first', async () => {
  const id = await idOf(TODAY);
  await say(db, 'note grain: more', { who: BOB, minutes: 6 });
  const { message } = await say(db, `withdraw ${id}`, { minutes: 7 });
  expect(message.text).toContain('<@U0BOB> added a note to Grain exports');
  const other = await idOf('2026-05-02');
  const asked = await say(db, `withdraw ${other} because x`, { minutes: 7 });
  const [, again = ''] = /Record mine too: \/summit (.*)/.exec(asked.message.text) ?? [];
  await say(db, again, { minutes: 8 });
  expect(await entriesOf(db, 'grain')).toContain('ended 2026-05-02 in-talks: they met');
});

test('the same input four times acts once', async () => {
  const words = `withdraw grain on:${TODAY}`;
  await say(db, words, { inputId: 'T1' });
  await say(db, 'undo');
  for (const minutes of [0, 1, 2]) {
    const { message } = await say(db, words, { inputId: 'T1', minutes });
    expect(message.text).toContain('That was recorded already.');
  }
  expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} agreed: signed`);
});
