import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { clientOf, MANIFEST, seenBy, startOverSocket } from './bolt-bot.ts';

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await startSlack({
    manifest: MANIFEST,
    mode: 'socket',
    limits: { answerWithinMs: 100 },
  });
});

afterEach(() => slack.stop());

interface Frame {
  readonly type: string;
  readonly envelope_id: string;
  readonly accepts_response_payload: boolean;
  readonly num_connections: number;
  readonly reason: string;
  readonly payload: { readonly text: string };
}

/** A connection as an app opens it, with every frame it heard. */
async function connect(): Promise<{ socket: WebSocket; frames: Frame[] }> {
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  socket.on('message', (frame: Buffer) => frames.push(JSON.parse(frame.toString('utf8')) as Frame));
  await expect.poll(() => frames.length).toBe(1);
  return { socket, frames };
}

async function say(text: string): Promise<void> {
  await slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text });
}

test('a connection is greeted, and told how many there are', async () => {
  const { frames } = await connect();
  const other = await connect();
  expect(frames[0]).toMatchObject({ type: 'hello', num_connections: 1 });
  expect(other.frames[0]).toMatchObject({ type: 'hello', num_connections: 2 });
  expect(slack.workspace.botOnline).toBe(true);
});

test('an envelope is answered by its id, with the answer in it', async () => {
  const { socket, frames } = await connect();
  socket.on('message', (frame: Buffer) => {
    const { envelope_id, payload } = JSON.parse(frame.toString('utf8')) as Frame;
    const answer = { envelope_id, payload: { text: `You said ${payload.text}` } };
    socket.send(JSON.stringify(answer));
  });
  await say('/desk hello');
  expect(frames[1]).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
  expect(seenBy(slack, 'U0BOB')).toEqual(['(only you) You said hello']);
});

test('an envelope nobody answers fails with operation_timeout, and no connection with dispatch_failed', async () => {
  const { socket } = await connect();
  await say('/desk hello');
  socket.close();
  await expect.poll(() => slack.workspace.botOnline).toBe(false);
  await say('/desk hello');
  expect(seenBy(slack, 'U0BOB')).toEqual([
    '(only you) /desk failed with the error "operation_timeout"',
    '(only you) /desk failed with the error "dispatch_failed"',
  ]);
});

test('what happens goes to one of the connections, not to all', async () => {
  const connections = [await connect(), await connect()];
  await say('/desk hello');
  expect(
    connections.flatMap(({ frames }) => frames.filter(({ type }) => type !== 'hello')),
  ).toHaveLength(1);
});

test('an app may hold ten connections', async () => {
  for (let count = 0; count < 10; count += 1) await connect();
  await expect(connect()).rejects.toThrow('too_many_websockets');
});

test('a ticket opens one connection', async () => {
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  const first = new WebSocket(url);
  await new Promise((resolve) => first.once('open', resolve));
  const refused = await new Promise((resolve) => new WebSocket(url).once('error', resolve));
  expect(String(refused)).toContain('403');
});

test('a Bolt app comes back when its connection is refreshed', async () => {
  const pair = await startOverSocket((app) => {
    app.command('/desk', async ({ ack }) => ack('Here'));
  });
  pair.slack.socketMode.disconnect('refresh_requested');
  await expect.poll(() => pair.slack.socketMode.connections, { timeout: 10_000 }).toBe(0);
  await expect.poll(() => pair.slack.socketMode.connections, { timeout: 10_000 }).toBe(1);
  await pair.slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text: '/desk' });
  expect(seenBy(pair.slack, 'U0BOB')).toEqual(['(only you) Here']);
  await pair.stop();
});
