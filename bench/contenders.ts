import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { askOverSocket, type FakeSlack } from './fake-slack.ts';
import { askOverHttp, type LoadResult, type Question } from './http-load.ts';
import { freePort } from '../tests/support/free-port.ts';
import { type Program, startProgram } from './program.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from './slash-command.ts';

/** Starts one of the programs that are compared. */
export type Contender = () => Promise<Ready>;

/** A program that answers. */
export interface Ready {
  readonly program: Program;
  /** From the start of its process until it could answer. */
  readonly startMs: number;
  readonly ask: (seconds: number) => Promise<LoadResult>;
}

/** One that listens for HTTP requests. */
export interface HttpReady extends Ready {
  readonly port: number;
}

/** What all programs of one run share. */
export interface Ground {
  readonly slack: Pick<FakeSlack, 'apiUrl' | 'nextSocket'>;
  /** The core programs run on that are compared; null where none was set apart. */
  readonly core: string | null;
  /** That one and the load's. */
  readonly bothCores: string | null;
}

/** A bare Bolt app that acks a constant of this many bytes. */
export function stockOverHttp(
  ground: Ground,
  answerLength: number,
  next: () => Question,
): Contender {
  return () =>
    startOverHttp(ground, [fileHere('stock-http.js')], '/', stockEnv(answerLength), next);
}

/** The bot itself, on the database in this file or at this address, and with more in its environment if need be. */
export function summitOverHttp(
  ground: Ground,
  database: string,
  next: () => Question,
  more: Readonly<Record<string, string>> = {},
): () => Promise<HttpReady> {
  const env = { ...summitEnv(database), ...more };
  return () => startOverHttp(ground, startScript(), '/health', env, next);
}

/** A bare Bolt app in Socket Mode. */
export function stockOverSocket(
  ground: Ground,
  answerLength: number,
  next: () => Question,
): Contender {
  return () => startOverSocket(ground, [fileHere('stock-socket.js')], stockEnv(answerLength), next);
}

/** The bot itself in Socket Mode. */
export function summitOverSocket(
  ground: Ground,
  database: string,
  next: () => Question,
): Contender {
  return () => startOverSocket(ground, startScript(), summitEnv(database), next);
}

const START_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 2;

/** What `npm start` gives to Node. */
function startScript(): string[] {
  const { scripts } = JSON.parse(readFileSync(fileHere('../package.json'), 'utf8'));
  const [, args = ''] = /^exec node ([^|]+)/.exec(scripts.start) ?? [];
  return args
    .trim()
    .split(' ')
    .map((arg) => (arg.startsWith('-') ? arg : fileHere(`../${arg}`)));
}

function fileHere(path: string): string {
  return new URL(path, import.meta.url).pathname;
}

function stockEnv(answerLength: number): Readonly<Record<string, string>> {
  const around = JSON.stringify({ response_type: 'ephemeral', text: '' }).length;
  return { ANSWER_LENGTH: String(Math.max(0, answerLength - around)) };
}

function summitEnv(database: string): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: database.includes('://') ? database : `sqlite:${database}`,
    HOST: '127.0.0.1',
    SUMMIT_BACKUPS: 'off',
    SUMMIT_ASKS_A_MINUTE: '999999999',
  };
}

async function startOverHttp(
  { slack, core }: Ground,
  args: readonly string[],
  path: string,
  env: Readonly<Record<string, string>>,
  next: () => Question,
): Promise<HttpReady> {
  const port = await freePort();
  const startedAt = performance.now();
  const program = startProgram({
    args,
    env: {
      ...env,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
      PORT: String(port),
    },
    core,
  });
  await untilItAnswers(program, `http://127.0.0.1:${port}${path}`);
  const startMs = performance.now() - startedAt;
  return { program, startMs, port, ask: (seconds) => askOverHttp({ port, next }, seconds) };
}

async function startOverSocket(
  { slack, core }: Ground,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  next: () => Question,
): Promise<Ready> {
  const port = await freePort();
  const connection = slack.nextSocket();
  const startedAt = performance.now();
  const program = startProgram({
    args,
    env: {
      ...env,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_APP_TOKEN: APP_TOKEN,
      SLACK_API_URL: slack.apiUrl,
      PORT: String(port),
    },
    core,
  });
  const socket = await Promise.race([connection, untilItFails(program)]);
  const startMs = performance.now() - startedAt;
  return { program, startMs, ask: (seconds) => askOverSocket(socket, next, seconds) };
}

async function untilItAnswers(program: Program, url: string): Promise<void> {
  const deadline = performance.now() + START_WITHIN_MS;
  while (!(await answers(url))) {
    if (program.process.exitCode !== null || performance.now() > deadline) {
      await program.stop();
      throw new Error(`A program did not start: ${program.output()}`);
    }
    await wait(LOOK_EVERY_MS);
  }
}

/** Any answer will do but "not ready yet". */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode !== 503);
    });
    request.on('error', () => resolve(false));
  });
}

function untilItFails(program: Program): Promise<never> {
  return new Promise((_, reject) => {
    program.process.once('exit', () =>
      reject(new Error(`A program did not start: ${program.output()}`)),
    );
  });
}
