import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClockMessage, ReadyMessage } from './bot.ts';

const BOT = fileURLToPath(new URL('bot.ts', import.meta.url));
const STOPS_WITHIN_MS = 10_000;

export interface BotOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly now: Temporal.Instant;
  /** Called when it ends without having been stopped. */
  readonly died: (how: string) => void;
}

/** The bot, in a process of its own. */
export interface RunningBot {
  /** Settles when it answers; null when it ended before. */
  readonly ready: Promise<number | null>;
  setClock(now: Temporal.Instant): void;
  stop(): Promise<void>;
}

/** Starts the bot with no more of the environment than any program needs. */
export function runBot({ env, now, died }: BotOptions): RunningBot {
  const child = fork(BOT, { env: { ...ordinaryEnvironment(), ...env } });
  const { promise: ready, resolve } = Promise.withResolvers<number | null>();
  let stopping = false;

  child.on('message', ({ port }: ReadyMessage) => resolve(port));
  child.on('exit', (code, signal) => {
    resolve(null);
    if (!stopping) died(signal === null ? `exit code ${code}` : signal);
  });
  const setClock = (instant: Temporal.Instant): void => {
    const message: ClockMessage = { kind: 'clock', now: instant.toString() };
    if (child.connected) child.send(message);
  };
  setClock(now);

  return {
    ready,
    setClock,
    async stop() {
      stopping = true;
      await end(child);
    },
  };
}

/** All that is set here but what would lead the bot to a real workspace or a real record. */
function ordinaryEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(SLACK_|SUMMIT_|SANDBOX_|DATABASE_URL$|HOST$|PORT$|LOG_LEVEL$)/.test(name),
    ),
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
