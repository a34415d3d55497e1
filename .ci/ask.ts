import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxEvent, SandboxMessage, World } from '../sandbox/protocol.ts';
import { STATUSES } from '../src/agenda/status.ts';

/**
 * Starts what people start, with plain `npm` and no test runner, and asks each door one
 * question. Only Node itself proves that the code runs as it stands.
 */

const PATIENCE_MS = 60_000;
const QUESTION = 'status fentanyl';
const STATUS_WORDS = STATUSES.map(({ label }) => label).join('|');
const EXPECTED = new RegExp(`fentanyl[^]*(${STATUS_WORDS}) since`, 'i');
const folder = mkdtempSync(join(tmpdir(), 'summit-ask-'));
const database = { DATABASE_URL: `sqlite:${join(folder, 'summit.db')}` };

try {
  askTheTerminal();
  await askTheBot();
  await askTheSandbox();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function askTheTerminal(): void {
  inTerminal(['import', 'examples/biden-xi-2023.json']);
  expectAnswer('the terminal', inTerminal(['status', 'fentanyl']));
  const found = JSON.parse(inTerminal(['--json', 'status', 'fentanyl']));
  if (found.outcome !== 'match' || found.issues[0] !== 'fentanyl')
    throw new Error(`With --json the terminal answered ${JSON.stringify(found).slice(0, 300)}`);
}

function inTerminal(words: readonly string[]): string {
  return execFileSync('npm', ['run', '--silent', 'summit', '--', ...words], {
    env: { ...process.env, ...database },
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
}

async function askTheBot(): Promise<void> {
  const slack = await standInForSlack();
  const port = await freePort();
  const secret = 'a-secret-for-this-run-alone';
  const bot = start(['start'], {
    ...database,
    HOST: '127.0.0.1',
    PORT: String(port),
    SLACK_BOT_TOKEN: 'xoxb-for-this-run-alone',
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: `http://127.0.0.1:${portOf(slack)}/api/`,
  });
  try {
    await answering(`http://127.0.0.1:${port}/health`, bot);
    const response = await sendSlashCommand(port, secret);
    expectAnswer('npm start', (await response.json()).text);
  } finally {
    await end(bot);
    slack.close();
  }
}

/** As Slack sends it: form fields, signed. */
async function sendSlashCommand(port: number, secret: string): Promise<Response> {
  const body = new URLSearchParams({
    command: '/summit',
    text: QUESTION,
    team_id: 'T0000000001',
    channel_id: 'C0000000001',
    channel_name: 'policy',
    user_id: 'U0000000001',
    user_name: 'ana',
    api_app_id: 'A0000000001',
    trigger_id: '1.2.3',
    response_url: 'http://127.0.0.1:9/response',
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  if (!response.ok) throw new Error(`npm start answered ${response.status} to a slash command`);
  return response;
}

async function askTheSandbox(): Promise<void> {
  const port = await freePort();
  const sandbox = start(['run', 'sandbox'], { SANDBOX_PORT: String(port) });
  try {
    await answering(`http://localhost:${port}/`, sandbox);
    expectAnswer('npm run sandbox', (await sayInSandbox(port)).text);
  } finally {
    await end(sandbox);
  }
}

async function sayInSandbox(port: number): Promise<SandboxMessage> {
  const live = new WebSocket(`ws://localhost:${port}/sandbox/live`);
  const answered = Promise.withResolvers<SandboxMessage>();
  const patience = setTimeout(
    () => answered.reject(new Error('The sandbox showed no answer')),
    PATIENCE_MS,
  );
  live.addEventListener('error', () => answered.reject(new Error('The sandbox hung up')));
  let world: World | undefined;
  live.addEventListener('message', ({ data }) => {
    const event: SandboxEvent = JSON.parse(String(data));
    if (event.kind === 'world') world = event.world;
    if (event.kind === 'message' && event.message.ephemeralTo !== null)
      answered.resolve(event.message);
    const isOnline =
      event.kind === 'bot' ? event.online : event.kind === 'world' && world?.botOnline;
    if (isOnline && world !== undefined)
      say(port, world).catch((error: unknown) => answered.reject(error));
  });
  try {
    return await answered.promise;
  } finally {
    clearTimeout(patience);
    live.close();
  }
}

/** One of the people asks in a channel they are in. */
async function say(port: number, { people, channels }: World): Promise<void> {
  const userId = people.find(({ isBot, isGuest }) => !isBot && !isGuest)?.id ?? '';
  const channelId = channels.find(({ members }) => members.includes(userId))?.id ?? '';
  const response = await fetch(`http://localhost:${port}/sandbox/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId, channelId, text: `/summit ${QUESTION}` }),
  });
  const answer = await response.json();
  if (!answer.ok) throw new Error(`The sandbox refused what was said: ${answer.error}`);
}

function expectAnswer(who: string, text: unknown): void {
  if (typeof text !== 'string' || !EXPECTED.test(text))
    throw new Error(`${who} did not say where fentanyl stands: ${JSON.stringify(text)}`);
  console.log(`${who}: ${text.split('\n')[0]}`);
}

/** Starts `npm` as the head of its own group, so that the whole of it can be ended. */
function start(words: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn('npm', words, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
}

async function answering(url: string, program: ChildProcess): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if (program.exitCode !== null) throw new Error(`It ended before it answered ${url}`);
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No answer from ${url}`);
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.pid === undefined) return;
  const ended = new Promise((resolve) => program.once('exit', resolve));
  process.kill(-program.pid, 'SIGTERM');
  const patience = setTimeout(() => process.kill(-(program.pid ?? 0), 'SIGKILL'), 15_000);
  await ended;
  clearTimeout(patience);
}

/** Says yes to whatever the bot asks of the Web API. */
async function standInForSlack(): Promise<Server> {
  const yes = { ok: true, user_id: 'U0000000009', bot_id: 'B0000000009', team_id: 'T0000000001' };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(yes));
  });
  return listening(server);
}

async function freePort(): Promise<number> {
  const server = await listening(createServer());
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
