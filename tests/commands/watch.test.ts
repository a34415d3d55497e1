import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { ask, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

const BOB = { who: { id: 'U0BOB', timeZone: 'Asia/Tokyo' } };

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

describe('/summit watch', () => {
  test('says what is watched and where its news will be, and offers to stop', async () => {
    const { message, outcome, issues } = await ask(db, 'watch fentanyl');
    expect(message.text).toContain(
      'You watch Curbs on exports of fentanyl precursor chemicals now. When it moves, Summit tells you in a direct message; the Home tab shows it too.',
    );
    expect(message.text).toContain('Unwatch: /summit unwatch fentanyl');
    expect({ outcome, issues }).toEqual({ outcome: 'match', issues: ['fentanyl'] });
  });

  test('said again, it changes nothing and says so', async () => {
    await ask(db, 'watch fentanyl');
    expect(await said(db, 'watch fentanyl')).toContain('already. Nothing was changed.');
    expect(await said(db, 'watch')).toContain('You watch 1 issue');
  });

  test('takes several issues, and says which words name none', async () => {
    const text = await said(db, 'watch fentanyl, taiwan and unicorns');
    expect(text).toMatch(/You watch .*fentanyl.* and .*Taiwan.* now/);
    expect(text).toContain('No issue answers to “unicorns”.');
    const list = await said(db, 'watch');
    expect(list).toContain('You watch 2 issues');
    expect(list).toContain('`fentanyl`');
    expect(list).toContain('`taiwan`');
  });

  test('alone, lists what the asker watches and nobody else', async () => {
    await ask(db, 'watch fentanyl');
    expect(await said(db, 'watch', BOB)).toContain('You watch nothing yet.');
    await ask(db, 'watch taiwan', BOB);
    expect(await said(db, 'watch')).not.toContain('`taiwan`');
  });

  test('asks which issue is meant', async () => {
    const { outcome, message } = await ask(db, 'watch hotline');
    expect(outcome).toBe('ambiguous');
    expect(JSON.stringify(message.blocks)).toMatch(/"value":"watch [a-z-]+"/);
    expect(await said(db, 'watch')).toContain('You watch nothing yet.');
  });

  test('is refused where there is no Home tab', async () => {
    const who = { id: 'terminal:ann', timeZone: 'UTC' };
    expect(await ask(db, 'watch fentanyl', { who })).toMatchObject({ problem: 'refused' });
    expect(await db.selectFrom('watches').selectAll().execute()).toEqual([]);
  });
});

describe('/summit unwatch', () => {
  test('ends it, for the asker alone', async () => {
    await ask(db, 'watch fentanyl');
    await ask(db, 'watch fentanyl', BOB);
    expect(await said(db, 'unwatch fentanyl')).toMatch(/You watch .* no more\./);
    expect(await said(db, 'watch')).toContain('You watch nothing yet.');
    expect(await said(db, 'watch', BOB)).toContain('`fentanyl`');
  });

  test('says so when it was not watched', async () => {
    expect(await said(db, 'unwatch fentanyl')).toMatch(
      /You did not watch .* Nothing was changed\./,
    );
  });

  test('asks for an issue', async () => {
    expect(await said(db, 'unwatch')).toBe('Say which issue: /summit unwatch fentanyl.');
  });
});

test('watching is nobody else’s business: the log does not tell of it', async () => {
  const lines = async (): Promise<number> =>
    (await db.selectFrom('audit_lines').select('seq').execute()).length;
  const before = await lines();
  await ask(db, 'watch fentanyl');
  await ask(db, 'unwatch fentanyl');
  expect(await lines()).toBe(before);
});
