import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import { emptyDb } from '../support/db.ts';
import {
  BOB,
  deskDb,
  entriesOf,
  filledIn,
  formOf,
  hintsIn,
  lastEntryOf,
  say,
  TODAY,
} from '../support/desk.ts';

const TOKYO = { id: 'U0TOKYO', timeZone: 'Asia/Tokyo' };
const HAWAII = { id: 'U0HAWAII', timeZone: 'Pacific/Honolulu' };

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

describe('/summit update', () => {
  test.each([
    ['update grain agreed', 'agreed'],
    ['update agreed grain', 'agreed'],
    ['update grain to agreed', 'agreed'],
    ['update grain: agreed', 'agreed'],
    ['update set grain exports to agreed', 'agreed'],
    ['update grain from on-agenda to agreed', 'agreed'],
    ['update the status of grain is now agreed', 'agreed'],
    ['Update “Grain exports” -> agreed', 'agreed'],
    ['update grain agreed in principle', 'agreed-in-principle'],
    ['update grain no movement', 'stalled'],
    ['update no progress on grain', 'stalled'],
    ['update grain :handshake:', 'agreed'],
    ['update grain 🤝', 'agreed'],
    ['update grain in talks', 'in-talks'],
    ['update grain deadlocked', 'stalled'],
  ])('%s records %s', async (words, status) => {
    const { message, outcome, issues, problem } = await say(db, words);
    expect({ outcome, issues, problem }).toEqual({
      outcome: 'match',
      issues: ['grain'],
      problem: undefined,
    });
    expect(message.text).toContain('Recorded for Grain exports');
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} ${status}`);
  });

  test('a status word inside a name is part of the name', async () => {
    expect((await say(db, 'update ai talks agreed')).issues).toEqual(['ai-talks']);
    expect(await lastEntryOf(db, 'ai-talks')).toBe(`${TODAY} agreed`);
  });

  test('says what it moved from, who says so and how to take it back', async () => {
    const { message } = await say(
      db,
      'update grain agreed because both sides said so says:"White House" source:https://www.example.org/readout confidence:high',
    );
    expect(message.text).toContain('4 May 2026: On the agenda → Agreed\nboth sides said so');
    expect(message.text).toContain('Who says so: White House · verified, high confidence');
    expect(message.text).toContain('example.org (https://www.example.org/readout) (4 May 2026)');
    expect(message.text).toContain('Undo: /summit undo');
    expect(message.text).not.toContain('Add source');
    const card = (await say(db, 'status grain')).message.text;
    expect(card).toContain('Agreed since 4 May 2026');
    expect(card).toContain('both sides said so');
  });

  test('without a source it offers to add one', async () => {
    const { message } = await say(db, 'update grain agreed');
    expect(message.text).toContain('Add source: /summit source grain');
    expect(message.text).toContain('unverified, no source, low confidence');
  });

  test('a note keeps colons, line ends and quotes, and shows Slack’s codes as words', async () => {
    await say(
      db,
      'update grain agreed because <@U0BOB|bob> said: “no &amp;lt; deal”\nsee <http://example.org|example.org> or <#C1|desk> too',
    );
    expect(await lastEntryOf(db, 'grain')).toBe(
      `${TODAY} agreed: @bob said: “no &lt; deal”\nsee example.org or #desk too`,
    );
  });
});

