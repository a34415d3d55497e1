import { type Logger as BoltLogger, LogLevel as BoltLevel } from '@slack/web-api';
import { type Logger, pino } from 'pino';
import type { Config } from '../config.ts';
import { codeOfThis, createCode } from './one-code.ts';

/** Tokens, and addresses with which anyone could speak as Summit. */
const SECRETS = /\bxox[\w.]*-[\w-]+|\bxapp-[\w-]+|\b(?:https?|wss?):\/\/[^\s"'<>\\]+/g;

/** Writes JSON lines to standard output. Whatever is logged, no line holds a secret or an address. */
export function createLog({ logLevel, installed, door }: Config): Logger {
  const known = [
    door.kind === 'http' ? door.signingSecret : door.appToken,
    ...(installed.kind === 'one'
      ? [installed.botToken]
      : [installed.oauth.clientSecret, ...installed.tokenKeys.map(({ key }) => key)]),
  ];
  const stdout = pino.destination({ fd: 1, sync: true });
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      mixin: codeOfLine,
    },
    { write: (line) => stdout.write(withoutSecrets(line, known)) },
  );
}

/** Lines of one thing that Slack sent can be found by one another. */
function codeOfLine(): { readonly code?: string } {
  const code = codeOfThis();
  return code === null ? {} : { code };
}

/** Logs a failure and gives the code under which it stands in the log. */
export function logFailure(log: Logger, doing: string, error: unknown): string {
  const code = codeOfThis() ?? createCode();
  log.error({ code, err: error }, `Failed while ${doing}`);
  return code;
}

/** Bolt's own messages, in our log. Its debug lines quote whole messages, so they are never written. */
export function boltLogger(log: Logger): BoltLogger {
  return loggerWith(log, { warn: 'warn', error: 'error' });
}

/** The same for a client whose troubles are told by whoever uses it. */
export function quietBoltLogger(log: Logger): BoltLogger {
  return loggerWith(log, { warn: 'debug', error: 'debug' });
}

function loggerWith(
  log: Logger,
  levels: Readonly<Record<'warn' | 'error', 'debug' | 'warn' | 'error'>>,
): BoltLogger {
  const say = (parts: readonly unknown[]): string => parts.map(plain).join(' ');
  return {
    debug: () => undefined,
    info: (...parts) => log.debug(say(parts)),
    warn: (...parts) => log[levels.warn](say(parts)),
    error: (...parts) => log[levels.error](say(parts)),
    setLevel: () => undefined,
    getLevel: () => BoltLevel.INFO,
    setName: () => undefined,
  };
}

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** Only what names the failure: errors of Slack's libraries carry whole requests and answers. */
function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: plain(error) };
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && { code: String(error.code) }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

function plain(part: unknown): string {
  if (part instanceof Error) return part.message;
  return typeof part === 'string' ? part : `(${typeof part})`;
}

function withoutSecrets(line: string, known: readonly string[]): string {
  return known
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), line)
    .replaceAll(SECRETS, '[secret]');
}
