import { expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { rowsOf } from '../support/all-rows.ts';
import { deskDb, say } from '../support/desk.ts';

/** Each changes something of `grain`, or adds an issue. */
const CHANGES = [
  'alias grain = wheat, barley',
  'alias fish remove nets',
  'position grain north Wants quotas.',
  'position grain north Wants none. source:https://example.org/known',
  'position grain north remove',
  'owner grain me @U0BOB',
  'owner grain remove me',
  'owner grain south Jane Doe, Envoy',
  'owner grain remove Jane Doe',
  'add Seaweed aliases:kelp because it came up source:https://example.org/known',
];

/** What tells of changes; `undo` leaves the sources there, and no day of the agenda comes back. */
const LEFT_OUT = ['audit_lines', 'agendas', 'issue_cards'];

async function known(): Promise<Db> {
  const db = await deskDb();
  await say(db, 'source fish https://example.org/known', { minutes: -60 });
  await say(db, 'position grain north Wants a little.', { minutes: -59 });
  await say(db, 'owner grain <@U0ALICE>', { minutes: -58 });
  await say(db, 'owner grain north Jane Doe', { minutes: -57 });
  return db;
}

test.each(CHANGES)('%s is logged whole, and taken back by undo to the last row', async (words) => {
  const db = await known();
  const before = await rowsOf(db, LEFT_OUT);
  expect((await say(db, words)).problem).toBeUndefined();
  expect(await rowsOf(db, LEFT_OUT)).not.toEqual(before);
  expect(await verifyRecord(db, null)).toMatchObject({ kind: 'whole' });
  expect((await say(db, 'undo', { minutes: 1 })).problem).toBeUndefined();
  expect(await rowsOf(db, LEFT_OUT)).toEqual(before);
  expect(await verifyRecord(db, null)).toMatchObject({ kind: 'whole' });
});
