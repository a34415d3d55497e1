import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { recordDocument } from '../../sandbox/record-document.ts';
import { StoryClock } from '../../sandbox/story-clock.ts';
import { documentUntil, morningOf, type Story, tellStory } from '../../sandbox/story.ts';
import { unaskedIn } from '../../sandbox/unasked.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { said } from '../support/ask.ts';

const EVE = '2023-11-14';
const document = JSON.parse(
  readFileSync(new URL('../../examples/biden-xi-2023.json', import.meta.url), 'utf8'),
) as AgendaDocument;

let db: Db;
let clock: StoryClock;
let story: Story;

beforeEach(async () => {
  db = await openDatabase('sqlite::memory:');
  clock = new StoryClock(morningOf(document, EVE));
  story = tellStory({
    document,
    clock,
    record: (upToThen, then) => recordDocument(db, upToThen, then),
    moved: () => {},
    unasked: unaskedIn(db),
  });
  await recordDocument(db, documentUntil(document, EVE), clock.now());
});

afterEach(() => closeDatabase(db));

test('a status moves when its day comes', async () => {
  expect(await said(db, 'status fentanyl', { now: clock.now() })).toContain('Agreed in principle');
  expect(await story.goOn('tomorrow')).toEqual({
    ok: true,
    recorded: entriesOn('2023-11-15'),
    said: true,
  });
  expect(await said(db, 'status fentanyl', { now: clock.now() })).toContain('Agreed since 15 Nov');
});

test('the record runs to the day told so far, and never past the data', async () => {
  const card = async (): Promise<string> => said(db, 'status fentanyl', { now: clock.now() });
  expect(await card()).toContain('Last entry 14 Nov 2023, today. The record runs to 14 Nov 2023.');
  await story.goOn('tomorrow');
  await story.goOn('tomorrow');
  expect(await card()).toContain('The record runs to 16 Nov 2023.');
  const { coverage_end: end } = document.dataset;
  expect(documentUntil(document, '2030-01-01').dataset.coverage_end).toBe(end);
});

test('the next news skips the days on which nothing happened, and ends with the data', async () => {
  let recorded = 0;
  const days: string[] = [];
  while (story.nextNewsOn() !== null) {
    const answer = await story.goOn('next-news');
    recorded += answer.recorded ?? 0;
    days.push(clock.now().toZonedDateTimeISO(document.dataset.timezone).toPlainDate().toString());
  }
  const later = document.issues.flatMap(({ history }) => history.filter(({ date }) => date > EVE));
  expect(recorded).toBe(later.length);
  expect(days).toEqual([...new Set(later.map(({ date }) => date))].toSorted());
  expect(await story.goOn('next-news')).toMatchObject({ ok: false });
});

function entriesOn(day: string): number {
  return document.issues.flatMap(({ history }) => history.filter(({ date }) => date === day))
    .length;
}
