import { dirname, join } from 'node:path';

/** What the environment asks Summit to be. */
export interface Config {
  readonly installed: Installed;
  readonly door: Door;
  /** Base of the Web API, ending in a slash. */
  readonly slackApiUrl: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Null where nobody is told what is counted. */
  readonly metrics: MetricsPlace | null;
  /** True when OpenTelemetry is told what goes on, as its own variables say. */
  readonly traces: boolean;
  readonly databaseUrl: string;
  /** IANA zone for people whose own is not known. */
  readonly timeZone: string;
  readonly logLevel: LogLevel;
  /** Null when none are made. */
  readonly backups: Backups | null;
  /** For how many days it is kept who was shown what is restricted; null for ever. */
  readonly readingsKept: number | null;
  /** Messages a minute that a workspace is sent unasked, at most. */
  readonly postsAMinute: number;
  /** How often a person may ask in a minute, in any of the ways there are. */
  readonly asksAMinute: number;
}

/** Where Summit works. */
export type Installed =
  /** In one workspace, whose token is in the environment. */
  | { readonly kind: 'one'; readonly botToken: string }
  /** Wherever it is installed: the tokens are in the record, sealed. */
  | { readonly kind: 'many'; readonly oauth: OAuthApp; readonly tokenKeys: readonly TokenKey[] };

/** What Slack knows the app by when it is installed. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where people's browsers reach Summit, without a slash at the end. */
  readonly publicUrl: string;
}

/** Seals tokens. */
export interface TokenKey {
  readonly id: string;
  /** 32 bytes in base64. */
  readonly key: string;
}

/** Where nightly backups go, and how many of them stay. */
export interface Backups {
  readonly folder: string;
  readonly kept: number;
}

