import { beforeEach, expect, test } from 'vitest';
import { readIssue } from '../../db/record/issues.ts';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import { ask, EVE, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

const BOB = { who: { id: 'U0B0B', timeZone: 'UTC' } };

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

async function aliasesOf(key: string): Promise<readonly string[]> {
  const recorded = await readIssue(db, 'biden-xi-2023', key);
  return recorded?.issue.aliases ?? [];
}

test.each([
  'alias fentanyl = China White',
  'alias fentanyl=China White',
  'alias fentanyl as China White',
  'alias fentanyl: China White',
  'alias fentanyl China White',
  'alias “fentanyl” “China White”',
  'alias Fentanyl precursors China White',
])('%s is another name that finds the issue', async (words) => {
  const reply = await ask(db, words);
  expect(reply.issues).toEqual(['fentanyl']);
  expect(reply.message.text).toContain('now answers to “China White” too');
  expect((await aliasesOf('fentanyl')).at(-1)).toBe('China White');
  expect((await ask(db, 'status china white')).issues).toEqual(['fentanyl']);
});

test('several names are parted by commas, and one in quotes may hold one', async () => {
  const text = await said(db, 'alias taiwan = "Ilha, Formosa", Formosa Strait，福尔摩沙');
  expect(text).toContain('now answers to “Ilha, Formosa”, “Formosa Strait” and “福尔摩沙” too');
  expect((await ask(db, 'status 福尔摩沙')).issues).toEqual(['taiwan']);
});

test('the confirmation says what the names were and how to take the change back', async () => {
  await ask(db, 'alias joint-statement = Communiqué one');
  const text = await said(db, 'alias joint-statement = Communiqué two');
  expect(text).toMatch(
    /Other names: .*Communiqué one, Communiqué two\.\nBefore: .*Communiqué one\.\n/,
  );
  expect(text).toContain('Undo: /summit undo');
});

test('a name the issue has already changes nothing, whatever its case', async () => {
  await ask(db, 'alias fentanyl = China White');
  const before = await rowsOf(db, []);
  expect(await said(db, 'alias fentanyl = CHINA   white, FENTANYL')).toContain(
    'already. Nothing was changed.',
  );
  expect(await rowsOf(db, [])).toEqual(before);
});

test('the same name on two issues is allowed, and said', async () => {
  await ask(db, 'alias fentanyl = Powder');
  const text = await said(db, 'alias taiwan = powder');
  expect(text).toContain('“powder” is also a name of Curbs on exports');
  expect((await ask(db, 'status powder')).outcome).toBe('ambiguous');
});

test('a key goes on meaning its own issue, and that is said', async () => {
  expect(await said(db, 'alias fentanyl = climate')).toContain('goes on showing that one');
  expect((await ask(db, 'status climate')).issues).toEqual(['climate']);
});

test('a name is taken away again, and finds nothing then', async () => {
  await ask(db, 'alias fentanyl = China White');
  expect(await said(db, 'alias fentanyl remove china white')).toContain(
    'no longer answers to “China White”',
  );
  expect((await ask(db, 'status china white')).issues).not.toEqual(['fentanyl']);
  await ask(db, 'alias fentanyl = China White');
  await ask(db, 'alias fentanyl -China White');
  expect(await aliasesOf('fentanyl')).not.toContain('China White');
  expect((await ask(db, 'alias fentanyl remove China White')).problem).toBe('usage');
});

test('asks which issue, and the button says the whole again', async () => {
  await ask(db, 'alias fentanyl = Powder');
  await ask(db, 'alias taiwan = Powder');
  const reply = await ask(db, 'alias Powder = Kelp');
  expect(reply.outcome).toBe('ambiguous');
  expect(reply.message.text).toContain('/summit alias taiwan = Kelp');
});

test('what can’t be used says what to type', async () => {
  expect(await said(db, 'alias')).toBe(
    'Say which issue, and its other name: /summit alias fentanyl = China White.',
  );
  expect(await said(db, 'alias fentanyl')).toContain('/summit alias fentanyl = another name');
  expect(await said(db, 'alias fentanyl = !!!')).toContain('has no letter or digit');
  expect(await said(db, `alias fentanyl = ${'long '.repeat(21)}`)).toContain(
    'at most 100 characters',
  );
  expect(await said(db, 'alias soybeans = Soy')).toContain('No issue answers to “soybeans”');
});

test('Slack’s codes are kept as words', async () => {
  await ask(db, 'alias fentanyl = the <#C0DESK|desk> matter &amp; more');
  expect((await aliasesOf('fentanyl')).at(-1)).toBe('the #desk matter & more');
});

test('the second of two people is shown what the first one did, and may go on', async () => {
  await ask(db, 'alias fentanyl = One');
  const reply = await ask(db, 'alias fentanyl = Two', { ...BOB, now: EVE.add({ minutes: 1 }) });
  expect(reply.problem).toBe('refused');
  expect(await aliasesOf('fentanyl')).not.toContain('Two');
  const [, again = ''] = /\/summit (alias .* over:\d+)/.exec(reply.message.text) ?? [];
  await ask(db, again, { ...BOB, now: EVE.add({ minutes: 1 }) });
  expect((await aliasesOf('fentanyl')).slice(-2)).toEqual(['One', 'Two']);
});

test('the same input acts once', async () => {
  await ask(db, 'alias fentanyl = One', { inputId: 'trigger-1' });
  await ask(db, 'alias fentanyl remove One', { inputId: 'trigger-2' });
  await ask(db, 'alias fentanyl = One', { inputId: 'trigger-1' });
  expect(await aliasesOf('fentanyl')).not.toContain('One');
});
