import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SandboxEvent } from '../../sandbox/protocol.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { MANIFEST } from './bolt-bot.ts';

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await startSlack({ manifest: MANIFEST });
});

afterEach(() => slack.stop());

const FOREIGN: readonly [string, Readonly<Record<string, string>>][] = [
  ['a page from elsewhere', { origin: 'https://evil.example' }],
  ['a name from elsewhere that leads here', { host: 'evil.example:3100' }],
];

test.each(FOREIGN)('%s can do nothing', async (_, headers) => {
  const body = JSON.stringify({ userId: 'U0ALICE', channelId: 'C0DESK', text: 'Hello' });
  expect(await post('/sandbox/say', headers, body)).toBe(403);
  expect(await post('/sandbox/say', {}, body)).toBe(200);
  expect(slack.workspace.messages).toHaveLength(1);
});

test.each(FOREIGN)('%s hears nothing', async (_, headers) => {
  const page = new WebSocket(`${slack.url.replace('http', 'ws')}/sandbox/live`, { headers });
  const [error] = (await once(page, 'error').catch((thrown: unknown) => [thrown])) as [Error];
  expect(error.message).toContain('403');
});

test('a page hears the whole world first, then each change', async () => {
  const page = new WebSocket(`${slack.url.replace('http', 'ws')}/sandbox/live`);
  const heard: SandboxEvent[] = [];
  page.on('message', (frame: Buffer) => {
    heard.push(JSON.parse(frame.toString('utf8')) as SandboxEvent);
  });
  await expect.poll(() => heard.length).toBe(1);
  await slack.act('say', { userId: 'U0ALICE', channelId: 'C0DESK', text: 'Hello' });
  await expect.poll(() => heard.length).toBe(2);
  expect(heard).toMatchObject([
    {
      kind: 'world',
      world: { messages: [], commands: [{ command: '/desk' }, { command: '/raw' }] },
    },
    { kind: 'message', message: { text: 'Hello', userId: 'U0ALICE' } },
  ]);

  await slack.act('say', { userId: 'U0ALICE', channelId: 'C0DESK', text: '/invite @carla' });
  await expect.poll(() => heard.some(isWorldWithCarla)).toBe(true);
  page.close();
});

function isWorldWithCarla(event: SandboxEvent): boolean {
  if (event.kind !== 'world') return false;
  return event.world.channels.some(
    ({ id, members }) => id === 'C0DESK' && members.includes('U0CARLA'),
  );
}

test('a module of the page comes without its types, and nothing else of the disk at all', async () => {
  const module = await fetch(`${slack.url}/ask.ts`);
  expect(module.headers.get('content-type')).toContain('text/javascript');
  expect(await module.text()).not.toContain('import type');
  for (const path of ['/../slack.ts', '/%2e%2e/slack.ts', '/..%2fslack.ts', '/nothing.ts']) {
    expect(await post(path, {}, '')).toBe(404);
  }
});

test('what is no action, and what is no JSON, is refused', async () => {
  expect(await post('/sandbox/constructor', {}, '{}')).toBe(404);
  expect(await post('/sandbox/say', {}, '{')).toBe(400);
  expect(await post('/sandbox/say', { 'content-type': 'text/plain' }, '{}')).toBe(400);
});

test.each([
  ['say', '[]', 'The body is not what `say` takes'],
  ['say', '{}', '`userId` is not what `say` takes'],
  ['say', '{"userId":1,"channelId":[],"text":null}', '`userId`'],
  ['press', '{"userId":"U0BOB","blockId":"a","actionId":"b","element":7}', '`element`'],
  ['submit-view', '{"userId":"U0BOB","viewId":"V","state":{"a":"b"}}', '`state.a`'],
  ['next-day', '{"until":"doomsday"}', '`until`'],
])('%s with the body %s is refused in a sentence', async (action, body, sentence) => {
  const response = await fetch(`${slack.url}/sandbox/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { error: string }).error).toContain(sentence);
});

/** `fetch` would not let a Host or an Origin be made up, nor a path be sent as it is. */
async function post(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const { hostname, port } = new URL(slack.url);
  request({
    hostname,
    port,
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  })
    .on('response', (response) => resolve(response.resume().statusCode ?? 0))
    .on('error', reject)
    .end(body);
  return promise;
}
