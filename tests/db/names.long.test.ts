import { beforeAll, expect, test } from 'vitest';
import { nameIndex } from '../../db/names.ts';
import type { Db } from '../../db/open.ts';
import { findIssue } from '../../src/agenda/find-issue.ts';
import { emptyDb } from '../support/db.ts';
import { oneOfMany, putMany } from '../support/many-issues.ts';

const MANY = 100_000;

let db: Db;

beforeAll(async () => {
  db = await emptyDb();
  await putMany(db, MANY);
}, 600_000);

test('any of them is found by its key, its title, its words in another order, and its number', async () => {
  for (let number = 7; number < MANY; number += 1_111) {
    const { key, title } = oneOfMany(number);
    const [good = '', kind = '', , place = '', , round = ''] = title.replace(',', '').split(' ');
    for (const typed of [
      key,
      title.toUpperCase(),
      `round ${round} ${place} ${kind}s ${good}`,
      `what is the latest on the ${place} ${good} ${kind}, round ${round}?`,
      `${good.slice(0, 4)} ${place} ${kind} ${round}`,
      `file ${number}`,
      `第${number}号议题`,
    ]) {
      expect(await asked(typed), typed).toEqual([key]);
    }
  }
});

test('a slip in one word is forgiven', async () => {
  expect(await asked('fentnayl')).toEqual(['fentanyl']);
  expect(await asked('alumniium fund quirm round 2')).toEqual(['aluminium-quirm-fund-2']);
});

test('too many to choose from are five, and more', async () => {
  expect(await findIssue(nameIndex(db, 'names'), 'grain')).toMatchObject({
    kind: 'ambiguous',
    issues: { length: 5 },
    more: true,
  });
});

test('what is not there is missing, with three to try instead', async () => {
  for (const typed of ['iraq', 'file 100000', 'grain aldovia ban round 99', 'verification quota']) {
    const match = await findIssue(nameIndex(db, 'names'), typed);
    const nearest = match.kind === 'missing' ? await match.nearest() : [];
    expect(nearest, typed).toHaveLength(3);
  }
});

async function asked(typed: string): Promise<string[]> {
  const match = await findIssue(nameIndex(db, 'names'), typed);
  return match.kind === 'missing' ? [] : match.issues.map(({ key }) => key);
}
