import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot, tokensOf } from './running-bot.ts';
import {
  type Aftermath,
  LINES,
  overHttp,
  seeded,
  type Send,
  storm,
  type Update,
  updates,
} from './storm.ts';
import { damageOf, findingsAfter } from './storm-record.ts';

const IS_ROOT = process.getuid?.() === 0;
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;
const TERMINAL = fileURLToPath(new URL('../../src/terminal.ts', import.meta.url));
const MEBIBYTE = 1024 * 1024;

const DISK_FULL =
  /^Summit can't write just now: its disk is full\. Nothing was changed\. .* Code \S{4}-\S\S\.$/;
const NOT_WRITABLE = /^Summit may not write to \S+summit\.db or its folder: .*\n$/;
const HELD =
  /^Summit can't write just now: another program holds its record\. Nothing was changed\. .* Code \S{4}-\S\S\.$/;

let slack: SlackStandIn;

beforeAll(async () => {
  slack = await startSlack();
  return async () => slack.stop();
});

describe('when the disk is full', () => {
  test('people are told, reads go on, nothing acknowledged is lost, and updates are recorded again once there is room', async ({
    skip,
    onTestFinished,
  }) => {
    skip(!IS_ROOT, 'only root may mount a small disk');
    const disk = smallDisk(24 * MEBIBYTE);
    onTestFinished(() => unmount(disk));
    const file = join(disk, 'summit.db');
    copyFileSync(await exampleDatabase(), file);
    const { bot, send, ask, next } = await startOn(file, 'full');
    fillUp(disk, 4 * MEBIBYTE);

    // It becomes full under way.
    const after = await storm(send, next, (answered) => answered >= 600);
    expect(after.unanswered).toEqual([]);
    expect(after.acknowledged.length).toBeGreaterThan(0);
    expect(after.refused.length).toBeGreaterThan(0);
    for (const [, answer] of after.refused) expect(answer).toMatch(DISK_FULL);
    expect(await ask(question())).toContain('fentanyl');

    rmSync(join(disk, 'ballast'));
    const { value: update } = next.next();
    expect(await send(update)).toContain('Recorded for ');
    await expectWhole(file, { ...after, acknowledged: [...after.acknowledged, update] }, send);
    await expectToStop(bot);
  });

  test('at the start, whoever starts Summit is told, and it starts once there is room', async ({
    skip,
    onTestFinished,
  }) => {
    skip(!IS_ROOT, 'only root may mount a small disk');
    const disk = smallDisk(4 * MEBIBYTE);
    onTestFinished(() => unmount(disk));
    const file = join(disk, 'summit.db');
    copyFileSync(await exampleDatabase(), file);
    fillUp(disk, 0);
    const bot = runBot(environment(file));
    expect(await bot.exited).toBe(1);
    expect(bot.stderr()).toMatch(/^There is no room left on the disk for \S+summit\.db: .*\n$/);

    rmSync(join(disk, 'ballast'));
    const again = runBot(environment(file));
    await addressOf(again);
    await expectToStop(again);
  });
});

describe('when another program holds the record', () => {
  test('for two seconds, an update waits and is recorded, and everything else is answered meanwhile', async () => {
    const { bot, send, ask, next, address, file } = await startOn(await exampleDatabase(), 'held');
    const before = await ask(question());
    const other = new Database(file);
    other.exec('begin immediate');
    let isHeld = true;
    const release = (async () => {
      await pause(2_000);
      isHeld = false;
      other.exec('rollback');
      other.close();
    })();
    const waiting = Array.from({ length: LINES }, async () => {
      const { value: update } = next.next();
      return { update, answer: await send(update), wasHeld: isHeld };
    });
    for (let asked = 0; asked < 20; asked += 1) {
      expect(await ask(question())).toBe(before);
      expect((await fetch(`${address}/health`)).status).toBe(200);
    }
    expect(isHeld).toBe(true);

    await release;
    const answers = await Promise.all(waiting);
    for (const { answer, wasHeld } of answers) {
      expect(answer).toContain('Recorded for ');
      expect(wasHeld).toBe(false);
    }
    const acknowledged = answers.map(({ update }) => update);
    await expectWhole(file, { acknowledged, unanswered: [], refused: [] }, send);
    await expectToStop(bot);
  });
});