describe('days', () => {
  test.each([
    ['yesterday', '2026-05-03'],
    ['2 May', '2026-05-02'],
    ['2026-05-02', '2026-05-02'],
    ['saturday', '2026-05-02'],
  ])('on:%s is %s', async (on, day) => {
    await say(db, `update grain agreed on:${on}`);
    expect(await lastEntryOf(db, 'grain')).toBe(`${day} agreed`);
  });

  test('today is the asker’s, or the venue’s where that is later', async () => {
    const late = { minutes: 8 * 60 };
    await say(db, 'update grain agreed', { who: TOKYO, ...late });
    await say(db, 'update fish agreed on:yesterday', { who: TOKYO, ...late });
    await say(db, 'update ai-talks agreed', { who: HAWAII, minutes: -11 * 60 });
    expect(await lastEntryOf(db, 'grain')).toBe('2026-05-05 agreed');
    expect(await lastEntryOf(db, 'fish')).toBe('2026-05-04 agreed');
    expect(await lastEntryOf(db, 'ai-talks')).toBe('2026-05-04 agreed');
  });

  test('a day to come is refused, in the asker’s zone', async () => {
    const late = { minutes: 8 * 60 };
    const { message, problem } = await say(db, 'update grain agreed on:2026-05-05', late);
    expect(message.text).toBe('2026-05-05 is still to come. An entry tells what has happened.');
    expect(problem).toBe('usage');
    const there = await say(db, 'update grain agreed on:2026-05-05', { who: TOKYO, ...late });
    expect(there.problem).toBeUndefined();
  });

  test('an entry for an earlier day leaves where the issue stands', async () => {
    await say(db, 'update grain in talks');
    const { message } = await say(db, 'update grain stalled on:2026-05-03');
    expect(message.text).toContain('The later entry of 4 May 2026 (In talks) still says');
    const card = (await say(db, 'status grain')).message.text;
    expect(card).toContain('In talks since 4 May 2026');
    expect(card).toContain('3 May 2026: On the agenda → No movement');
    expect((await say(db, 'list status:stalled')).message.text).toContain('No issue fits.');
  });

  test('a day between two entries of one status moves the day since when it holds', async () => {
    await say(db, 'update grain in talks on:2026-05-02');
    await say(db, 'update grain in talks');
    await say(db, 'update grain stalled on:2026-05-03');
    expect((await say(db, 'status grain')).message.text).toContain('In talks since 4 May 2026');
    await say(db, 'undo');
    expect((await say(db, 'status grain')).message.text).toContain('In talks since 2 May 2026');
  });
});

describe('what can’t be used', () => {
  test.each([
    [
      'update grain agreed on:someday',
      '“someday” is not a day. Write it like on:2023-11-14, or on:yesterday.',
    ],
    [
      'update grain agreed on:2026-02-31',
      '“2026-02-31” is not a day. Write it like on:2023-11-14, or on:yesterday.',
    ],
    [
      'update grain agreed source:readout',
      '“readout” is not a web address. It begins with https://.',
    ],
    [
      'update grain agreed source:javascript:alert(1)',
      '“javascript:alert(1)” is not a web address. It begins with https://.',
    ],
    ['update grain agreed confidence:sure', 'Confidence is high, medium or low, not “sure”.'],
    [
      'update grain and unicorns agreed',
      'Update one issue at a time: /summit update fentanyl agreed.',
    ],
    ['update grain and fish agreed', 'Update one issue at a time: /summit update fentanyl agreed.'],
  ])('%s is told in a sentence, and nothing is recorded', async (words, sentence) => {
    const before = await rowsOf(db, []);
    const { message, problem } = await say(db, words);
    expect({ text: message.text, problem }).toEqual({ text: sentence, problem: 'usage' });
    expect(await rowsOf(db, [])).toEqual(before);
  });

  test('a note that is too long is told how long it is', async () => {
    const { message } = await say(db, `update grain agreed because ${'long '.repeat(700)}`);
    expect(message.text).toBe('A note is at most 3000 characters long; this one has 3499.');
    expect(await entriesOf(db, 'grain')).toHaveLength(1);
  });

  test('an issue that is not there is not recorded under another', async () => {
    const { outcome, message } = await say(db, 'update unicorns agreed');
    expect(outcome).toBe('none');
    expect(message.text).toContain('No issue answers to “unicorns”');
  });

  test('an empty record says what to do', async () => {
    const { message, form } = await say(await emptyDb(), 'update grain agreed');
    expect(form).toBeUndefined();
    expect(message.text).toContain('import');
  });
});

