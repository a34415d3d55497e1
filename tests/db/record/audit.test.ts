import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Db } from '../../../db/open.ts';
import { exampleDb } from '../../support/db.ts';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

test.each([
  ['an update', sql`update audit_lines set by = 'nobody' where seq = 3`, /never changed/],
  ['an update of its number', sql`update audit_lines set seq = 300 where seq = 3`, /never changed/],
  ['a delete', sql`delete from audit_lines where seq = 3`, /never deleted/],
  ['a delete of the last', sql`delete from audit_lines where seq = 20`, /never deleted/],
  [
    'a replacement',
    sql`insert or replace into audit_lines select * from audit_lines where seq = 3`,
    /follow one another|never deleted/,
  ],
  [
    'a line that leaves a gap',
    sql`
      insert into audit_lines
      select 22, at, by, action, agenda_id, issue_key, details, writes, hash from audit_lines where seq = 20
    `,
    /follow one another/,
  ],
])('the log refuses %s', async (_, statement, why) => {
  const before = await db.selectFrom('audit_lines').selectAll().execute();
  expect(before).toHaveLength(20);
  await expect(statement.execute(db)).rejects.toThrow(why);
  expect(await db.selectFrom('audit_lines').selectAll().execute()).toEqual(before);
});