/** Where `/metrics` is answered. */
export type MetricsPlace =
  /** Where `/health` is, to this machine alone or to whoever asks. */
  | { readonly kind: 'door'; readonly to: 'all' | 'this machine' }
  | { readonly kind: 'own'; readonly host: string; readonly port: number };

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
  const clientId = valueOf('SLACK_CLIENT_ID');
  const clientSecret = valueOf('SLACK_CLIENT_SECRET');
  const tokenKeys = valueOf('SUMMIT_TOKEN_KEYS');
  const publicUrl = valueOf('SUMMIT_URL');
  const many = clientId !== '';
  expect(
    many ? botToken === '' : /^xoxb-\S+$/.test(botToken),
    many
      ? 'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: set the first for one workspace or the second for many.'
      : botToken === ''
        ? 'SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" in your app\'s settings.'
        : 'SLACK_BOT_TOKEN is not a bot token: it must begin with xoxb- and hold no spaces.',
  );
  expect(
    clientId === '' || /^\d+\.\d+$/.test(clientId),
    'SLACK_CLIENT_ID is not a client id: copy it, two numbers with a point between, from "Basic Information" in your app\'s settings.',
  );
  expect(
    !many || /^(?!xox|xapp-)\S+$/.test(clientSecret),
    'SLACK_CLIENT_SECRET is not a client secret: copy it from "Basic Information" in your app\'s settings, without spaces.',
  );
  const keys = readTokenKeys(tokenKeys);
  expect(
    !many || keys.length > 0,
    "SUMMIT_TOKEN_KEYS is not a list of keys: give each as a name, a colon and 32 random bytes in base64, with commas between, such as the line that this prints: node -p \"'a:' + require('crypto').randomBytes(32).toString('base64')\".",
  );
  expect(
    !many || isPublicUrl(publicUrl),
    "SUMMIT_URL is not an address that people's browsers can reach Summit at: it must begin with https:// and have no path, such as https://summit.example.org.",
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
  expect(isPort(port), 'PORT is not a port: it must be a number from 0 to 65535, such as 3000.');

  const metricsPort = valueOf('SUMMIT_METRICS_PORT').toLowerCase();
  expect(
    metricsPort === '' || metricsPort === 'off' || isPort(metricsPort),
    'SUMMIT_METRICS_PORT is not a port: it must be a number from 0 to 65535, such as 9464, or off.',
  );

  const tracesExporter = valueOf('OTEL_TRACES_EXPORTER').toLowerCase();
  const tracesEndpoint =
    valueOf('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') || valueOf('OTEL_EXPORTER_OTLP_ENDPOINT');
  expect(
    ['', 'none', 'otlp'].includes(tracesExporter),
    'OTEL_TRACES_EXPORTER is not otlp or none: Summit sends traces by OTLP over HTTP alone.',
  );

  const databaseUrl = valueOf('DATABASE_URL') || 'sqlite:data/summit.db';
  expect(
    /^(sqlite:.|postgres(ql)?:\/\/.)/.test(databaseUrl),
    'DATABASE_URL must be sqlite: and the path of a file, such as sqlite:data/summit.db, or the address of a PostgreSQL database, such as postgres://summit:password@localhost/summit.',
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

  const readingsKept = valueOf('SUMMIT_READINGS_KEPT').toLowerCase() || 'all';
  expect(
    /^(all|[1-9]\d{0,4})$/.test(readingsKept),
    'SUMMIT_READINGS_KEPT is not a number of days: it must be a whole number from 1 to 99999, such as 365, or all.',
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
      installed: many
        ? {
            kind: 'many',
            oauth: { clientId, clientSecret, publicUrl: publicUrl.replace(/\/$/, '') },
            tokenKeys: keys,
          }
        : { kind: 'one', botToken },
      door: appToken === '' ? { kind: 'http', signingSecret } : { kind: 'socket', appToken },
      slackApiUrl: slackApiUrl.endsWith('/') ? slackApiUrl : `${slackApiUrl}/`,
      host: valueOf('HOST') || '0.0.0.0',
      port: Number(port),
      metrics: metricsPlaceOf(metricsPort, {
        host: valueOf('SUMMIT_METRICS_HOST') || '127.0.0.1',
        doorPort: port,
        isDoorPublic: appToken === '' || many,
      }),
      traces:
        valueOf('OTEL_SDK_DISABLED').toLowerCase() !== 'true' &&
        (tracesExporter === 'otlp' || (tracesExporter === '' && tracesEndpoint !== '')),
      databaseUrl,
      timeZone,
      logLevel,
      backups: backupsOf(databaseUrl, backups, Number(kept)),
      readingsKept: readingsKept === 'all' ? null : Number(readingsKept),
      postsAMinute: Number(posts),
      asksAMinute: Number(asks),
    },
  };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

/** Nothing is told to other machines unless that is asked for: see docs/decisions/0022-seeing-inside.md. */
function metricsPlaceOf(
  wanted: string,
  where: { readonly host: string; readonly doorPort: string; readonly isDoorPublic: boolean },
): MetricsPlace | null {
  const { host, doorPort, isDoorPublic } = where;
  if (wanted === 'off' || (wanted === '' && isDoorPublic)) return null;
  if (wanted === '') return { kind: 'door', to: 'this machine' };
  if (wanted === doorPort && wanted !== '0') return { kind: 'door', to: 'all' };
  return { kind: 'own', host, port: Number(wanted) };
}

/** The keys of `a:…,b:…`; none when one of them is no key, or two have one name. */
function readTokenKeys(text: string): TokenKey[] {
  const keys = text.split(',').map((one): TokenKey | null => {
    const [, id, key] = /^\s*([\w-]{1,32}):([A-Za-z0-9+/]{43}=)\s*$/.exec(one) ?? [];
    return id === undefined || key === undefined ? null : { id, key };
  });
  const read = keys.filter((one) => one !== null);
  const areNamed = new Set(read.map(({ id }) => id)).size === keys.length;
  return areNamed ? read : [];
}

/** Over plain HTTP only where nothing leaves the machine. */
function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username } = new URL(text);
  const isOwn = hostname === 'localhost' || hostname === '127.0.0.1';
  const isBare = pathname === '/' && search === '' && hash === '' && username === '';
  return isBare && (protocol === 'https:' || (protocol === 'http:' && isOwn));
}

function backupsOf(databaseUrl: string, folder: string, kept: number): Backups | null {
  // PostgreSQL has ways of its own, while it goes on.
  if (!databaseUrl.startsWith('sqlite:') || folder.toLowerCase() === 'off') return null;
  const path = databaseUrl.replace(/^sqlite:/, '').trim();
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
