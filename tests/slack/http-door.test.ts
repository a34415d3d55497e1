import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { addressOf, commandBody, nowInSeconds, runBot, signed } from './running-bot.ts';
import { freshDatabase } from '../support/db.ts';

const MEGABYTE = 1024 * 1024;
const SIX_MINUTES = 6 * 60;

let slack: SlackStandIn;
let events: string;
let secret: string;

beforeAll(async () => {
  slack = await startSlack();
  secret = slack.signingSecret;
  const bot = runBot({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: secret,
    DATABASE_URL: `sqlite:${freshDatabase()}`,
  });
  events = `${await addressOf(bot)}/slack/events`;
  return async () => slack.stop();
});

describe('a request that Slack signed', () => {
  test('is answered in the acknowledgement, for the asker alone', async () => {
    const answer = await fetch(events, signed(commandBody('help'), { secret }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('/summit'),
      blocks: expect.any(Array),
    });
  });

  test('may say which characters it is written in', async () => {
    const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
    const answer = await fetch(events, signed(commandBody('芬太尼'), { secret, contentType }));
    expect(answer.status).toBe(200);
  });

  test('gets the challenge back with which Slack tries an address', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: '3eZbrw1a' });
    const contentType = 'application/json';
    const answer = await fetch(events, signed(body, { secret, contentType }));
    expect(await answer.json()).toEqual({ challenge: '3eZbrw1a' });
  });

  test('is acknowledged before the work when it is an event', async () => {
    const event = { type: 'event_callback', team_id: 'T1', event: { type: 'app_home_opened' } };
    const contentType = 'application/json; charset=utf-8';
    const answer = await fetch(events, signed(JSON.stringify(event), { secret, contentType }));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  test('is told 404 when nothing in Summit takes it up', async () => {
    const body = commandBody('', { command: '/elsewhere' });
    expect(await statusOf(signed(body, { secret }))).toBe(404);
  });

  test.each([
    ['JSON that breaks off', '{"type":', 'application/json'],
    ['JSON that is no object', '[1]', 'application/json'],
    ['JSON that is nothing', 'null', 'application/json'],
    ['no body', '', 'application/json'],
    ['a form with a broken payload', 'payload=%7B', 'application/x-www-form-urlencoded'],
  ])('is told 400 for %s', async (_, body, contentType) => {
    expect(await statusOf(signed(body, { secret, contentType }))).toBe(400);
  });

  test('is told 404 for what is no message of Slack', async () => {
    expect(await statusOf(signed('{"a":{"__proto__":1}}', { secret, contentType: 'x/y' }))).toBe(
      404,
    );
  });
});

describe('a request that Slack did not sign', () => {
  const body = commandBody('status');

  test.each([
    ['another secret', () => signed(body, { secret: 'another' })],
    ['an empty secret', () => signed(body, { secret: '' })],
    ['another body', () => ({ ...signed(body, { secret }), body: `${body}&text=agenda` })],
    ['a stale time', () => signed(body, { secret, at: nowInSeconds() - SIX_MINUTES })],
    ['a time to come', () => signed(body, { secret, at: nowInSeconds() + SIX_MINUTES })],
    ['no time', () => without(signed(body, { secret }), 'x-slack-request-timestamp')],
    ['no signature', () => without(signed(body, { secret }), 'x-slack-signature')],
    ['no number for a time', () => withHeader('x-slack-request-timestamp', 'NaN')],
    ['an empty signature', () => withHeader('x-slack-signature', 'v0=')],
    ['another version', () => withHeader('x-slack-signature', 'v1=00')],
  ])('is refused: %s', async (_, forged) => {
    expect(await statusOf(forged())).toBe(401);
  });

  test('is accepted at the edges of five minutes', async () => {
    const edges = [nowInSeconds() - 290, nowInSeconds() + 290];
    for (const at of edges) expect(await statusOf(signed(body, { secret, at }))).toBe(200);
  });

  test('may check the certificate, and smuggles nothing in with it', async () => {
    const smuggled = `ssl_check=1&${commandBody('help')}`;
    const answer = await fetch(events, signed(smuggled, { secret: 'another' }));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  test('checks no certificate with another number', async () => {
    expect(await statusOf(signed('ssl_check=12', { secret: 'another' }))).toBe(401);
    expect(await statusOf(signed('text=ssl_check=1', { secret: 'another' }))).toBe(401);
  });

  function withHeader(name: string, value: string): RequestInit {
    const request = signed(body, { secret });
    return { ...request, headers: { ...request.headers, [name]: value } };
  }
});

describe('a body', () => {
  test('of one megabyte is read', async () => {
    const padding = commandBody('').length;
    const body = commandBody('x'.repeat(MEGABYTE - padding));
    expect(body).toHaveLength(MEGABYTE);
    expect(await statusOf(signed(body, { secret }))).toBe(200);
  });

  test('over one megabyte is refused by the length it declares, before it is sent', async () => {
    const answer = await sendRaw(
      `POST /slack/events HTTP/1.1\r\nHost: summit\r\nContent-Length: ${MEGABYTE + 1}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
  });

  test('over one megabyte is refused while it arrives without a length', async () => {
    const upload = request(events, { method: 'POST' });
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    upload.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    upload.on('error', reject);
    for (let sent = 0; sent <= MEGABYTE; sent += 64 * 1024) upload.write(Buffer.alloc(64 * 1024));
    expect(await promise).toBe(413);
    upload.destroy();
  });

  test('far over the limit gets its answer to the sender all the same', async () => {
    expect(await statusOf(signed('x'.repeat(8 * MEGABYTE), { secret }))).toBe(413);
  });

  test('that breaks off harms nobody', async () => {
    const upload = request(events, { method: 'POST', headers: { 'content-length': 100 } });
    upload.on('error', () => undefined);
    upload.write('half');
    upload.destroy();
    expect(await statusOf(signed(commandBody('help'), { secret }))).toBe(200);
  });
});

describe('other addresses', () => {
  test('there is only one door, and it is for POST', async () => {
    expect(await statusOf({ method: 'GET' })).toBe(405);
    const elsewhere = new URL('/slack/install', events);
    expect((await fetch(elsewhere, { method: 'POST' })).status).toBe(404);
    expect((await fetch(new URL('/', events))).status).toBe(404);
  });

  test('/health says that Summit can answer', async () => {
    const answer = await fetch(new URL('/health', events));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ ok: true });
    expect((await fetch(new URL('/health', events), { method: 'POST' })).status).toBe(405);
  });

  test('what is no HTTP at all is refused', async () => {
    expect(await sendRaw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

async function statusOf(init: RequestInit): Promise<number> {
  const answer = await fetch(events, init);
  await answer.body?.cancel();
  return answer.status;
}

function without(init: RequestInit, header: string): RequestInit {
  const headers = new Headers(init.headers);
  headers.delete(header);
  return { ...init, headers };
}

/** The first thing the server says to these bytes. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(events).port), '127.0.0.1');
  socket.write(bytes);
  const [said] = await once(socket, 'data');
  socket.destroy();
  return String(said);
}
