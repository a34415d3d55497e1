import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { backUp } from '../../db/backup.ts';
import { addressOf, exampleDatabase, runBot, tokensOf } from '../slack/running-bot.ts';
import { noting, overHttp, seeded, storm, updates } from '../slack/storm.ts';
import { writeBigAgenda } from '../support/big-agenda.ts';
import { exampleDb } from '../support/db.ts';
import { firstOf } from '../support/thorough.ts';
import { notesIn, overwrite } from './notes-in.ts';
import { startTerminal, terminal } from './run-terminal.ts';

const IS_ROOT = process.getuid?.() === 0;

let slack: SlackStandIn;
/** Large enough to be still copied while others write to it. */
let large: string;
let example: string;

beforeAll(async () => {
  slack = await startSlack();
  example = await exampleDatabase();
  large = join(folder(), 'summit.db');
  copyFileSync(example, large);
  const agenda = join(folder(), 'big.json');
  await writeBigAgenda(agenda, { issues: 300, entries: 20_000 });
  await terminal(['import', agenda], large);
  return async () => slack.stop();
});

describe('a backup', () => {
  test('says what it holds, and is a record by itself', async () => {
    const goal = join(folder(), 'backup.db');
    const { out, err, code } = await terminal(['backup', goal], example);
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toMatch(
      /^Backed up to \S+backup\.db: 1 agenda, 19 issues, 92 entries, \d+ KB\. It was checked and is whole\.\n$/,
    );
    expect(readdirSync(join(goal, '..'))).toEqual(['backup.db']);
    expect(await terminal(['export'], goal)).toEqual(await terminal(['export'], example));
  });

  test('made while another process writes is whole, with all that was acknowledged before it', async () => {
    const bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${large}`,
    });
    const http = overHttp(`${await addressOf(bot)}/slack/events`, slack.signingSecret);
    expect(await http.send(agendaChoice)).toContain('Biden–Xi');
    const acknowledged: string[] = [];
    let stopping = false;
    const writing = storm(
      noting(http.send, acknowledged),
      updates('backup', seeded(7)),
      () => stopping,
    );

    for (const number of firstOf(1, [1, 2, 3])) {
      const goal = join(folder(), `${number}.db`);
      const before = [...acknowledged];
      const { err, code } = await terminal(['backup', goal], large);
      expect({ err, code }).toEqual({ err: '', code: 0 });
      expect(acknowledged.length).toBeGreaterThan(before.length);
      const there = notesIn(goal);
      expect(before.filter((note) => !there.has(note))).toEqual([]);
      expect((await terminal(['verify'], goal)).out).toMatch(/^The record is whole: /);
    }
    stopping = true;
    const { refused } = await writing;
    expect(refused.map(([, answer]) => answer)).toEqual([]);
    http.hangUp();
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
  });

  test('can be made of a record in memory', async () => {
    const db = await exampleDb();
    const backup = await backUp(db, join(folder(), 'backup.db'));
    expect(backup).toMatchObject({ agendas: 1, issues: 19, entries: 92 });
    expect((await terminal(['export'], backup.path)).out).toContain('"key": "fentanyl"');
  });
});

describe('what stands in the way of a backup is said in one sentence', () => {
  test.each([
    ['no file', () => [], 2, /^Say which file to write: backup FILE\n$/],
    ['two files', () => ['one.db', 'two.db'], 2, /^Say which file to write: backup FILE\n$/],
    ['a file that is there', () => [existing()], 1, /taken\.db is there already: name another/],
    ['a folder', () => [folder()], 1, /is there already: name another file/],
    ['no such folder', () => [join(folder(), 'no', 'b.db')], 1, /^There is no folder \S+no: make/],
    ['the record', () => [example], 1, /^\S+summit\.db belongs to the record itself: name another/],
    ['beside the record', () => [`${example}-journal`], 1, /-journal belongs to the record itself/],
  ])('%s', async (_, words, expected, sentence) => {
    const { out, err, code } = await terminal(['backup', ...words()], example);
    expect({ out, code }).toEqual({ out: '', code: expected });
    expect(err).toMatch(sentence);
    expect(err.split('\n')).toHaveLength(2);
  });

  test('a full disk, where nothing is left behind', async ({ skip, onTestFinished }) => {
    skip(!IS_ROOT, 'only root may mount a small disk');
    const disk = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    onTestFinished(() => void execFileSync('umount', ['--lazy', disk]));
    const { out, err, code } = await terminal(['backup', join(disk, 'backup.db')], example);
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(err).toMatch(/^There is no room left on the disk for \S+backup\.db: make some, .*\n$/);
    expect(readdirSync(disk)).toEqual([]);
  });

  test('a damaged record, so that no damaged backup is made', async () => {
    const damaged = join(folder(), 'summit.db');
    copyFileSync(example, damaged);
    overwrite(damaged, { from: 0.5, pages: 20 });
    const goal = join(folder(), 'backup.db');
    const { out, err, code } = await terminal(['backup', goal], damaged);
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(err).toMatch(/damaged/);
    expect(existsSync(goal)).toBe(false);
  });
});

test('killed without warning, a backup leaves nothing that looks like one', async () => {
  const goals = folder();
  const child = startTerminal(['backup', join(goals, 'backup.db')], large);
  await vi.waitFor(() => expect(readdirSync(goals)).not.toEqual([]), {
    timeout: 20_000,
    interval: 1,
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(readdirSync(goals).filter((name) => name.endsWith('.db'))).toEqual([]);
  await vi.waitFor(() => expect(readdirSync(goals)).toEqual([]), { timeout: 20_000 });
});

const agendaChoice = {
  note: '',
  inputId: 'choice',
  words: 'agenda biden-xi-2023',
};

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'summit-'));
}

function existing(): string {
  const path = join(folder(), 'taken.db');
  writeFileSync(path, 'dear');
  return path;
}
