import { beforeEach, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { readFacts } from '../../db/record/issue-facts.ts';
import { rowsOf } from '../support/all-rows.ts';
import { ask, EVE, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

async function positionOf(key: string, party: string) {
  const all = await readFacts(db, 'biden-xi-2023', key, 'positions');
  return all.find((one) => one.party === party);
}

test.each([
  'position fentanyl china Lift the sanctions first.',
  'position Fentanyl CHINA: Lift the sanctions first.',
  'position fentanyl 中国 Lift the sanctions first.',
  'position fentanyl = china – Lift the sanctions first.',
  'position fentanil china Lift the sanctions first.',
  'position “fentanyl” “China” Lift the sanctions first.',
])('%s is what China wants from now on', async (words) => {
  const before = await positionOf('fentanyl', 'china');
  const reply = await ask(db, words);
  expect(reply.issues).toEqual(['fentanyl']);
  expect(await positionOf('fentanyl', 'china')).toEqual({
    party: 'china',
    text: 'Lift the sanctions first.',
    basis: 'unverified',
  });
  expect(reply.message.text).toContain('China: Lift the sanctions first. (unverified)');
  expect(reply.message.text).toContain(`Before: ${before?.text}`);
  expect(await said(db, 'status fentanyl')).toContain(
    'China: Lift the sanctions first. (unverified)',
  );
});

test('the text is kept as it was typed, line ends, colons and stars included', async () => {
  const typed = 'Two things:\n1) *Lift*  the sanctions\n2) as before &amp; after &lt;b&gt;';
  await ask(db, `position taiwan us ${typed}`);
  expect((await positionOf('taiwan', 'us'))?.text).toBe(
    'Two things:\n1) *Lift*  the sanctions\n2) as before & after <b>',
  );
});

test('a source makes it verified, and is kept', async () => {
  const text = await said(
    db,
    'position taiwan us No change of policy. source:<https://www.example.org/readout|readout>',
  );
  expect(text).toContain('Sources: example.org (https://www.example.org/readout)');
  expect(await positionOf('taiwan', 'us')).toMatchObject({
    text: 'No change of policy.',
    basis: 'verified',
  });
  const { url } = await db
    .selectFrom('sources')
    .select('url')
    .where('publisher', '=', 'example.org')
    .executeTakeFirstOrThrow();
  expect(url).toBe('https://www.example.org/readout');
});

test('the other parties keep theirs, and their order', async () => {
  const before = await readFacts(db, 'biden-xi-2023', 'fentanyl', 'positions');
  await ask(db, 'position fentanyl us Something else.');
  const after = await readFacts(db, 'biden-xi-2023', 'fentanyl', 'positions');
  expect(after.map(({ party }) => party)).toEqual(before.map(({ party }) => party));
  expect(after.filter(({ party }) => party !== 'us')).toEqual(
    before.filter(({ party }) => party !== 'us'),
  );
});

test('the same again changes nothing', async () => {
  await ask(db, 'position fentanyl us Something else.');
  const before = await rowsOf(db, []);
  expect(await said(db, 'position fentanyl us Something else.')).toContain('Nothing was changed.');
  expect(await rowsOf(db, [])).toEqual(before);
});

test('a position is taken away', async () => {
  expect(await said(db, 'position fentanyl us remove')).toContain('holds no position of');
  expect(await positionOf('fentanyl', 'us')).toBeUndefined();
});

test('it is searched for by what it says, and no longer by what it said', async () => {
  await ask(db, 'position taiwan us Rhubarb is unacceptable.');
  expect(await said(db, 'search rhubarb')).toContain('`taiwan`');
  await ask(db, 'position taiwan us Nothing of the kind.');
  expect(await said(db, 'search rhubarb')).toContain(
    'Nothing in the record holds all these words.',
  );
});

test('what is missing is asked for', async () => {
  expect(await said(db, 'position')).toMatch(/^Say which issue, which party and what it wants/);
  expect(await said(db, 'position fentanyl')).toContain(
    '/summit position fentanyl us what it wants',
  );
  expect(await said(db, 'position fentanyl us')).toContain(
    '/summit position fentanyl us and then its position',
  );
  expect(await said(db, 'position fentanyl belgium wants more')).toContain(
    'No party is called “belgium”. Parties: us (United States), china (',
  );
  expect((await ask(db, 'position soybeans us wants more')).outcome).toBe('none');
  expect(await said(db, `position taiwan us ${'x'.repeat(2001)}`)).toContain(
    'at most 2000 characters',
  );
  expect(await said(db, 'position taiwan us Firm. source:nowhere')).toContain(
    '“nowhere” is not a web address.',
  );
});

test('an issue whose name holds a party’s is still found', async () => {
  await ask(db, 'alias maritime = China seas');
  expect((await ask(db, 'position China seas us Free passage.')).issues).toEqual(['maritime']);
  expect((await positionOf('maritime', 'us'))?.text).toBe('Free passage.');
});

test('the second of two people is shown what the first one did, with theirs to say again', async () => {
  await ask(db, 'position taiwan us One.');
  const reply = await ask(db, 'position taiwan us Two. source:https://example.org/a', {
    who: { id: 'U0B0B', timeZone: 'UTC' },
    now: EVE.add({ minutes: 1 }),
  });
  expect(reply.problem).toBe('refused');
  expect((await positionOf('taiwan', 'us'))?.text).toBe('One.');
  expect(reply.message.text).toMatch(
    /\/summit position taiwan us Two\. source:\u00ADhttps:\/\/example\.org\/a over:\d+/,
  );
});