/** It mostly waits, and so does the one below. */
describe.concurrent('when another program holds the record for longer', () => {
  test('everyone is told within the time that Slack waits, nothing is changed, and the next update is recorded', async () => {
    const { bot, send, next, file } = await startOn(await exampleDatabase(), 'held-long');
    const other = new Database(file);
    other.exec('begin immediate');
    const asked = Array.from({ length: LINES }, async (_, number) => {
      // They come one after another, and each is told in time.
      await pause(number * 100);
      const { value: update } = next.next();
      return [update, (await send(update)) ?? ''] as const;
    });
    const refused = await Promise.all(asked);
    for (const [, answer] of refused) expect(answer).toMatch(HELD);
    other.exec('rollback');
    other.close();

    const { value: update } = next.next();
    expect(await send(update)).toContain('Recorded for ');
    await expectWhole(file, { acknowledged: [update], unanswered: [], refused }, send);
    await expectToStop(bot);
  });
});

describe.concurrent('a record that may only be read', () => {
  test('is refused at the start and at the terminal, in a sentence, and taken once it may be written', async ({
    skip,
  }) => {
    skip(!IS_ROOT, 'only root may run Summit as somebody else');
    skip(!canReadSummit(), 'nobody else may read Summit here');
    const file = await exampleDatabase();
    chmodSync(dirname(file), 0o777);
    chmodSync(file, 0o444);
    const bot = runBot(environment(file), AS_NOBODY);
    expect(await bot.exited).toBe(1);
    expect(bot.stderr()).toMatch(NOT_WRITABLE);
    expect(bot.stdout()).toBe('');

    const update = 'update fentanyl agreed on:2023-11-14 because both sides say so';
    const refused = atTerminal(file, update);
    expect(refused.status).toBe(1);
    expect(refused.said).toMatch(NOT_WRITABLE);

    chmodSync(file, 0o666);
    const recorded = atTerminal(file, update);
    expect(recorded.status).toBe(0);
    expect(recorded.said).toContain('Recorded for ');
    const again = runBot(environment(file), AS_NOBODY);
    await addressOf(again);
    await expectToStop(again);
  });
});

function environment(file: string): Record<string, string> {
  return {
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${file}`,
    // Of those who ask, so that it is the same day before Slack has said where they are.
    SUMMIT_TIME_ZONE: 'Europe/Brussels',
  };
}

interface AtWork {
  readonly bot: RunningBot;
  readonly address: string;
  readonly file: string;
  readonly send: Send;
  readonly ask: Send;
  readonly next: Generator<Update, never>;
}

async function startOn(file: string, name: string): Promise<AtWork> {
  const bot = runBot(environment(file));
  const address = await addressOf(bot);
  const events = `${address}/slack/events`;
  const { send } = overHttp(events, slack.signingSecret);
  // Connections of their own, so that a question never waits behind an update.
  const { send: ask } = overHttp(events, slack.signingSecret);
  return { bot, address, file, send, ask, next: updates(name, seeded(1)) };
}

let questions = 0;

/** Asks something that changes nothing. */
function question(): Update {
  questions += 1;
  return { note: '', inputId: `question.${questions}`, words: 'status fentanyl' };
}

/** All that was acknowledged is there, nothing that was refused is, and the log vouches for it. */
async function expectWhole(file: string, after: Aftermath, send: Send): Promise<void> {
  const found = await findingsAfter(`sqlite:${file}`, after, {
    send,
    before: { seq: 0, hash: '' },
  });
  expect(found).toMatchObject({ lost: [], torn: [], repeated: [], changed: [] });
  expect(damageOf(file)).toEqual([]);
}

async function expectToStop(bot: RunningBot): Promise<void> {
  bot.process.kill('SIGTERM');
  expect(await bot.exited).toBe(0);
}

/** An empty disk of so many bytes. */
function smallDisk(size: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'summit-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  return folder;
}

function unmount(disk: string): void {
  execFileSync('umount', ['--lazy', disk]);
}

/** Leaves no more than so many bytes on a disk. */
function fillUp(disk: string, left: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
}

function atTerminal(file: string, words: string): { status: number | null; said: string } {
  const [command, ...args] = [...AS_NOBODY, process.execPath, TERMINAL, ...words.split(' ')];
  const { status, stdout, stderr } = spawnSync(command, args, {
    env: { DATABASE_URL: `sqlite:${file}` },
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

function canReadSummit(): boolean {
  const [command, ...args] = AS_NOBODY;
  return spawnSync(command, [...args, 'test', '-r', TERMINAL]).status === 0;
}
