import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type FileTrouble, troubleOf } from '../../db/trouble.ts';
import { failure } from '../../src/messages/failure.ts';

const folder = mkdtempSync(join(tmpdir(), 'summit-'));
const path = join(folder, 'summit.db');

/** What SQLite itself throws. */
const failures: Readonly<Record<Exclude<FileTrouble, 'disk-failed'>, () => void>> = {
  damaged: () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'not a database, but long enough to be read as one'.repeat(20));
    new Database(file).exec('create table a (b)');
  },
  'disk-full': () => {
    const database = new Database(':memory:');
    database.pragma('max_page_count = 3');
    database.exec('create table a (b); create table c (d); create table e (f)');
  },
  locked: () => {
    const [one, other] = [new Database(path), new Database(path, { timeout: 0 })];
    one.exec('begin immediate');
    try {
      other.exec('begin immediate');
    } finally {
      one.close();
      other.close();
    }
  },
  'not-a-file': () => {
    new Database(folder).exec('create table a (b)');
  },
  'not-writable': () => {
    new Database(path).exec('create table if not exists a (b)').close();
    new Database(path, { readonly: true }).exec('create table c (d)');
  },
};

test.each(Object.keys(failures) as (keyof typeof failures)[])('%s', (trouble) => {
  const error = thrown(failures[trouble]);
  const found = troubleOf(error);
  expect(found ?? String(error)).toBe(trouble);
  expect(troubleOf(new Error('While recording', { cause: error }))).toBe(trouble);

  const { text } = failure('K7F3-2Q', found);
  expect(text).toMatch(/^Summit can't .*Nothing was changed\. .*Code K7F3-2Q\.$/);
  expect(text).not.toContain(folder);
});

test('any other failure is none that people could do anything about', () => {
  expect(troubleOf(thrown(() => new Database(':memory:').exec('select * from nothing')))).toBe(
    null,
  );
  expect(troubleOf('a text')).toBe(null);
  expect(failure('K7F3-2Q').text).toContain('Something went wrong on our side');
});

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}
