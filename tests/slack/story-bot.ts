import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClockMessage, ReadyMessage } from '../../sandbox/bot.ts';
import type { SlackStandIn } from '../../sandbox/slack.ts';
import { started } from '../support/started.ts';
import { type LogLine, UNLIMITED_ASKS, tokensOf } from './running-bot.ts';

const BOT = fileURLToPath(new URL('../../sandbox/bot.ts', import.meta.url));

/** The real bot in a process of its own, but for its clock. */
export interface StoryBot {
  readonly pid: number;
  /** Settles when it answers, with where; null when it ended before. */
  readonly address: Promise<string | null>;
  readonly exited: Promise<void>;
  readonly log: () => LogLine[];
  setClock(now: Temporal.Instant): void;
  /** As a machine that fails; at once. */
  kill(): void;
  /** Asks it to stop; gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts one on a record, at a Slack, with the time it is. */
export function startStoryBot(
  slack: SlackStandIn,
  path: string,
  now: Temporal.Instant,
  more: Readonly<Record<string, string>> = {},
  /** An open file for its log, instead of keeping it here. */
  logTo: number | 'pipe' = 'pipe',
): StoryBot {
  const child = fork(BOT, {
    execArgv: [],
    stdio: ['ignore', logTo, 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${path}`,
      HOST: '127.0.0.1',
      PORT: '0',
      SUMMIT_BACKUPS: 'off',
      SUMMIT_ASKS_A_MINUTE: UNLIMITED_ASKS,
      ...more,
    },
  });
  started(child);
  let written = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const { promise: address, resolve } = Promise.withResolvers<string | null>();
  child.on('message', ({ port }: ReadyMessage) => resolve(`http://127.0.0.1:${port}`));
  async function end(): Promise<void> {
    await once(child, 'close');
    resolve(null);
  }
  const exited = end();
  // A bot that was killed takes no more messages.
  child.on('error', () => undefined);

  function setClock(instant: Temporal.Instant): void {
    const message: ClockMessage = { kind: 'clock', now: instant.toString() };
    if (child.connected) child.send(message, () => undefined);
  }
  setClock(now);
  return {
    pid: child.pid ?? 0,
    address,
    exited,
    log: () => {
      const lines = written.split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as LogLine);
    },
    setClock,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}
