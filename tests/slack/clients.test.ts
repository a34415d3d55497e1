import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPostingClient, createSlackClient } from '../../src/slack/clients.ts';

const LOG = pino({ level: 'silent' });
const TOKENS = ['xoxb-of-alpha', 'xoxb-of-beta', 'xoxb-of-gamma'];

let server: Server;
let slackApiUrl: string;
let seen: { readonly token: string; readonly text: string; readonly teamId: string | null }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const given = new URLSearchParams(body);
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      seen.push({ token, text: given.get('text') ?? '', teamId: given.get('team_id') });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: true, ts: '1.1' }));
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  slackApiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
});
afterAll(() => void server.close());
beforeEach(() => {
  seen = [];
});

test.each([
  ['that answer', createSlackClient],
  ['that post', createPostingClient],
])('clients %s send each their own token, however they are mixed', async (_which, create) => {
  const clients = TOKENS.map((botToken) => create({ botToken, slackApiUrl }, LOG));
  const calls = Array.from({ length: 30 }, async (_, turn) => {
    const index = turn % TOKENS.length;
    await clients[index]?.chat.postMessage({ channel: 'C0', text: TOKENS[index] ?? '' });
  });
  await Promise.all(calls);
  expect(seen.length).toBe(30);
  expect(seen.filter(({ token, text }) => token !== text)).toEqual([]);
});

test('the trap they keep clear of is there: clients that are given the same headers share a token', async () => {
  const headers = {};
  const clients = TOKENS.map((token) => new WebClient(token, { slackApiUrl, headers }));
  for (const [index, client] of clients.entries()) {
    await client.chat.postMessage({ channel: 'C0', text: TOKENS[index] ?? '' });
  }
  expect(seen.filter(({ token, text }) => token !== text)).not.toEqual([]);
});

test('a token for a whole organisation says with each call which workspace it is about', async () => {
  const whose = { botToken: 'xoxb-of-all', teamId: 'T0GAMMA', slackApiUrl };
  await createPostingClient(whose, LOG).chat.postMessage({ channel: 'C0', text: 'x' });
  await createSlackClient({ botToken: 'xoxb-1', slackApiUrl }, LOG).auth.test();
  expect(seen.map(({ teamId }) => teamId)).toEqual(['T0GAMMA', null]);
});

test('without a token nobody is spoken for', async () => {
  await createSlackClient({ botToken: null, slackApiUrl }, LOG).api.test();
  expect(seen.map(({ token }) => token)).toEqual(['']);
});
