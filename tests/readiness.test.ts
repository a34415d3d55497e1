import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../sandbox/slack.ts';
import { addressOf, exampleDatabase, runBot, tokensOf } from './slack/running-bot.ts';

/** What `GET /ready` says. */
async function askReady(address: string): Promise<object> {
  const answer = await fetch(`${address}/ready`);
  return { status: answer.status, ...((await answer.json()) as object) };
}

const READY = { status: 200, ok: true };
/** Whoever finds the record held waits for it a while. */
const SOON = { timeout: 20_000, interval: 25 };

describe('GET /ready', () => {
  let slack: SlackStandIn;
  let file: string;
  let address: string;

  beforeAll(async () => {
    slack = await startSlack();
    file = await exampleDatabase();
    address = await addressOf(
      runBot({
        ...tokensOf(slack),
        DATABASE_URL: `sqlite:${file}`,
      }),
    );
    return async () => slack.stop();
  });

  test('is 200 when all of the work can be done', async () => {
    await vi.waitFor(async () => expect(await askReady(address)).toEqual(READY), SOON);
    expect((await fetch(`${address}/ready`, { method: 'POST' })).status).toBe(405);
  });

  test('is 503 and says why while the record can not be written to, and /health stays 200', async () => {
    const other = new Database(file);
    other.exec('begin immediate');
    await vi.waitFor(
      async () =>
        expect(await askReady(address)).toEqual({
          status: 503,
          ok: false,
          missing: ['The record is held by another program.'],
        }),
      SOON,
    );
    expect((await fetch(`${address}/health`)).status).toBe(200);

    other.exec('rollback');
    other.close();
    await vi.waitFor(async () => expect(await askReady(address)).toEqual(READY), SOON);
  });

  test('changes nothing, and writes twice a second at most, however often it is asked', async () => {
    const other = new Database(file, { readonly: true });
    const lines = other.prepare('select count(*) from audit_lines').pluck();
    const recorded = lines.get();
    const before = pagesWritten(other);
    const began = performance.now();
    for (let asked = 0; asked < 200; asked += 1) await askReady(address);
    const halves = Math.ceil((performance.now() - began) / 500);
    expect(pagesWritten(other) - before).toBeLessThan(20 * (1 + halves));
    expect(lines.get()).toBe(recorded);
    other.close();
  });
});

/** How many pages stand in SQLite's log, which goes on while nobody writes it back. */
function pagesWritten(database: Database.Database): number {
  const size = statSync(`${database.name}-wal`).size;
  return Math.floor(size / (PAGE + FRAME_HEADER));
}

const PAGE = 4096;
const FRAME_HEADER = 24;
