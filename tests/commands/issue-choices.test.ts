import { beforeAll, expect, test } from 'vitest';
import type { Call } from '../../commands/command.ts';
import { issueChoices } from '../../commands/issue-choices.ts';
import type { Db } from '../../db/open.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { EVE } from '../support/ask.ts';
import { emptyDb, exampleDb, put } from '../support/db.ts';

let db: Db;

beforeAll(async () => {
  db = await exampleDb();
});

test('nothing typed offers every issue, the latest news first', async () => {
  const keys = await offered('');
  expect(keys.length).toBe(19);
  expect(new Set(keys).size).toBe(19);
});

test.each([
  ['fentanyl', 'fentanyl'],
  ['fentanil', 'fentanyl'],
  ['ta', 'taiwan'],
  ['TAIWAN', 'taiwan'],
  ['human', 'human-rights'],
])('“%s” offers %s', async (typed, key) => {
  const keys = await offered(typed);
  expect(keys.length).toBeLessThan(10);
  expect(keys).toContain(key);
});

test('what nothing answers to offers nothing', async () => {
  expect(await offered('zeppelins')).toEqual([]);
});

test('never more than a list takes', async () => {
  const many = await emptyDb();
  const issues = Array.from({ length: 150 }, (_, index) => ({
    key: `issue-${index}`,
    title: `Fishing rights ${index}`,
  }));
  await put(many, agendaOf(issues));
  for (const typed of ['', 'fishing', 'fi', 'f'])
    expect((await issueChoices(call(many), typed)).length).toBeLessThanOrEqual(100);
});

test('an empty record offers nothing', async () => {
  expect(await issueChoices(call(await emptyDb()), 'x')).toEqual([]);
});

async function offered(typed: string): Promise<string[]> {
  return (await issueChoices(call(db), typed)).map(({ key }) => key);
}

function call(record: Db): Call {
  return {
    text: '',
    who: { id: 'U0ALICE', timeZone: 'UTC' },
    where: { teamId: 'T0SUMMIT', channelId: 'C0DESK' },
    now: EVE,
    db: record,
    inputId: null,
  };
}
