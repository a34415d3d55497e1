import { beforeEach, expect, test } from 'vitest';
import { exportAgenda } from '../../src/changes/export-agenda.ts';
import type { Db } from '../../db/open.ts';
import { BOB, deskDb, entriesOf, lastEntryOf, say, TODAY } from '../support/desk.ts';

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

async function exported(): Promise<string> {
  let whole = '';
  for await (const part of exportAgenda(db, 'names')) whole += part;
  return JSON.stringify(JSON.parse(whole).issues);
}

test.each([
  ['update grain agreed because signed', 'the update of Grain exports'],
  ['update grain agreed on:2026-05-01', 'the update of Grain exports'],
  ['note grain: more', 'the note on Grain exports'],
  ['source grain https://example.org/a', 'the source for Grain exports'],
  ['withdraw grain on:2026-05-01', 'the withdrawal from Grain exports'],
  ['alias grain = wheat', 'the change of names of Grain exports'],
  ['alias fish remove nets', 'the change of names of Fishing rights'],
  ['position grain north wants more', 'the position on Grain exports'],
  ['owner grain me', 'the change of owners of Grain exports'],
  ['owner grain north Jane Doe, Envoy', 'the change of owners of Grain exports'],
])('%s is taken back', async (words, what) => {
  const before = await exported();
  const card = (await say(db, 'status grain')).message.text;
  await say(db, words);
  const { message, problem } = await say(db, 'undo', { minutes: 9 });
  expect(problem).toBeUndefined();
  expect(message.text).toContain(`Taken back: ${what}.`);
  expect(await exported()).toBe(before);
  expect((await say(db, 'status grain')).message.text).toBe(card);
});

test('again takes back the change before it, and then there is nothing', async () => {
  const before = await exported();
  await say(db, 'update grain in talks because one');
  await say(db, 'update grain agreed because two');
  await say(db, `withdraw grain on:${TODAY}`);
  await say(db, 'note fish: three');
  await say(db, 'undo');
  expect(await lastEntryOf(db, 'grain')).toBe('2026-05-01 on-agenda: Listed.');
  for (const standing of ['agreed: two', 'in-talks: one']) {
    await say(db, 'undo');
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} ${standing}`);
  }
  await say(db, 'undo');
  expect(await exported()).toBe(before);
  const { message, problem } = await say(db, 'undo');
  expect(problem).toBe('refused');
  expect(message.text).toContain('You changed nothing in the last ten minutes.');
});

test('of two owners that were named in one moment the second one is taken back', async () => {
  await say(db, 'owner grain <@U0BOB>');
  const card = (await say(db, 'status grain')).message.text;
  await say(db, 'owner grain me');
  expect((await say(db, 'undo')).problem).toBeUndefined();
  expect((await say(db, 'status grain')).message.text).toBe(card);
});

test('what was taken back stays in the history', async () => {
  await say(db, 'update grain agreed because signed');
  await say(db, 'undo');
  expect(await entriesOf(db, 'grain')).toEqual([
    '2026-05-01 on-agenda: Listed.',
    `ended ${TODAY} agreed: signed`,
  ]);
});

test('after ten minutes it is too late', async () => {
  await say(db, 'update grain agreed');
  expect((await say(db, 'undo', { minutes: 10, who: BOB })).problem).toBe('refused');
  expect((await say(db, 'undo', { minutes: 11 })).message.text).toContain('You changed nothing');
  expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} agreed`);
  expect((await say(db, 'undo', { minutes: 10 })).problem).toBeUndefined();
});

test('it is one’s own last change, whatever others did elsewhere', async () => {
  await say(db, 'update grain agreed');
  await say(db, 'update fish stalled', { who: BOB });
  await say(db, 'undo', { minutes: 1 });
  expect(await lastEntryOf(db, 'grain')).toBe('2026-05-01 on-agenda: Listed.');
  expect(await lastEntryOf(db, 'fish')).toBe(`${TODAY} stalled`);
});

test.each([
  ['update grain agreed', 'note grain: Bob knows more'],
  ['update grain agreed', `withdraw grain on:${TODAY}`],
  ['withdraw grain on:2026-05-01', 'update grain proposed on:2026-05-01'],
  ['alias grain = wheat', 'alias grain = rye'],
  ['position grain north wants more', 'position grain north wants less'],
])('%s, then %s by another: what they built on stays', async (mine, theirs) => {
  await say(db, mine);
  const other = await say(db, theirs, { who: BOB, minutes: 6 });
  expect(other.problem).toBeUndefined();
  const before = await exported();
  const { message, problem } = await say(db, 'undo', { minutes: 7 });
  expect(problem).toBe('refused');
  expect(message.text).toContain('has been changed again since');
  expect(await exported()).toBe(before);
});

test('what another built on it and took back again is in nobody’s way', async () => {
  const before = await exported();
  await say(db, 'update grain agreed');
  await say(db, 'note grain: Bob knows more', { who: BOB, minutes: 5 });
  await say(db, 'undo', { who: BOB, minutes: 6 });
  expect((await say(db, 'undo', { minutes: 7 })).problem).toBeUndefined();
  expect(await exported()).toBe(before);
});

test('the same input four times takes back one change', async () => {
  await say(db, 'update grain in talks');
  await say(db, 'update fish stalled');
  for (const minutes of [1, 2, 3, 4]) await say(db, 'undo', { inputId: 'T1', minutes });
  expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} in-talks`);
  expect(await lastEntryOf(db, 'fish')).toBe('2026-05-01 on-agenda: Listed.');
});
