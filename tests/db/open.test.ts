import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { DatabaseProblem } from '../../db/database-problem.ts';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';

describe('opening the record', () => {
  test('makes the folder, and is durable and strict each time', async () => {
    const url = `sqlite:${folder()}/deep/er/summit.db`;
    for (const time of ['new', 'again']) {
      const db = await openDatabase(url);
      expect([time, await settings(db)]).toEqual([time, SETTINGS]);
      await closeDatabase(db);
    }
  });

  test('every table refuses values of the wrong kind, and every reference is checked', async () => {
    const db = await openDatabase('sqlite::memory:');
    const { rows } = await sql<{ name: string }>`
      select name from pragma_table_list
      where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite%'
    `.execute(db);
    expect(rows.map(({ name }) => name).toSorted()).toEqual([
      'kysely_migration',
      'kysely_migration_lock',
    ]);
    const alias = { agenda_id: 'none', issue_key: 'none', position: 0, alias: 'x' };
    await expect(db.insertInto('aliases').values(alias).execute()).rejects.toThrow(/FOREIGN KEY/);
  });

  test('the log of changes is cut once it is longer than 64 MiB and nobody reads on', async () => {
    const path = `${folder()}/summit.db`;
    const db = await openDatabase(`sqlite:${path}`);
    const reader = new Database(path);
    const reading = reader.prepare('select * from kysely_migration').iterate();
    reading.next();
    const write = async (bytes: number): Promise<void> => {
      await sql`insert into inputs values (hex(randomblob(8)), hex(randomblob(${bytes})))`.execute(
        db,
      );
    };
    await write(40_000_000);
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(LOG_AT_MOST);
    reading.return?.();
    reader.close();

    // The first writes the log back into the file, the second begins it anew.
    await write(1);
    await write(1);
    expect(statSync(`${path}-wal`).size).toBeLessThanOrEqual(LOG_AT_MOST);
    await closeDatabase(db);
  });

  test('a migration that fails leaves the file as it was', async () => {
    const path = `${folder()}/summit.db`;
    const database = new Database(path);
    database.exec('create table name_words (taken text)');
    database.close();
    await expect(openDatabase(`sqlite:${path}`)).rejects.toThrow(/name_words.*already exists/);

    const after = new Database(path);
    const tables = after.prepare("select name from sqlite_master where type = 'table'").pluck();
    const own = tables.all().filter((name) => !String(name).startsWith('kysely_'));
    expect(own).toEqual(['name_words']);
    after.close();
  });

  test('what someone has to do something about is said in one sentence', async () => {
    const dir = folder();
    writeFileSync(
      `${dir}/text.db`,
      'This is no database, but it is long enough to be looked at. '.repeat(20),
    );
    mkdirSync(`${dir}/folder.db`);
    writeFileSync(`${dir}/file`, '');
    const newer = await openDatabase(`sqlite:${dir}/newer.db`);
    await sql`insert into kysely_migration values ('9999-later', '2030-01-01')`.execute(newer);
    await closeDatabase(newer);

    const said = {
      'a text': await problem(`sqlite:${dir}/text.db`),
      'a folder': await problem(`sqlite:${dir}/folder.db`),
      'below a file': await problem(`sqlite:${dir}/file/summit.db`),
      'a newer Summit': await problem(`sqlite:${dir}/newer.db`),
      PostgreSQL: await problem('postgres://localhost:1/summit'),
      nothing: await problem('sqlite:'),
      'no address': await problem('data/summit.db'),
    };
    expect(JSON.parse(JSON.stringify(said).replaceAll(dir, '…'))).toMatchInlineSnapshot(`
      {
        "PostgreSQL": "PostgreSQL at localhost:1/summit can't be reached: start it, or set DATABASE_URL to where it is.",
        "a folder": "…/folder.db can't be opened as a file: set DATABASE_URL to a path where a file can be.",
        "a newer Summit": "…/newer.db was written by a newer Summit (it knows 9999-later): update Summit, or use another file.",
        "a text": "…/text.db is not a readable Summit database: restore it from a backup, or move it away to start afresh.",
        "below a file": "…/file/summit.db can't be opened as a file: set DATABASE_URL to a path where a file can be.",
        "no address": "DATABASE_URL must be sqlite: and the path of a file, such as sqlite:data/summit.db, or the address of a PostgreSQL database.",
        "nothing": "DATABASE_URL must be sqlite: and the path of a file, such as sqlite:data/summit.db, or the address of a PostgreSQL database.",
      }
    `);
  });

  test('a locked file is waited for, and then said to be locked', async () => {
    const path = `${folder()}/summit.db`;
    await closeDatabase(await openDatabase(`sqlite:${path}`));
    const other = new Database(path);
    other.pragma('locking_mode = exclusive');
    other.exec('begin exclusive');
    expect(await problem(`sqlite:${path}`)).toContain('is locked by another program');
    other.close();
  });
});

describe('a transaction', () => {
  test('takes the right to write at once; one that only reads leaves it to others', async () => {
    const path = `${folder()}/summit.db`;
    const one = await openDatabase(`sqlite:${path}`);
    const other = new Database(path, { timeout: 0 });

    const reading = await one.startTransaction().setAccessMode('read only').execute();
    await reading.selectFrom('agendas').selectAll().execute();
    other.exec('begin immediate; rollback');
    await reading.rollback().execute();

    const writing = await one.startTransaction().execute();
    expect(() => other.exec('begin immediate')).toThrow(/locked/);
    await writing.rollback().execute();
    other.close();
    await closeDatabase(one);
  });
});

const LOG_AT_MOST = 64 * 1024 * 1024;

const SETTINGS = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  busy_timeout: 2000,
  recursive_triggers: 1,
  trusted_schema: 0,
};

async function settings(db: Db): Promise<object> {
  const names = Object.keys(SETTINGS);
  const values = names.map(async (name) => {
    const { rows } = await sql<object>`pragma ${sql.raw(name)}`.execute(db);
    return [name, Object.values(rows[0] ?? {})[0]] as const;
  });
  return Object.fromEntries(await Promise.all(values));
}

async function problem(url: string): Promise<string> {
  const failure: unknown = await openDatabase(url).catch((error: unknown) => error);
  if (failure instanceof DatabaseProblem) return failure.message;
  throw new Error(`Opening ${url} came to ${String(failure)}`);
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'summit-'));
}
