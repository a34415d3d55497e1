import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Db, openDatabase } from '../../db/open.ts';
import { ask, EVE, said } from '../support/ask.ts';
import { exampleAgenda, put } from '../support/db.ts';
import { putOnTheirWay } from '../support/posts.ts';

let folder: string;
let ours: Db;
let theirs: Db;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'summit-'));
  ours = await openDatabase(`sqlite:${folder}/summit.db`);
  theirs = await openDatabase(`sqlite:${folder}/summit.db`);
  await record(ours, '2023-11-14');
});

afterEach(async () => {
  await ours.destroy();
  await theirs.destroy();
  await rm(folder, { recursive: true });
});

/** Records the example as it stood on a day. */
async function record(db: Db, day: string): Promise<void> {
  const document = exampleAgenda();
  const issues = document.issues.map((issue) => ({
    ...issue,
    history: issue.history.filter(({ date }) => date <= day),
  }));
  await put(db, { ...document, issues });
}

/** Asks until the reply is a kept one. */
async function askOften(text: string): Promise<void> {
  await ask(ours, text, NEXT_DAY);
  const kept = await ask(ours, text, NEXT_DAY);
  expect(await ask(ours, text, NEXT_DAY)).toBe(kept);
  expect(kept.message.text).toContain('Agreed in principle since');
}

/** The day after the eve, so that what is recorded for it holds. */
const NEXT_DAY = { now: EVE.add({ hours: 24 }) };

test('a question asked a third time gets the very same reply while nothing is written', async () => {
  await ask(ours, 'status fentanyl');
  const second = await ask(ours, 'status fentanyl');
  expect(await ask(ours, 'status fentanyl')).toBe(second);
});

test('what this process writes shows in the next reply', async () => {
  await askOften('status fentanyl');
  await record(ours, '2023-11-15');
  expect(await said(ours, 'status fentanyl', NEXT_DAY)).toContain('🤝 Agreed since 15 Nov 2023');
});

test('what another process writes shows in the next reply', async () => {
  await askOften('status fentanyl');
  await record(theirs, '2023-11-15');
  expect(await said(ours, 'status fentanyl', NEXT_DAY)).toContain('🤝 Agreed since 15 Nov 2023');
});

test('a write that returns rows shows too', async () => {
  await ask(ours, 'status');
  const kept = await ask(ours, 'status');
  await ours.updateTable('agendas').set({ title: 'Renamed' }).returning('id').execute();
  expect(await ask(ours, 'status')).not.toBe(kept);
  expect(await said(ours, 'status')).toContain('Renamed');
});

test.for([
  ['this process', () => ours],
  ['another one', () => theirs],
] as const)('what %s has on its way to a channel leaves a reply standing', async ([, db]) => {
  await ask(ours, 'status');
  const kept = await ask(ours, 'status');
  const at = Temporal.Instant.from('2023-11-15T08:00:00Z');
  await putOnTheirWay(db(), 1, at);
  expect(await ask(ours, 'status')).toBe(kept);
});

test('what a transaction writes that is taken back leaves replies right', async () => {
  await askOften('status fentanyl');
  const failing = ours.transaction().execute(async (tx) => {
    await tx.updateTable('issues').set({ title: 'Renamed' }).execute();
    throw new Error('Taken back');
  });
  await expect(failing).rejects.toThrow('Taken back');
  expect(await said(ours, 'status fentanyl', NEXT_DAY)).not.toContain('Renamed');
});

test('another day, channel or zone is another question', async () => {
  await record(ours, '2023-11-15');
  const onTheEve = await said(ours, 'status fentanyl');
  expect(onTheEve).toContain('Agreed in principle since');
  expect(await said(ours, 'status fentanyl', NEXT_DAY)).toContain('🤝 Agreed since');
  const inTokyo = { who: { id: 'U0BOB', timeZone: 'Asia/Tokyo' } };
  expect(await said(ours, 'status fentanyl', inTokyo)).toContain('🤝 Agreed since');
});

test('what changes something is done each time', async () => {
  await record(ours, '2023-11-15');
  await ask(ours, 'agenda biden-xi-2023');
  await ours.deleteFrom('channel_agendas').execute();
  await ask(ours, 'agenda biden-xi-2023');
  const chosen = await ours.selectFrom('channel_agendas').select('agenda_id').execute();
  expect(chosen).toEqual([{ agenda_id: 'biden-xi-2023' }]);
});
