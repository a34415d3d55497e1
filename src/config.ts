import { dirname, join } from 'node:path';

/** What the environment asks Summit to be. */
export interface Config {
  readonly botToken: string;
  readonly door: Door;
  /** Base of the Web API, ending in a slash. */
  readonly slackApiUrl: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly databaseUrl: string;
  /** IANA zone for people whose own is not known. */
  readonly timeZone: string;
  readonly logLevel: LogLevel;
  /** Null when none are made. */
  readonly backups: Backups | null;
  /** Messages a minute that a workspace is sent unasked, at most. */
  readonly postsAMinute: number;
  /** How often a person may ask in a minute, in any of the ways there are. */
  readonly asksAMinute: number;
}

/** Where nightly backups go, and how many of them stay. */
export interface Backups {
  readonly folder: string;
  readonly kept: number;
}

/** How Slack reaches Summit. */
export type Door =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigReading =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Reads the environment and names every problem at once. A variable set to nothing counts as not set. */
export function readConfig(env: Environment): ConfigReading {
  const problems: string[] = [];
  const valueOf = (name: string): string => env[name]?.trim() ?? '';
  const expect = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };

  const botToken = valueOf('SLACK_BOT_TOKEN');
  expect(
    /^xoxb-\S+$/.test(botToken),
    botToken === ''
      ? 'SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" in your app\'s settings.'
      : 'SLACK_BOT_TOKEN is not a bot token: it must begin with xoxb- and hold no spaces.',
  );

  const appToken = valueOf('SLACK_APP_TOKEN');
  const signingSecret = valueOf('SLACK_SIGNING_SECRET');
  expect(
    appToken !== '' || signingSecret !== '',
    'Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: set the first (xapp-…) for Socket Mode or the second for HTTP.',
  );
  expect(
    appToken === '' || /^xapp-\S+$/.test(appToken),
    'SLACK_APP_TOKEN is not an app-level token: it must begin with xapp- and hold no spaces.',
  );
  expect(
    signingSecret === '' || /^(?!xox|xapp-)\S+$/.test(signingSecret),
    'SLACK_SIGNING_SECRET is not a signing secret: copy it from "Basic Information" in your app\'s settings, without spaces.',
  );

  const slackApiUrl = valueOf('SLACK_API_URL') || 'https://slack.com/api/';
  expect(
    /^https?:\/\//i.test(slackApiUrl) && URL.canParse(slackApiUrl),
    'SLACK_API_URL is not an address: it must begin with https:// or http://, such as https://slack.com/api/.',
  );

  const port = valueOf('PORT') || '3000';
  expect(
    /^\d{1,5}$/.test(port) && Number(port) <= 65_535,
    'PORT is not a port: it must be a number from 0 to 65535, such as 3000.',
  );

  const databaseUrl = valueOf('DATABASE_URL') || 'sqlite:data/summit.db';
  expect(
    /^(sqlite:.|postgres(ql)?:\/\/.)/.test(databaseUrl),
    'DATABASE_URL must be sqlite: and the path of a file, such as sqlite:data/summit.db.',
  );
  expect(
    !/^sqlite:\s*:memory:/.test(databaseUrl),
    'Nothing outlasts sqlite::memory: set DATABASE_URL to sqlite: and the path of a file.',
  );

  const timeZone = valueOf('SUMMIT_TIME_ZONE') || 'UTC';
  expect(
    isTimeZone(timeZone),
    'SUMMIT_TIME_ZONE is not a time zone: give its IANA name, such as Europe/Berlin or UTC.',
  );

  const logLevel = LOG_LEVELS.find((level) => level === (valueOf('LOG_LEVEL') || 'info'));
  expect(
    logLevel !== undefined,
    `LOG_LEVEL is not a level: it must be one of ${LOG_LEVELS.join(', ')}.`,
  );

  const backups = valueOf('SUMMIT_BACKUPS');
  const kept = valueOf('SUMMIT_BACKUPS_KEPT') || '14';
  expect(
    /^[1-9]\d{0,4}$/.test(kept),
    'SUMMIT_BACKUPS_KEPT is not a number of backups: it must be a whole number from 1 on, such as 14. SUMMIT_BACKUPS=off turns backups off.',
  );

  const posts = valueOf('SUMMIT_POSTS_A_MINUTE') || '240';
  expect(
    /^[1-9]\d{0,4}$/.test(posts),
    'SUMMIT_POSTS_A_MINUTE is not a number of messages: it must be a whole number from 1 to 99999, such as 240.',
  );

  const asks = valueOf('SUMMIT_ASKS_A_MINUTE') || '20';
  expect(
    /^[1-9]\d{0,8}$/.test(asks),
    'SUMMIT_ASKS_A_MINUTE is not a number of questions: it must be a whole number from 1 to 999999999, such as 20.',
  );

  if (problems.length > 0 || logLevel === undefined) return { kind: 'problems', problems };
  return {
    kind: 'config',
    config: {
      botToken,
      door: appToken === '' ? { kind: 'http', signingSecret } : { kind: 'socket', appToken },
      slackApiUrl: slackApiUrl.endsWith('/') ? slackApiUrl : `${slackApiUrl}/`,
      host: valueOf('HOST') || '0.0.0.0',
      port: Number(port),
      databaseUrl,
      timeZone,
      logLevel,
      backups: backupsOf(databaseUrl, backups, Number(kept)),
      postsAMinute: Number(posts),
      asksAMinute: Number(asks),
    },
  };
}

function backupsOf(databaseUrl: string, folder: string, kept: number): Backups | null {
  const path = databaseUrl.replace(/^sqlite:/, '').trim();
  if (folder.toLowerCase() === 'off') return null;
  return { folder: folder === '' ? join(dirname(path), 'backups') : folder, kept };
}

/** True for the IANA name of a zone. An offset such as `+08:00` is none: it has no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
