import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import { ALICE, BOB, deskDb, entriesOf, lastEntryOf, say, TODAY } from '../support/desk.ts';

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

describe('two people at once', () => {
  test('the second is shown what the first did and asked; over: records', async () => {
    await say(db, 'update grain in talks because they met', { who: BOB });
    const { message, problem } = await say(db, 'update grain stalled on:2026-05-03 says:AFP', {
      minutes: 1,
    });
    expect(problem).toBe('refused');
    expect(message.text).toContain('<@U0BOB> updated Grain exports a minute ago.');
    expect(message.text).toContain('It now says: In talks, 4 May 2026: they met');
    expect(message.text).toContain('Yours is not recorded yet. Record it as well?');
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} in-talks: they met`);

    const [, again = ''] = /Record mine too: \/summit (.*)/.exec(message.text) ?? [];
    expect(again).toMatch(/^update grain stalled on:2026-05-03 says:AFP over:\d+$/);
    await say(db, again, { minutes: 2 });
    expect(await entriesOf(db, 'grain')).toContain('2026-05-03 stalled');
  });

  test('over: is not enough when somebody was there again', async () => {
    await say(db, 'update grain in talks', { who: BOB });
    const { message } = await say(db, 'update grain stalled', { minutes: 1 });
    const [, again = ''] = /Record mine too: \/summit (.*)/.exec(message.text) ?? [];
    await say(db, 'note grain: lunch is late', { who: BOB, minutes: 2 });
    const second = await say(db, again, { minutes: 3 });
    expect(second.message.text).toContain('<@U0BOB> added a note to Grain exports');
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} in-talks: lunch is late`);
  });

  test('five minutes later nobody is asked', async () => {
    await say(db, 'update grain in talks', { who: BOB });
    expect((await say(db, 'update grain stalled', { minutes: 4 })).problem).toBe('refused');
    expect((await say(db, 'update grain stalled', { minutes: 5 })).problem).toBeUndefined();
  });

  test('what they have been shown decides, however long ago that was', async () => {
    await say(db, 'update grain in talks');
    await say(db, 'update grain stalled', { who: BOB, minutes: 10 });
    const [, shown = ''] =
      /update grain (seen:\d+)/.exec(
        JSON.stringify((await say(db, 'status grain', { minutes: 11 })).message.blocks),
      ) ?? [];
    expect(shown).not.toBe('');
    const knowing = await say(db, `update grain agreed ${shown}`, { minutes: 12 });
    expect(knowing.problem).toBeUndefined();
    const stale = await say(db, `update grain suspended because x ${shown}`, {
      who: BOB,
      minutes: 60,
    });
    expect(stale.problem).toBe('refused');
  });

  test('one’s own change is no surprise, and other issues are none either', async () => {
    await say(db, 'update grain in talks');
    expect((await say(db, 'update grain stalled')).problem).toBeUndefined();
    expect((await say(db, 'update fish stalled', { who: BOB })).problem).toBeUndefined();
  });
});

test('the same input four times acts once', async () => {
  const how = { inputId: 'trigger-1', who: ALICE };
  await say(db, 'update grain agreed because one', how);
  await say(db, 'update grain stalled because two', { minutes: 1 });
  const before = await rowsOf(db, []);
  for (const minutes of [1, 2, 90]) {
    const { message, problem } = await say(db, 'update grain agreed because one', {
      ...how,
      minutes,
    });
    expect(message.text).toContain('That was recorded already. Nothing was changed');
    expect(problem).toBeUndefined();
  }
  expect(await rowsOf(db, [])).toEqual(before);
});
