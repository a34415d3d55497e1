import { beforeEach, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { BOB, deskDb, entriesOf, filledIn, lastEntryOf, say, TODAY } from '../support/desk.ts';

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

test.each([
  ['note grain: two more ships left', 'two more ships left'],
  ['note grain two more ships left', 'two more ships left'],
  ['note grain – two more ships left', 'two more ships left'],
  ['note grain because two more ships left', 'two more ships left'],
  ['note “Grain exports” two more ships left', 'two more ships left'],
  ['note grain: Yellen said: no deal agreed', 'Yellen said: no deal agreed'],
  ['note ai talks: grain was agreed', null],
])('%s', async (words, text) => {
  const { message } = await say(db, words);
  expect(message.text).toContain('Recorded for');
  expect(await lastEntryOf(db, 'grain')).toBe(
    text === null ? '2026-05-01 on-agenda: Listed.' : `${TODAY} on-agenda: ${text}`,
  );
});

test('the status stays, and since when it holds', async () => {
  await say(db, 'update grain in talks on:2026-05-02');
  await say(db, 'note grain: lunch says:Reuters');
  const card = (await say(db, 'status grain')).message.text;
  expect(card).toContain('In talks since 2 May 2026, last update 4 May 2026\nlunch');
  expect(card).toContain('Who says so: Reuters');
});

test('what is noted on a day that has an entry is added to it', async () => {
  await say(db, 'note grain: first');
  await say(db, 'note grain: second', { minutes: 1 });
  expect(await entriesOf(db, 'grain')).toEqual([
    '2026-05-01 on-agenda: Listed.',
    `ended ${TODAY} on-agenda: first`,
    `${TODAY} on-agenda: first\nsecond`,
  ]);
});

test('on an earlier day it takes the status of that day', async () => {
  await say(db, 'update grain agreed');
  await say(db, 'note grain: still at it on:2026-05-02');
  expect(await entriesOf(db, 'grain')).toContain('2026-05-02 on-agenda: still at it');
});

test('the same again is as it was', async () => {
  await say(db, 'note grain: first');
  const before = await rowsOf(db, []);
  expect((await say(db, 'note grain: first')).message.text).toContain('Nothing was changed.');
  expect(await rowsOf(db, [])).toEqual(before);
});

test('nothing to note: the form for the issue', async () => {
  const { form, problem } = await say(db, 'note grain');
  expect(problem).toBe('usage');
  expect(filledIn(form!)).toMatchObject({ issue: 'grain', status: 'as-it-is', on: TODAY });
  expect((await say(db, 'note')).form).toBeDefined();
});

test('an issue without entries needs a status first', async () => {
  const { dataset, ...rest } = agendaOf([{ key: 'new', title: 'New matter' }]);
  const issues = rest.issues.map((issue) => ({ ...issue, history: [] }));
  await put(db, {
    ...rest,
    issues,
    dataset: { ...dataset, id: 'later', start_date: '2026-05-02' },
  });
  const { message, form } = await say(db, 'note new: something');
  expect(message.text).toContain('Say where it stands');
  expect(filledIn(form!)).toMatchObject({ issue: 'new', note: 'something' });
  expect(await entriesOf(db, 'new')).toEqual([]);
});

test('two people at once: the second is asked, and may go on', async () => {
  await say(db, 'note grain: lunch', { who: BOB });
  const { message } = await say(db, 'note grain: dinner source:https://example.org/a', {
    minutes: 1,
  });
  expect(message.text).toContain('<@U0BOB> added a note to Grain exports');
  const [, again = ''] = /Record mine too: \/summit (.*)/.exec(message.text) ?? [];
  await say(db, again, { minutes: 2 });
  expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} on-agenda: lunch\ndinner`);
});

test('two issues at once are refused', async () => {
  const { problem } = await say(db, 'note grain and fish because lunch');
  expect(problem).toBe('usage');
  expect(await entriesOf(db, 'grain')).toHaveLength(1);
});
