import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, type Db } from '../../db/open.ts';
import { SLACK_LIMITS } from '../../sandbox/limits.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { Channels } from '../../src/slack/channels.ts';
import { Sights } from '../../src/slack/sights.ts';
import { createSlackClient } from '../../src/slack/clients.ts';
import type { Desk } from '../../src/slack/desk.ts';
import { FairShare } from '../../src/slack/fair-share.ts';
import { InHand } from '../../src/slack/in-hand.ts';
import { LiveCards } from '../../src/slack/live-cards.ts';
import { Names } from '../../src/slack/names.ts';
import { shareCard } from '../../src/slack/share.ts';
import { People } from '../../src/slack/people.ts';
import { ask } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

/** Time stands still but for what a test lets pass. */
let now: Temporal.Instant;
let slack: SlackStandIn;
let db: Db;
let desk: Desk;
let cards: LiveCards;
let logged: { level: number; msg: string; error?: string; code?: string }[];
/** Whom Summit speaks to: Slack, nobody, or a Slack that knows it no more. */
let line: 'slack' | 'nobody' | 'a stranger';

beforeEach(async () => {
  now = Temporal.Instant.from('2026-11-24T12:00:00Z');
  line = 'slack';
  logged = [];
  slack = await startSlack({
    limits: { callsPerMinute: { ...SLACK_LIMITS.callsPerMinute, 'tier-3': 2 } },
    limitClock: () => now.epochMilliseconds,
  });
  db = await exampleDb();
  const log = pino({ level: 'info' }, { write: (text) => logged.push(JSON.parse(text)) });
  const { botToken, apiUrl: slackApiUrl } = slack;
  const clients = {
    slack: createSlackClient({ botToken, slackApiUrl }, log),
    nobody: createSlackClient({ botToken, slackApiUrl: 'http://127.0.0.1:9/api/' }, log),
    'a stranger': createSlackClient({ botToken: 'xoxb-gone', slackApiUrl }, log),
  };
  const people = new People(clients.slack, 'UTC', log);
  desk = {
    db,
    now: () => now,
    log,
    get slack() {
      return clients[line];
    },
    slackApiUrl,
    teamId: slack.workspace.team.id,
    people,
    names: new Names(clients.slack, log),
    get sights() {
      return new Sights(db, people, new Channels(clients[line], log));
    },
    inHand: new InHand(),
    fairShare: new FairShare(20),
  };
  cards = new LiveCards(desk, async () => desk);
});

afterEach(() => slack.stop());

test('an issue that is changed all the time is told after half a minute, and once it is quiet', async () => {
  const card = await share('fentanyl');
  for (let second = 0; second <= 28; second += 4) {
    await update('fentanyl', `at second ${second}`);
    await look();
    expect(thread(card)).toEqual([]);
    pass(4);
  }
  await look();
  const [first = ''] = thread(card);
  expect(first).toContain('at second 28');

  await update('fentanyl', 'a last word');
  pass(4);
  await look();
  expect(thread(card).length).toBe(1);
  pass(1);
  await look();
  expect(thread(card)[1]).toContain('a last word');
  expect(thread(card)[1]).not.toContain('at second');
});

test('two that keep the same card tell its channel once', async () => {
  const card = await share('fentanyl');
  await update('fentanyl', 'once');
  pass(5);
  await Promise.all([look(), look(new LiveCards(desk, async () => desk))]);
  expect(thread(card).length).toBe(1);
});

test('where Slack says to wait, the other cards wait as long and are told then', async () => {
  const shared = [await share('fentanyl'), await share('taiwan'), await share('maritime')];
  for (const key of ['fentanyl', 'taiwan', 'maritime']) await update(key, 'moved');
  pass(5);
  await look();
  expect(told(shared)).toBe(2);
  pass(20);
  await look();
  expect(told(shared)).toBe(2);
  pass(10);
  await look();
  expect(told(shared)).toBe(3);
});

