import { networkInterfaces } from 'node:os';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { allCommands } from '../../commands/index.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { atSlack, type PersonAtSlack, shownFields } from '../slack/at-slack.ts';
import {
  addressOf,
  exampleDatabase,
  type RunningBot,
  runBot,
  tokensOf,
} from '../slack/running-bot.ts';
import { notThere, queriesOfDashboard, queriesOfRules } from './queries.ts';
import { type Scraped, scrape } from './scrape.ts';

/** A digest is looked for every second. */
const SOON = { timeout: 20_000, interval: 100 };

describe('GET /metrics on a port of its own', () => {
  let slack: SlackStandIn;
  let bot: RunningBot;
  let address: string;
  let metrics: string;
  let alice: PersonAtSlack;

  beforeAll(async () => {
    slack = await startSlack();
    bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
      SUMMIT_METRICS_PORT: '0',
    });
    address = await addressOf(bot);
    slack.deliverTo(`${address}/slack/events`);
    const { metricsPort } = await bot.logged(({ msg }) => msg === 'Summit is ready');
    metrics = `http://127.0.0.1:${Number(metricsPort)}`;
    alice = atSlack(slack, 'U0ALICE');
    return async () => slack.stop();
  });

  test('counts commands by word and outcome, and how soon they are acknowledged', async () => {
    const before = await scrape(metrics);
    await alice.say('status fentanyl');
    await alice.say('status fentanyl');
    await alice.say('status kryptonite');
    await alice.say('fentanyl');
    await alice.say('withdraw');
    const after = await scrape(metrics);
    const more = (what: string): number =>
      (after.values.get(what) ?? 0) - (before.values.get(what) ?? 0);
    expect(more('summit_commands_total{command="status",outcome="match"}')).toBe(2);
    expect(more('summit_commands_total{command="status",outcome="none"}')).toBe(1);
    expect(more('summit_commands_total{command="other",outcome="match"}')).toBe(1);
    expect(more('summit_commands_total{command="withdraw",outcome="usage"}')).toBe(1);
    expect(more('summit_ack_seconds_count{type="command"}')).toBe(5);
    expect(more('summit_ack_seconds_bucket{le="3",type="command"}')).toBe(5);
    expect(more('summit_ack_seconds_sum{type="command"}')).toBeGreaterThan(0);
  });

  test('counts what failed and why a form was not taken, by the word of the form', async () => {
    await alice.say('update taiwan');
    const form = await alice.modal();
    const fields = { ...shownFields(form), on: '2099-01-01', note: 'too early' };
    expect(await alice.submit(form, fields)).toMatchObject({ ok: false });
    const { values } = await scrape(metrics);
    expect(values.get('summit_commands_total{command="update",outcome="form"}')).toBe(1);
    expect(values.get('summit_commands_total{command="update",outcome="usage"}')).toBe(1);
  });

  test("counts Slack's refusals and its requests to wait, in whatever thread", async () => {
    slack.disturb((method) => {
      if (method === 'views.open') return 'error:internal_error';
      return method === 'chat.postMessage' ? '429:600' : null;
    });
    await alice.say('update');
    await alice.say('digest weekdays 09:00');
    await alice.say('digest now');
    await vi.waitFor(async () => {
      const { values } = await scrape(metrics);
      const refused = 'summit_slack_errors_total{method="views.open",error="internal_error"}';
      expect(values.get(refused)).toBe(1);
      expect(values.get('summit_slack_rate_limited_total{method="chat.postMessage"}')).toBe(1);
      expect(values.get('summit_posts{state="waiting"}')).toBe(1);
      expect(values.get('summit_digest_lag_seconds')).toBeGreaterThan(0);
    }, SOON);
  });

  test('tells how long the database took, and how both threads and the process fare', async () => {
    const { values } = await scrape(metrics);
    for (const kind of ['commit', 'read', 'write']) {
      expect(values.get(`summit_database_seconds_count{kind="${kind}"}`)).toBeGreaterThan(0);
    }
    expect(values.get('summit_slack_connected')).toBe(1);
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'summit_unasked_nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
    ])
      expect(values.get(name), name).toBeGreaterThan(0);
    expect([...values.keys()].filter((name) => name.startsWith('summit_unasked_process'))).toEqual(
      [],
    );
  });

  test('tells nothing about anybody, and its labels have few values', async () => {
    await alice.say('no such word at all, and then some more');
    const scraped = await scrape(metrics);
    for (const secret of [
      'U0ALICE',
      'T0SUMMITDESK',
      'C0DESK',
      'fentanyl',
      'kryptonite',
      'no such',
      slack.botToken,
    ])
      expect(scraped.text).not.toContain(secret);
    const words = new Set([...allCommands.map(({ name }) => name), 'other']);
    expect(labelsOf(scraped, 'summit_commands_total', 'command').difference(words)).toEqual(
      new Set(),
    );
    expect(labelsOf(scraped, 'summit_commands_total', 'outcome')).toEqual(
      new Set(['form', 'match', 'none', 'other', 'usage']),
    );
  });

  test("follows Prometheus's rules for names", async () => {
    const { types } = await scrape(metrics);
    const ours = [...types].filter(([name]) => !/nodejs_|process_/.test(name));
    expect(ours.length).toBeGreaterThan(7);
    for (const [name, type] of ours) {
      expect(name).toMatch(/^summit_[a-z_]+$/);
      expect(name.endsWith('_total'), name).toBe(type === 'counter');
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });

  test('every query of the dashboard and the alert rules asks for what is there', async () => {
    const { values, types } = await scrape(metrics);
    const dashboard = queriesOfDashboard('examples/grafana.json');
    const rules = queriesOfRules('docs/operations.md');
    expect(dashboard.length).toBeGreaterThan(15);
    expect(rules).toHaveLength(3);
    expect([...dashboard, ...rules].flatMap((query) => notThere(query, { values, types }))).toEqual(
      [],
    );
    const asked = [...dashboard, ...rules].join('\n');
    const ours = [...types.keys()].filter((name) => /^summit_(?!unasked_)/.test(name));
    expect(ours.filter((name) => !asked.includes(name))).toEqual([]);
  });

  test('is not to be had where Slack’s requests come in', async () => {
    expect((await fetch(`${address}/metrics`)).status).toBe(404);
    expect((await fetch(`${metrics}/health`)).status).toBe(404);
  });
});

