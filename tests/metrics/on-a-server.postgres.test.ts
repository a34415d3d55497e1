import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { startSlack } from '../../sandbox/slack.ts';
import { atSlack } from '../slack/at-slack.ts';
import { addressOf, runBot, tokensOf } from '../slack/running-bot.ts';
import { exampleUrl } from '../support/db.ts';
import { terminal } from '../terminal/run-terminal.ts';
import { scrape } from './scrape.ts';

const SOON = { timeout: 20_000, interval: 50 };

test('a record in PostgreSQL is timed, proven to be written to, and looked at by doctor', async ({
  onTestFinished,
}) => {
  const slack = await startSlack();
  onTestFinished(() => slack.stop());
  const url = await exampleUrl();
  const tokens = tokensOf(slack);
  const bot = runBot({ ...tokens, DATABASE_URL: url, SUMMIT_METRICS_PORT: '0' });
  const address = await addressOf(bot);
  slack.deliverTo(`${address}/slack/events`);
  const ready = async (): Promise<unknown> => (await fetch(`${address}/ready`)).json();
  await vi.waitFor(async () => expect(await ready()).toEqual({ ok: true }), SOON);

  await atSlack(slack, 'U0ALICE').say('update taiwan no movement because both sides say so');
  const { metricsPort } = await bot.logged(({ msg }) => msg === 'Summit is ready');
  const { values } = await scrape(`http://127.0.0.1:${Number(metricsPort)}`);
  for (const kind of ['commit', 'read', 'write']) {
    expect(values.get(`summit_database_seconds_count{kind="${kind}"}`), kind).toBeGreaterThan(0);
  }
  expect(values.get('summit_posts{state="waiting"}')).toBe(0);

  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query('begin');
  await other.query('select token from record_version for update');
  const held = { ok: false, missing: ['The record is held by another program.'] };
  await vi.waitFor(async () => expect(await ready()).toEqual(held), SOON);
  await other.query('rollback');
  await other.end();
  await vi.waitFor(async () => expect(await ready()).toEqual({ ok: true }), SOON);

  const well = await terminal(['doctor'], url, { env: tokens });
  expect(well.out).toMatch(/^ok: PostgreSQL at \S+ holds the record\.$/m);
  expect(well.code).toBe(0);
  const stranger = Object.assign(new URL(url), { username: 'nobody', pathname: '/nowhere' });
  const ill = await terminal(['doctor'], stranger.href, { env: tokens });
  expect(ill.out).toMatch(/^fix: PostgreSQL at \S+ (lets Summit in with neither|has no such) /m);
  expect(ill.code).toBe(1);
});
