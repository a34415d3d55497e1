import { expect, test } from 'vitest';
import { prepared } from '../../db/prepared.ts';
import { emptyDb, exampleDb } from '../support/db.ts';

test('a prepared query is built once for each database, and answers each time for what it is given', async () => {
  let built = 0;
  const titleOf = prepared((db, given: { key: string; most: number }) => {
    built += 1;
    return db
      .selectFrom('issues')
      .select('title')
      .where('agenda_id', '=', 'biden-xi-2023')
      .where('key', '=', given.key)
      .limit(given.most);
  });
  const db = await exampleDb();
  expect(await titleOf(db, { key: 'climate', most: 1 })).toEqual([
    { title: 'Climate change cooperation' },
  ]);
  expect(await titleOf(db, { key: 'climate', most: 0 })).toEqual([]);
  await db.transaction().execute(async (tx) => {
    expect(await titleOf(tx, { key: 'taiwan', most: 5 })).toHaveLength(1);
  });
  expect(built).toBe(1);
  expect(await titleOf(await emptyDb(), { key: 'taiwan', most: 5 })).toEqual([]);
  expect(built).toBe(2);
});
