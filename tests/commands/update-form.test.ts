import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import {
  BOB,
  deskDb,
  filledIn,
  formOf,
  hintsIn,
  lastEntryOf,
  say,
  TODAY,
} from '../support/desk.ts';

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

describe('the form', () => {
  const keep = JSON.stringify({ seen: 0, sources: [] });

  test('shows the issue’s standing, the day’s entry and what a status asks for as it is filled in', async () => {
    await say(db, 'update grain in talks');
    const form = await formOf(db, 'update').revise(
      { issue: 'grain', status: 'agreed', on: TODAY, note: 'a' },
      keep,
    );
    expect(filledIn(form)).toEqual({ issue: 'grain', status: 'agreed', on: TODAY, note: 'a' });
    expect(hintsIn(form)).toContain('Now: 💬 In talks, last entry 4 May 2026.');
    expect(hintsIn(form)).toContain('There is an entry of that day.');
    expect(hintsIn(form)).toContain('without a source is marked unsourced');
    const earlier = await formOf(db, 'update').revise({ issue: 'grain', on: '2026-05-02' }, keep);
    expect(hintsIn(earlier)).toContain('The later entry of 4 May 2026 will still say');
  });

  test('names what is wrong by its field, and records nothing', async () => {
    const before = await rowsOf(db, []);
    const { submit } = formOf(db, 'update');
    expect(await submit({ status: 'agreed', on: TODAY }, keep)).toEqual({
      kind: 'problems',
      problems: { issue: 'Choose the issue.' },
    });
    expect(
      await submit({ issue: 'grain', status: 'agreed', on: '2026-05-09', source: 'x y' }, keep),
    ).toEqual({
      kind: 'problems',
      problems: {
        on: '2026-05-09 is still to come. An entry tells what has happened.',
        source: '“x y” is not a web address. It begins with https://.',
      },
    });
    expect(await submit({ issue: 'grain', status: 'fulfilled', on: TODAY }, keep)).toEqual({
      kind: 'problems',
      problems: { note: 'Issues hardly ever go from “On the agenda” to “Fulfilled”: say why.' },
    });
    expect(await rowsOf(db, [])).toEqual(before);
  });

  test('records what is filled in, with the sources that had no field', async () => {
    const { form } = await say(
      db,
      'update grain source:https://example.org/a source:https://example.org/b',
    );
    const outcome = await formOf(db, 'update').submit(
      {
        issue: 'grain',
        status: 'agreed',
        on: TODAY,
        note: '<b> & co',
        source: 'https://example.org/a',
      },
      form!.keep,
    );
    expect(outcome.kind).toBe('done');
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} agreed: <b> & co`);
    expect(await db.selectFrom('sources').select('url').orderBy('url').execute()).toEqual([
      { url: 'https://example.org/a' },
      { url: 'https://example.org/b' },
    ]);
  });

  test('as it is: a note; without any status yet, one is wanted', async () => {
    const { submit } = formOf(db, 'update');
    await submit({ issue: 'grain', status: 'as-it-is', on: TODAY, note: 'more' }, keep);
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} on-agenda: more`);
    expect(
      await submit({ issue: 'grain', status: 'as-it-is', on: '2026-04-01', note: 'x' }, keep),
    ).toMatchObject({ kind: 'problems', problems: { status: expect.stringContaining('Choose') } });
  });

  test('overtaken: the form again with what the other did on top, and then it is recorded', async () => {
    const { form } = await say(db, 'update grain');
    await say(db, 'update grain in talks because lunch', { who: BOB, minutes: 1 });
    const fields = { issue: 'grain', status: 'stalled', on: TODAY, note: 'mine' };
    const first = await formOf(db, 'update', { minutes: 20 }).submit(fields, form!.keep);
    if (first.kind !== 'again') throw new Error(first.kind);
    expect(first.form.submit).toBe('Record mine too');
    expect(hintsIn(first.form)).toContain('<@U0BOB> updated *Grain exports* 19 minutes ago.');
    expect(filledIn(first.form)).toEqual(fields);
    const second = await formOf(db, 'update', { minutes: 21 }).submit(fields, first.form.keep);
    expect(second.kind).toBe('done');
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} stalled: mine`);
  });

  test('sent four times it acts once', async () => {
    const fields = { issue: 'grain', status: 'agreed', on: TODAY };
    const inputId = 'V1.hash';
    await formOf(db, 'update', { inputId }).submit(fields, keep);
    await say(db, 'update grain stalled', { minutes: 1 });
    for (const minutes of [1, 2, 3]) {
      const again = await formOf(db, 'update', { inputId, minutes }).submit(fields, keep);
      expect(JSON.stringify(again)).toContain('That was recorded already.');
    }
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} stalled`);
  });
});
