import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LoadResult, Question } from './http-load.ts';
import { portOf } from './program.ts';
import { slashCommand, TEAM_ID, USER_ID } from './slash-command.ts';

/** As much of Slack as the programs need to start: its Web API and its end of Socket Mode. */
export interface FakeSlack {
  readonly apiUrl: string;
  /** The next connection a program opens in Socket Mode, once Slack has greeted it. */
  nextSocket(): Promise<WebSocket>;
  stop(): void;
}

/** A message that was posted. */
export interface Post {
  readonly channel: string;
  /** False when it came too soon after another one. */
  readonly isTaken: boolean;
}

/** Slack takes one message a second in a channel. */
const CHANNEL_RESTS_MS = 1000;
/** How long it takes to answer a post. */
const POST_TAKES_MS = 100;

/** Tells of each message that is posted. */
export async function startFakeSlack(posted: (post: Post) => void = () => {}): Promise<FakeSlack> {
  const waiting: ((socket: WebSocket) => void)[] = [];
  const restsUntil = new Map<string, number>();
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/chat.postMessage') === true) {
      void takePost(request, response, restsUntil).then(posted);
      return;
    }
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answerTo(request.url ?? '', addressOf())));
  });
  const addressOf = (): string => `127.0.0.1:${portOf(server)}`;
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    waiting.shift()?.(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    apiUrl: `http://${addressOf()}/api/`,
    nextSocket: () => new Promise((resolve) => waiting.push(resolve)),
    stop: () => {
      sockets.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function takePost(
  request: IncomingMessage,
  response: ServerResponse,
  restsUntil: Map<string, number>,
): Promise<Post> {
  const channel = new URLSearchParams(await text(request)).get('channel') ?? '';
  const now = performance.now();
  const isTaken = now >= (restsUntil.get(channel) ?? 0);
  if (isTaken) restsUntil.set(channel, now + CHANNEL_RESTS_MS);
  void answerPost(response, { channel, isTaken }, now);
  return { channel, isTaken };
}

async function answerPost(
  response: ServerResponse,
  { channel, isTaken }: Post,
  at: number,
): Promise<void> {
  await pause(POST_TAKES_MS);
  response.writeHead(isTaken ? 200 : 429, {
    'content-type': 'application/json',
    ...(!isTaken && { 'retry-after': '1' }),
  });
  const ts = (1_700_000_000 + at / 1000).toFixed(6);
  response.end(JSON.stringify(isTaken ? { ok: true, channel, ts } : { ok: false }));
}

const IN_FLIGHT = 16;
const READ_EVERY = 32;

/** Asks over Socket Mode for some seconds, with 16 questions under way at any time. */
export function askOverSocket(
  socket: WebSocket,
  next: () => Question,
  seconds: number,
): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const asked = new Map<string, { readonly question: Question; readonly sentAt: number }>();
    const latencies: number[] = [];
    const start = performance.now();
    const end = start + seconds * 1000;

    const ask = (): void => {
      const question = next();
      const payload = slashCommand(question);
      const envelope_id = payload['trigger_id'] ?? '';
      asked.set(envelope_id, { question, sentAt: performance.now() });
      socket.send(
        JSON.stringify({
          envelope_id,
          payload,
          type: 'slash_commands',
          accepts_response_payload: true,
        }),
      );
    };
    const leave = (finish: () => void): void => {
      socket.off('message', hear);
      socket.off('close', drop);
      finish();
    };
    const drop = (): void =>
      leave(() => reject(new Error('The program closed the Socket Mode connection')));
    const hear = (frame: Buffer): void => {
      const now = performance.now();
      const answer = frame.toString();
      const id = /"envelope_id":"([^"]+)"/.exec(answer.slice(0, 200))?.[1] ?? '';
      const sent = asked.get(id);
      if (sent === undefined) return;

      asked.delete(id);
      latencies.push((now - sent.sentAt) * 1000);
      const { text, expect } = sent.question;
      if (latencies.length % READ_EVERY === 0 && !answer.includes(expect)) {
        leave(() => reject(new Error(`\`${text}\` was answered with: ${answer.slice(0, 2000)}`)));
      } else if (now < end) ask();
      else if (asked.size === 0) {
        const result = { seconds: (now - start) / 1000, latencies: Float64Array.from(latencies) };
        leave(() => resolve(result));
      }
    };
    socket.on('message', hear);
    socket.on('close', drop);
    for (let index = 0; index < IN_FLIGHT; index += 1) ask();
  });
}

function answerTo(url: string, address: string): Readonly<Record<string, unknown>> {
  const method = /\/api\/([\w.]+)/.exec(url)?.[1];
  switch (method) {
    case 'auth.test':
      return {
        ok: true,
        url: 'https://bench.slack.com/',
        team: 'Bench',
        user: 'summit',
        team_id: TEAM_ID,
        user_id: 'U0BOT00001',
        bot_id: 'B0BOT00001',
      };
    case 'conversations.info':
      return { ok: true, channel: { is_private: false, is_member: true } };
    case 'conversations.members':
      return { ok: true, members: ['U0SOMEONE'] };
    case 'users.info':
      // As before Slack has told: the day must not go back by one within a measurement.
      return { ok: true, user: { id: USER_ID, team_id: TEAM_ID, tz: 'UTC' } };
    case 'apps.connections.open':
      return { ok: true, url: `ws://${address}/link` };
    default:
      return { ok: true };
  }
}
