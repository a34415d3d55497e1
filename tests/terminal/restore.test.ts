import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import {
  addressOf,
  exampleDatabase,
  type RunningBot,
  runBot,
  tokensOf,
} from '../slack/running-bot.ts';
import { overHttp, seeded, storm, updates } from '../slack/storm.ts';
import { firstOf } from '../support/thorough.ts';
import { notesIn, overwrite } from './notes-in.ts';
import { terminal } from './run-terminal.ts';

let slack: SlackStandIn;
/** A backup of the example. */
let backup: string;
let exported: string;

beforeAll(async () => {
  slack = await startSlack();
  const example = await exampleDatabase();
  backup = join(folder(), 'backup.db');
  await terminal(['backup', backup], example);
  exported = (await terminal(['export'], example)).out;
  return async () => slack.stop();
});

describe('a restore', () => {
  test('gives back the record as it was, and keeps the one that was there', async () => {
    const record = await exampleDatabase();
    await terminal(
      ['update', 'fentanyl', 'stalled', 'because', 'no', 'date', 'was', 'set'],
      record,
    );
    const changed = (await terminal(['export'], record)).out;
    expect(changed).not.toBe(exported);

    const { out, err, code } = await terminal(['restore', backup], record);
    expect({ err, code }).toEqual({ err: '', code: 0 });
    const [, kept = ''] =
      /^Restored \S+backup\.db: 1 agenda, 19 issues, 92 entries\. What was there before is kept in (\S+)\.\n$/.exec(
        out,
      ) ?? [];
    expect(kept).toMatch(/summit-before-restore-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.db$/);
    expect(readdirSync(dirname(record)).toSorted()).toEqual(
      ['summit.db', kept.replace(/^.*\//, '')].toSorted(),
    );
    expect((await terminal(['export'], record)).out).toBe(exported);
    expect((await terminal(['export'], kept)).out).toBe(changed);
    expect((await terminal(['verify'], record)).out).toMatch(/^The record is whole: /);
  });

  test('makes a record where there was none', async () => {
    const record = join(folder(), 'deep', 'summit.db');
    const { out, code } = await terminal(['restore', backup], record);
    expect({ out, code }).toEqual({
      out: `Restored ${backup}: 1 agenda, 19 issues, 92 entries. There was no record before.\n`,
      code: 0,
    });
    expect((await terminal(['export'], record)).out).toBe(exported);
  });

  test('takes the place of a record that can not be read, which is moved away', async () => {
    const record = join(folder(), 'summit.db');
    writeFileSync(record, 'Dear diary, today nothing was agreed.\n'.repeat(100));
    const { out, code } = await terminal(['restore', backup], record);
    expect(out).toMatch(/can't be read and was moved to (\S+): start Summit again/);
    expect(code).toBe(0);
    expect((await terminal(['export'], record)).out).toBe(exported);
  });

  test('takes a plain copy of a record in use, with what is in its log of writes', async () => {
    const source = await exampleDatabase();
    const open = new Database(source);
    open.exec("update agendas set title = 'Written a moment ago'");
    const copy = join(folder(), 'copy.db');
    for (const beside of ['', '-wal']) copyFileSync(source + beside, copy + beside);
    open.close();
    const record = await exampleDatabase();
    expect(await terminal(['restore', copy], record)).toMatchObject({ err: '', code: 0 });
    expect((await terminal(['export'], record)).out).toContain('Written a moment ago');
  });
});

describe('what can not be restored is refused in one sentence, and the record stays as it was', () => {
  test.each([
    ['no file', () => [], 2, /^Say which backup: restore FILE\n$/],
    ['a file that is not there', () => ['nowhere.db'], 1, /^There is no file \S+nowhere\.db: name/],
    ['a folder', () => [folder()], 1, /^There is no file \S+: name a backup/],
    [
      'half a file',
      () => [damaged((path) => truncateSync(path, 200_000))],
      1,
      /is damaged: name an/,
    ],
    [
      'a file with lost pages',
      () => [damaged((path) => overwrite(path, { from: 0.5, pages: 20 }))],
      1,
      /is damaged: name another backup\. Nothing was changed/,
    ],
    ['text', () => ['README.md'], 1, /README\.md is no backup of Summit's: name another file/],
    [
      'another database',
      () => [foreign()],
      1,
      /foreign\.db is no backup of Summit's: name another/,
    ],
    ['an empty file', () => [empty()], 1, /empty\.db is no backup of Summit's: name another/],
    [
      'a newer record',
      () => [damaged(makeNewer)],
      1,
      /^\S+backup\.db was written by a newer Summit .*: update Summit, or use another file/,
    ],
  ])('%s', async (_, words, expected, sentence) => {
    const record = await exampleDatabase();
    const before = readFileSync(record);
    const { out, err, code } = await terminal(['restore', ...words()], record);
    expect({ out, code }).toEqual({ out: '', code: expected });
    expect(err).toMatch(sentence);
    expect(err.split('\n')).toHaveLength(2);
    expect(readdirSync(dirname(record))).toEqual(['summit.db']);
    expect(readFileSync(record).equals(before)).toBe(true);
  });

  test('the record itself', async () => {
    const record = await exampleDatabase();
    const { err, code } = await terminal(['restore', record], record);
    expect(code).toBe(1);
    expect(err).toMatch(/^\S+summit\.db belongs to the record itself: name a backup\.\n$/);
  });
});

describe('while the bot runs', () => {
  test('it sees the restored record at once, and writes on', async () => {
    const record = await exampleDatabase();
    const bot = runBot(environment(record));
    const { send, hangUp } = overHttp(await eventsOf(bot), slack.signingSecret);
    const ask = async (words: string) => send({ note: '', inputId: words, words });
    const before = await ask('status fentanyl');
    expect(await ask('update fentanyl stalled because no date was set')).toMatch(/^Recorded for /);
    expect(await ask('status fentanyl as-of:2100-01-01')).toContain('no date was set');

    expect(await terminal(['restore', backup], record)).toMatchObject({ err: '', code: 0 });
    expect(await ask('status Fentanyl')).toBe(before);
    expect(await ask('status fentanyl as-of:2100-01-02')).not.toContain('no date was set');
    expect(await ask('update fentanyl stalled because talks broke off')).toMatch(/^Recorded for /);

    hangUp();
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
    expect((await terminal(['verify'], record)).out).toMatch(/^The record is whole: /);
    expect((await terminal(['export'], record)).out).toContain('talks broke off');
  });

  test('no update that was acknowledged is lost: it is in what was kept, or in the record', async () => {
    const record = await exampleDatabase();
    const bot = runBot(environment(record));
    const { send, hangUp } = overHttp(await eventsOf(bot), slack.signingSecret);
    let stopping = false;
    let answered = 0;
    const writing = storm(
      async (update) => {
        const answer = await send(update);
        answered += 1;
        return answer;
      },
      updates('restore', seeded(11)),
      () => stopping,
    );

    const kept: string[] = [];
    for (const _ of firstOf(2, [1, 2, 3])) {
      const { out, err } = await terminal(['restore', backup], record);
      expect(err).toBe('');
      const [, path = ''] = /is kept in (\S+)\.\n$/.exec(out) ?? [];
      kept.push(path);
      const since = answered;
      await expect.poll(() => answered, { timeout: 20_000 }).toBeGreaterThan(since + 50);
    }
    stopping = true;
    const { acknowledged } = await writing;
    hangUp();
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);

    const files = [record, ...kept].map((path) => notesIn(path));
    expect(files.every((notes) => notes.size > 0)).toBe(true);
    const lost = acknowledged.filter(({ note }) => !files.some((notes) => notes.has(note)));
    expect(lost).toEqual([]);
    for (const path of [record, ...kept]) {
      expect((await terminal(['verify'], path)).out).toMatch(/^The record is whole: /);
    }
  });
});

function environment(record: string) {
  return {
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${record}`,
  };
}

async function eventsOf(bot: RunningBot): Promise<string> {
  return `${await addressOf(bot)}/slack/events`;
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'summit-'));
}

/** A copy of the backup to which something was done. */
function damaged(how: (path: string) => void): string {
  const path = join(folder(), 'backup.db');
  copyFileSync(backup, path);
  how(path);
  return path;
}

function makeNewer(path: string): void {
  const database = new Database(path);
  database.exec("insert into kysely_migration values ('9999-later', '2030-01-01')");
  database.close();
}

function foreign(): string {
  const path = join(folder(), 'foreign.db');
  const database = new Database(path);
  database.exec('create table recipes (name text)');
  database.close();
  return path;
}

function empty(): string {
  const path = join(folder(), 'empty.db');
  writeFileSync(path, '');
  return path;
}