test('while nobody answers, it is tried less and less often, logged once, and told in the end', async () => {
  const card = await share('fentanyl');
  await update('fentanyl', 'moved');
  line = 'nobody';
  let tries = 0;
  desk.log.info('counting from here');
  const counted = {
    ...desk,
    get slack() {
      return desk.slack;
    },
    get sights() {
      tries += 1;
      return desk.sights;
    },
  };
  const counting = new LiveCards(desk, async () => counted);
  for (let second = 0; second < 120; second += 2) {
    pass(2);
    await look(counting);
  }
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(10);
  const warned = logged.filter(({ msg }) => msg === 'A card could not be kept current');
  expect(warned.length).toBe(1);

  line = 'slack';
  pass(120);
  await look(counting);
  expect(thread(card).length).toBe(1);
});

test('a refusal that is nobody’s choice is logged with a code, and the card is kept', async () => {
  const card = await share('fentanyl');
  await update('fentanyl', 'moved');
  line = 'a stranger';
  pass(5);
  await look();
  await look();
  pass(3);
  await look();
  expect(logged.filter(({ msg }) => msg === 'Failed while keeping a card current')).toMatchObject([
    { level: 50, code: expect.stringMatching(/^\w{4}-\w\w$/) },
  ]);

  line = 'slack';
  pass(10);
  await look();
  expect(thread(card).length).toBe(1);
});

test('a card in a channel that was archived is let go of', async () => {
  await share('fentanyl');
  slack.workspace.archive('C0DESK');
  await update('fentanyl', 'moved');
  pass(5);
  await look();
  expect(logged.filter(({ error }) => error === 'is_inactive').length).toBe(1);

  await update('fentanyl', 'moved again');
  pass(60);
  await look();
  expect(logged.filter(({ error }) => error === 'is_inactive').length).toBe(1);
});

test('a press of Share that arrives four times posts one card', async () => {
  for (let time = 1; time <= 4; time += 1) await share('fentanyl', 'the same press');
  expect(slack.workspace.messages.length).toBe(1);
});

test('whoever shares a card that cannot be noted is told so, with the code of the log', async () => {
  const { share: card } = await ask(db, 'share fentanyl', { now });
  if (card === undefined) throw new Error('Nothing to share');
  await closeDatabase(db);
  const place = { teamId: 'T0SUMMIT', channelId: 'C0DESK' };
  const said = { text: 'share fentanyl', userId: 'U0ALICE', ...place, inputId: 'a press' };
  const aside = await shareCard(desk, said, card);
  const [line] = logged.filter(({ msg }) => msg === 'Failed while sharing a card');
  expect(line?.code).toBeDefined();
  expect(aside?.text).toContain(line?.code);
  expect(slack.workspace.messages).toEqual([]);
});

async function share(words: string, inputId: string | null = null): Promise<SandboxMessage> {
  const { share: card } = await ask(db, `share ${words}`, { now });
  if (card === undefined) throw new Error(`Nothing to share: ${words}`);
  const place = { teamId: 'T0SUMMIT', channelId: 'C0DESK' };
  const said = { text: `share ${words}`, userId: 'U0ALICE', ...place, inputId };
  expect(await shareCard(desk, said, card)).toBeNull();
  const posted = slack.workspace.messages.at(-1);
  if (posted === undefined) throw new Error('No card was posted');
  return posted;
}

async function update(key: string, note: string): Promise<void> {
  const { problem, message } = await ask(db, `update ${key} stalled because ${note}`, { now });
  if (problem !== undefined) throw new Error(message.text);
}

async function look(by = cards): Promise<void> {
  await by.look(() => false);
}

function pass(seconds: number): void {
  now = now.add({ seconds });
}

/** What was told in the thread of a card. */
function thread({ ts }: SandboxMessage): string[] {
  return slack.workspace.messages.filter(({ threadTs }) => threadTs === ts).map(({ text }) => text);
}

function told(shared: readonly SandboxMessage[]): number {
  return shared.filter((card) => thread(card).length === 1).length;
}
