import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import type { SlackStandIn } from '../../sandbox/slack.ts';
import { freshDatabase } from '../support/db.ts';
import { started } from '../support/started.ts';
import { importAgendaFile } from '../../src/changes/import-agenda.ts';

const NODE26 = fileURLToPath(new URL('../../node26.js', import.meta.url));
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const ROOT = new URL('../../', import.meta.url).pathname;
const EXAMPLE = fileURLToPath(new URL('../../examples/biden-xi-2023.json', import.meta.url));

/** Tests ask faster than people. */
export const UNLIMITED_ASKS = '999999999';

/** A line of the log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly code?: string;
  readonly port?: number;
  readonly [key: string]: unknown;
}

/** Summit in a process of its own. */
export interface RunningBot {
  readonly process: ChildProcess;
  /** Everything written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly log: () => LogLine[];
  /** Waits for a line of the log that fits. */
  readonly logged: (fits: (line: LogLine) => boolean) => Promise<LogLine>;
  /** The exit code, once all output is read. */
  readonly exited: Promise<number | null>;
}

export type Environment = Readonly<Record<string, string>>;

/** What the bot takes to work over HTTP at this Slack. */
export function tokensOf(slack: SlackStandIn): Environment {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
  };
}

/** A file with the example agenda in it. */
export async function exampleDatabase(): Promise<string> {
  const path = freshDatabase();
  copyFileSync(await (imported ??= importExample()), path);
  return path;
}

/** Imported once, and only ever copied. */
let imported: Promise<string> | undefined;

async function importExample(): Promise<string> {
  const path = freshDatabase();
  const db = await openDatabase(`sqlite:${path}`);
  const at = Temporal.Instant.from('2023-11-15T04:00:00Z');
  const recorder = { by: 'U0ALICE', at };
  const outcome = await importAgendaFile(db, EXAMPLE, { recorder });
  await closeDatabase(db);
  if (outcome.kind !== 'imported') throw new Error(`The example was not imported: ${outcome.kind}`);
  return path;
}

/**
 * Starts `src/main.ts`, with this environment and nothing of ours. `through` is a program, with
 * what it takes, that starts another one; `main` may be another release's.
 */
export function runBot(
  env: Environment,
  through: readonly string[] = [],
  main: string = MAIN,
): RunningBot {
  const [command, ...args] = [...through, process.execPath, NODE26, main];
  return run(command, args, mkdtempSync(join(tmpdir(), 'summit-')), env);
}

/** Starts the bot as people do, with `npm start`. */
export function npmStart(env: Environment): RunningBot {
  return run('npm', ['start', '--silent'], ROOT, env);
}

function run(command: string, args: readonly string[], cwd: string, env: Environment): RunningBot {
  const child = spawn(command, args, {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: '0',
      SUMMIT_BACKUPS: 'off',
      SUMMIT_ASKS_A_MINUTE: UNLIMITED_ASKS,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started(child);
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
    });
  }

  function log(): LogLine[] {
    const lines = written.stdout.split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as LogLine);
  }
  function find(fits: (line: LogLine) => boolean): LogLine {
    const line = log().find(fits);
    if (line === undefined) throw new Error(`Not logged:\n${written.stdout}${written.stderr}`);
    return line;
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    log,
    async logged(fits) {
      return Promise.race([
        vi.waitFor(() => find(fits), { timeout: 40_000, interval: 10 }),
        // Nothing more comes.
        exited.then(() => find(fits)),
      ]);
    },
    exited,
  };
}

/** The address of a bot once it is ready. */
export async function addressOf(bot: RunningBot): Promise<string> {
  const { port } = await bot.logged(({ msg }) => msg === 'Summit is ready');
  return `http://127.0.0.1:${port}`;
}

export interface Signing {
  readonly secret: string;
  /** Seconds since 1970; now unless told otherwise. */
  readonly at?: number;
  readonly contentType?: string;
}

export interface SignedRequest {
  readonly method: 'POST';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request as Slack signs it. */
export function signed(body: string, { secret, at, contentType }: Signing): SignedRequest {
  const stamp = String(at ?? nowInSeconds());
  const digest = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex');
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': contentType ?? 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${digest}`,
    },
  };
}

/** The form Slack sends when Alice types `/summit <text>`. */
export function commandBody(text: string, more: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({
    team_id: 'T0SUMMITDESK',
    channel_id: 'C0DESK',
    user_id: 'U0ALICE',
    command: '/summit',
    text,
    is_enterprise_install: 'false',
    ...more,
  }).toString();
}

export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
