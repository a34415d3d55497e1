import { expect, test } from 'vitest';
import { noteVisit } from '../../src/changes/note-visit.ts';
import { emptyDb } from '../support/db.ts';

const ALICE = { teamId: 'T0SUMMIT', userId: 'U0ALICE' };
const NINE = Temporal.Instant.from('2026-11-23T09:00:00Z');

test('the news since the last look stays while someone opens the tab again and again, and is old at the next look', async () => {
  const db = await emptyDb();
  const look = async (minutes: number): Promise<string | null> =>
    noteVisit(db, ALICE, NINE.add({ minutes }));
  expect(await look(0)).toBeNull();
  expect(await look(1)).toBeNull();
  expect(await look(45)).toBeNull();
  // Each opening within an hour of the one before it belongs to the same look.
  expect(await look(100)).toBeNull();
  expect(await look(200)).toBe('2026-11-23T10:40:00.000Z');
  expect(await look(230)).toBe('2026-11-23T10:40:00.000Z');
  expect(await noteVisit(db, { ...ALICE, userId: 'U0BOB' }, NINE)).toBeNull();
});

test('many openings in one minute are written down once', async () => {
  const db = await emptyDb();
  const visit = async (): Promise<unknown> =>
    (await db.selectFrom('home_visits').selectAll().execute())[0];
  await noteVisit(db, ALICE, NINE);
  const noted = await visit();
  await noteVisit(db, ALICE, NINE.add({ seconds: 30 }));
  expect(await visit()).toEqual(noted);
  await noteVisit(db, ALICE, NINE.add({ seconds: 90 }));
  expect(await visit()).not.toEqual(noted);
});