describe('what is missing', () => {
  test('nothing but the word: the form, and what to type', async () => {
    const { message, form, problem } = await say(db, 'update');
    expect(problem).toBe('usage');
    expect(message.text).toContain('Say which issue, and where it stands:');
    expect(message.text).toContain('`/summit update &lt;issue&gt; &lt;status&gt; because …`');
    expect(form).toMatchObject({ command: 'update', title: 'Update an issue' });
    expect(filledIn(form!)).toEqual({ on: TODAY, status: 'as-it-is' });
  });

  test('no status: the form with all that was given, and the rest of the words to type', async () => {
    const { message, form } = await say(
      db,
      'update grain on:yesterday says:"White House" confidence:High source:https://example.org/a source:https://example.org/b because the rule is out',
    );
    expect(filledIn(form!)).toEqual({
      issue: 'grain',
      status: 'as-it-is',
      note: 'the rule is out',
      source: 'https://example.org/a',
      says: 'White House',
      on: '2026-05-03',
      confidence: 'high',
    });
    expect(message.text).toContain('Say where it stands:');
    const [, again = ''] = /`\/summit (.*)`/.exec(message.text) ?? [];
    await say(db, again.replace('&lt;status&gt;', 'agreed'));
    expect(await lastEntryOf(db, 'grain')).toBe('2026-05-03 agreed: the rule is out');
  });

  test('the form remembers what the card said that was pressed', async () => {
    await say(db, 'update grain in talks', { who: BOB });
    const { form } = await say(db, 'update grain seen:1', { minutes: 1 });
    const outcome = await formOf(db, 'update', { minutes: 1 }).submit(
      { issue: 'grain', status: 'agreed', on: TODAY },
      form!.keep,
    );
    expect(outcome.kind).toBe('again');
  });
});

describe('an unusual move', () => {
  test('asks for a reason, and is recorded with one', async () => {
    await say(db, 'update grain off the table');
    const asked = await say(db, 'update fish fulfilled');
    expect(asked.problem).toBe('usage');
    expect(asked.message.text).toContain(
      'Issues hardly ever go from “On the agenda” to “Fulfilled”: say why.',
    );
    expect(asked.message.text).toContain('`/summit update fish fulfilled because …`');
    expect(filledIn(asked.form!)).toMatchObject({ issue: 'fish', status: 'fulfilled' });
    expect(hintsIn(asked.form!)).toContain('hardly ever go from');
    expect(await lastEntryOf(db, 'fish')).toBe('2026-05-01 on-agenda: Listed.');

    await say(db, 'update fish fulfilled because all quotas were met at once');
    expect(await lastEntryOf(db, 'fish')).toBe(`${TODAY} fulfilled: all quotas were met at once`);
  });

  test('is judged by the day it is recorded for, and the words to type keep that day', async () => {
    await say(db, 'update grain agreed');
    const { message } = await say(db, 'update grain fulfilled on:2026-05-03');
    expect(message.text).toContain('from “On the agenda” to “Fulfilled”');
    expect(message.text).toContain('/summit update grain fulfilled on:2026-05-03 because …');
  });

  test('is not asked about again when more is said of it', async () => {
    await say(db, 'update fish fulfilled because all quotas were met');
    const { message } = await say(db, 'update fish fulfilled confidence:high');
    expect(message.text).toContain('Recorded for Fishing rights');
    expect(await lastEntryOf(db, 'fish')).toBe(`${TODAY} fulfilled: all quotas were met`);
  });
});

describe('the same day', () => {
  test('the same again is as it was', async () => {
    const words =
      'update grain agreed because it is signed\nin ink source:https://example.org/a says:Reuters';
    await say(db, words);
    const before = await rowsOf(db, []);
    const { message } = await say(db, words, { minutes: 1 });
    expect(message.text).toContain('on 4 May 2026 already. Nothing was changed.');
    expect(await rowsOf(db, [])).toEqual(before);
  });

  test('so it is after something else was said of the day', async () => {
    await say(db, 'update grain agreed because one\ntwo');
    await say(db, 'update grain agreed because three\nfour');
    const { message } = await say(db, 'update grain agreed because three\nfour');
    expect(message.text).toContain('Nothing was changed.');
  });

  test('another status takes its place, and both stay', async () => {
    await say(db, 'update grain agreed because first');
    const { message } = await say(db, 'update grain stalled because second', { minutes: 1 });
    expect(message.text).toContain('It stands in place of the entry of that day; both stay');
    expect(await entriesOf(db, 'grain')).toEqual([
      '2026-05-01 on-agenda: Listed.',
      `ended ${TODAY} agreed: first`,
      `${TODAY} stalled: second`,
    ]);
    expect((await say(db, 'status grain')).message.text).toContain('No movement since 4 May 2026');
  });

  test('more about the same status is added to what was said', async () => {
    await say(db, 'update grain agreed because first says:Reuters');
    await say(db, 'update grain agreed because second says:AFP source:https://example.org/a');
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} agreed: first\nsecond`);
    expect((await say(db, 'status grain')).message.text).toContain('Reuters; AFP · verified');
  });
});
