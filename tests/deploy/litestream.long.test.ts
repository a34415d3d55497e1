import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import {
  addressOf,
  exampleDatabase,
  type RunningBot,
  runBot,
  tokensOf,
} from '../slack/running-bot.ts';
import { noting, overHttp, seeded, storm, updates } from '../slack/storm.ts';
import { codeOf } from '../support/code-of.ts';
import { started } from '../support/started.ts';
import { notesIn } from '../terminal/notes-in.ts';
import { terminal } from '../terminal/run-terminal.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'summit-litestream-'));
const isThere = await run('litestream', ['version']).then(
  () => true,
  () => false,
);

let slack: SlackStandIn;
let record: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  slack = await startSlack();
  record = await exampleDatabase();
  env = {
    PATH: process.env['PATH'],
    SUMMIT_RECORD: record,
    SUMMIT_REPLICA: `file://${join(folder, 'replica')}`,
  };
});

afterAll(async () => {
  await slack.stop();
  rmSync(folder, { recursive: true });
});

test('with Litestream beside it, the record can be had elsewhere within ten seconds, also after a restore', async ({
  skip,
}) => {
  skip(!isThere, 'there is no litestream');
  const bot = startBot(record);
  const http = overHttp(`${await addressOf(bot)}/slack/events`, slack.signingSecret);
  await http.send({ note: '', inputId: 'choice', words: 'agenda biden-xi-2023' });
  const litestream = replicate();

  const acknowledged: string[] = [];
  let stopping = false;
  const writing = storm(
    noting(http.send, acknowledged),
    updates('litestream', seeded(11)),
    () => stopping,
  );
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(200), { timeout: 30_000 });
  const backup = join(folder, 'backup.db');
  expect((await terminal(['backup', backup], record)).code).toBe(0);
  stopping = true;
  await writing;
  http.hangUp();
  await expectReplica((copy) => {
    const there = notesIn(copy);
    expect(acknowledged.filter((note) => !there.has(note))).toEqual([]);
  });

  expect((await terminal(['restore', backup], record)).code).toBe(0);
  const restored = (await terminal(['export'], record)).out;
  const copy = await expectReplica(async (path) =>
    expect((await terminal(['export'], path)).out).toBe(restored),
  );

  // The machine is lost, and Summit started on another with what was elsewhere.
  bot.process.kill('SIGKILL');
  litestream.kill('SIGKILL');
  const again = startBot(copy);
  await addressOf(again);
  expect((await terminal(['verify'], copy)).out).toMatch(/^The record is whole: /);
  again.process.kill('SIGTERM');
  expect(await again.exited).toBe(0);
});

/** Waits until what Litestream gives back is as expected; gives the copy. */
async function expectReplica(isAsExpected: (copy: string) => unknown): Promise<string> {
  let copies = 0;
  return vi.waitFor(
    async () => {
      copies += 1;
      const copy = join(folder, `copy-${copies}.db`);
      await run('sh', ['-c', RESTORE.replace('from-elsewhere.db', copy)], { env });
      expect(existsSync(copy)).toBe(true);
      await isAsExpected(copy);
      return copy;
    },
    { timeout: 10_000, interval: 500 },
  );
}

function replicate(): ChildProcess {
  const child = spawn('sh', ['-c', `exec ${REPLICATE}`], { env, stdio: 'ignore' });
  started(child);
  return child;
}

function startBot(path: string): RunningBot {
  return runBot({
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${path}`,
  });
}

const [REPLICATE = '', RESTORE = ''] = codeOf(
  'sh',
  readFileSync('docs/operations.md', 'utf8'),
).filter((line) => line.startsWith('litestream '));
