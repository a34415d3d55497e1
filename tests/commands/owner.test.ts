import { beforeEach, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { readFacts } from '../../db/record/issue-facts.ts';
import { ask, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

async function desk(key: string): Promise<string[]> {
  const owners = await readFacts(db, 'biden-xi-2023', key, 'deskOwners');
  return owners.map(({ teamId, userId }) => `${teamId} ${userId}`);
}

async function officials(key: string) {
  return readFacts(db, 'biden-xi-2023', key, 'owners');
}

test.each([
  ['owner fentanyl <@U0B0B>', ['U0B0B']],
  ['owner fentanyl <@U0B0B|bob>', ['U0B0B']],
  ['owner fentanyl to @U0B0B', ['U0B0B']],
  ['owner fentanyl U0B0B', ['U0B0B']],
  ['owner fentanyl me', ['U0ALICE']],
  ['owner fentanil me', ['U0ALICE']],
  ['owner precursor me', ['U0ALICE']],
  ['owner Fentanyl precursors = <@U0B0B|bob>, <@W0CAR01> and me', ['U0ALICE', 'U0B0B', 'W0CAR01']],
])('%s makes it theirs', async (words, ids) => {
  const reply = await ask(db, words);
  expect(reply.issues).toEqual(['fentanyl']);
  expect(await desk('fentanyl')).toEqual(ids.map((id) => `T0SUMMIT ${id}`));
  expect(reply.message.text).toContain('is now kept here by <@');
  expect(reply.message.text).toContain('Before: nobody.');
  expect(reply.message.text).toContain('Undo: /summit undo');
});

test('an owner is taken off again', async () => {
  await ask(db, 'owner fentanyl me <@U0B0B>');
  expect(await said(db, 'owner fentanyl remove me')).toContain('is now kept here by <@U0B0B>.');
  expect(await desk('fentanyl')).toEqual(['T0SUMMIT U0B0B']);
  expect(await said(db, 'owner fentanyl -<@U0B0B>')).toContain('is now kept here by nobody.');
  expect(await said(db, 'owner fentanyl remove <@U0B0B>')).toContain('Nothing was changed.');
});

test('an official of a party is put in charge, shown on the card, and taken off', async () => {
  const text = await said(db, 'owner taiwan us Jane Doe, Envoy for &amp; about straits');
  expect(text).toContain('Jane Doe (US, Envoy for & about straits)'.replace('&', '&amp;'));
  expect((await officials('taiwan')).at(-1)).toEqual({
    party: 'us',
    name: 'Jane Doe',
    role: 'Envoy for & about straits',
    basis: 'unverified',
  });
  expect(await said(db, 'status taiwan')).toContain('Jane Doe (US,');
  expect(await said(db, 'search jane doe')).toContain('`taiwan`');

  await ask(db, 'owner taiwan United States JANE DOE, Ambassador source:https://example.org/a');
  expect((await officials('taiwan')).at(-1)).toEqual({
    party: 'us',
    name: 'JANE DOE',
    role: 'Ambassador',
    basis: 'verified',
  });
  await ask(db, 'owner taiwan remove Jane Doe');
  expect((await officials('taiwan')).filter(({ name }) => /jane/i.test(name))).toEqual([]);
});

test('without a name both are shown, and how to change them', async () => {
  await ask(db, 'owner fentanyl me');
  const text = await said(db, 'owner fentanyl');
  expect(text).toContain('Kept here by: <@U0ALICE>');
  expect(text).toContain('In charge: ');
  expect(text).toContain('/summit owner fentanyl @person');
});

test('what can’t be used says what to type', async () => {
  expect(await said(db, 'owner')).toContain('/summit owner fentanyl @person');
  expect(await said(db, 'owner fentanyl @bob')).toContain('“@bob” is nobody Slack knows.');
  expect(await said(db, 'owner fentanyl belgium Jane Doe')).toContain(
    '“belgium” is neither a person here nor a party.',
  );
  expect(await said(db, 'owner fentanyl us')).toContain(
    '/summit owner fentanyl us Jane Doe, Envoy',
  );
  expect((await ask(db, 'owner soybeans me')).outcome).toBe('none');
});

test('the log keeps who owned it before and after', async () => {
  await ask(db, 'owner fentanyl me');
  await ask(db, 'owner fentanyl remove me');
  const lines = await db
    .selectFrom('audit_lines')
    .select(['details', 'writes'])
    .where('action', '=', 'owner')
    .orderBy('seq')
    .execute();
  const alice = { teamId: 'T0SUMMIT', userId: 'U0ALICE', since: '2023-11-15T04:00:00.000Z' };
  expect(lines.map(({ details }) => JSON.parse(details))).toEqual([
    { before: { deskOwners: [] }, after: { deskOwners: [alice] } },
    { before: { deskOwners: [alice] }, after: { deskOwners: [] } },
  ]);
  expect(JSON.parse(lines[0]?.writes ?? '')).toEqual([
    ['desk', 'fentanyl', expect.stringMatching(/^[\w-]{22}$/)],
  ]);
});