test('in Socket Mode it is answered where /health is, to this machine alone', async ({
  onTestFinished,
}) => {
  const slack = await startSlack({ mode: 'socket' });
  onTestFinished(() => slack.stop());
  const address = await addressOf(
    runBot({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      HOST: '0.0.0.0',
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
    }),
  );
  await atSlack(slack, 'U0ALICE').say('status fentanyl');
  const { values } = await scrape(address);
  expect(values.get('summit_commands_total{command="status",outcome="match"}')).toBe(1);
  expect(values.get('summit_ack_seconds_count{type="command"}')).toBe(1);
  expect(values.get('summit_slack_connected')).toBe(1);

  // A machine without a network has no other address.
  for (const other of otherAddresses()) {
    const from = address.replace('127.0.0.1', other);
    expect((await fetch(`${from}/health`)).status).toBe(200);
    expect((await fetch(`${from}/metrics`)).status).toBe(404);
  }
});

/** Addresses under which whoever asks is not known as of this machine. */
function otherAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/** The values that a label has. */
function labelsOf({ values }: Scraped, metric: string, label: string): Set<string> {
  const found = [...values.keys()]
    .filter((what) => what.startsWith(`${metric}{`))
    .map((what) => new RegExp(`[{,]${label}="([^"]*)"`).exec(what)?.[1] ?? '');
  return new Set(found);
}
