import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sign } from '../../sandbox/deliver.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { MANIFEST, seenBy } from './bolt-bot.ts';

interface Heard {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let slack: SlackStandIn;
let bot: Server;
let heard: Heard[];
let reply: { status: number; headers?: Record<string, string>; body?: string };

beforeEach(async () => {
  heard = [];
  reply = { status: 200 };
  bot = createServer((asked, response) => {
    void text(asked).then((body) => {
      heard.push({ headers: asked.headers, body });
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
  slack = await startSlack({
    manifest: MANIFEST,
    requestUrl: `http://127.0.0.1:${(bot.address() as AddressInfo).port}/slack/events`,
    limits: { eventRetriesMs: [0, 0, 0] },
  });
});

afterEach(async () => {
  await slack.stop();
  bot.closeAllConnections();
  bot.close();
});

async function say(words: string): Promise<void> {
  await slack.act('say', { userId: 'U0ALICE', channelId: 'C0DESK', text: words });
}

test('what is sent is signed over the very bytes, and says no charset', async () => {
  await say('/desk “fentanyl”');
  const [{ headers, body }] = heard as [Heard];
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(headers['x-slack-signature']).toBe(
    sign(slack.signingSecret, String(headers['x-slack-request-timestamp']), body),
  );
  expect(new URLSearchParams(body).get('text')).toBe('“fentanyl”');
});

test.each([
  ['says no', { status: 500 }],
  ['sends elsewhere', { status: 302, headers: { location: 'http://127.0.0.1/' } }],
  [
    'says what is not JSON',
    { status: 200, headers: { 'content-type': 'application/json' }, body: '{' },
  ],
])('a bot that %s has failed', async (_, answered) => {
  reply = answered;
  await say('/desk');
  expect(seenBy(slack, 'U0ALICE')).toEqual([
    '(only you) /desk failed with the error "dispatch_failed"',
  ]);
});

test('a bot that is not there has failed, and the page hears of it', async () => {
  await say('/desk');
  expect(slack.workspace.botOnline).toBe(true);
  bot.closeAllConnections();
  await new Promise((resolve) => bot.close(resolve));
  await say('/desk');
  expect(seenBy(slack, 'U0ALICE')).toEqual([
    '(only you) /desk failed with the error "dispatch_failed"',
  ]);
  expect(slack.workspace.botOnline).toBe(false);
});

test('an event that fails is sent again three times, the same one', async () => {
  reply = { status: 500 };
  await say('@summit hello');
  await expect.poll(() => heard.length).toBe(4);
  expect(heard.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([
    undefined,
    '1',
    '2',
    '3',
  ]);
  expect(heard.at(-1)?.headers['x-slack-retry-reason']).toBe('http_error');
  expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
});

test('a bot can ask for an event not to be sent again', async () => {
  reply = { status: 500, headers: { 'x-slack-no-retry': '1' } };
  await say('@summit hello');
  await say('/desk');
  expect(heard.map(({ headers }) => headers['content-type'])).toEqual([
    'application/json',
    'application/x-www-form-urlencoded',
  ]);
});
