import { describe, expect, test } from 'vitest';
import { type Config, type Environment, readConfig } from '../src/config.ts';

const HTTP = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99' };
const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_APP_TOKEN: 'xapp-1-A1-2-abc' };

const KEY = Buffer.alloc(32, 7).toString('base64');
const MANY = {
  SLACK_CLIENT_ID: '1234.5678',
  SLACK_CLIENT_SECRET: '0123456789abcdef',
  SLACK_SIGNING_SECRET: HTTP.SLACK_SIGNING_SECRET,
  SUMMIT_TOKEN_KEYS: ` b:${KEY} , a:${KEY}`,
  SUMMIT_URL: 'https://summit.example.org/',
};

describe('readConfig', () => {
  test('two secrets are enough, and the rest has defaults', () => {
    expect(configFrom(HTTP)).toEqual({
      installed: { kind: 'one', botToken: 'xoxb-1-2-abc' },
      door: { kind: 'http', signingSecret: '8f742231b10e8888abcd99' },
      slackApiUrl: 'https://slack.com/api/',
      host: '0.0.0.0',
      port: 3000,
      metrics: null,
      traces: false,
      databaseUrl: 'sqlite:data/summit.db',
      timeZone: 'UTC',
      logLevel: 'info',
      backups: { folder: 'data/backups', kept: 14 },
      readingsKept: null,
      postsAMinute: 240,
      asksAMinute: 20,
    });
  });

  test('backups go beside the record or where they are told to, and can be turned off', () => {
    const backupsWith = (env: Environment) => configFrom({ ...HTTP, ...env }).backups;
    const elsewhere = { DATABASE_URL: 'sqlite:/var/lib/summit.db' };
    expect(backupsWith(elsewhere)).toEqual({ folder: '/var/lib/backups', kept: 14 });
    expect(backupsWith({ SUMMIT_BACKUPS: '/mnt/b' })).toEqual({ folder: '/mnt/b', kept: 14 });
    expect(backupsWith({ SUMMIT_BACKUPS: 'off' })).toBeNull();
  });

  test('what is counted is told to no other machine, unless that is asked for', () => {
    const metricsWith = (env: Environment) => configFrom(env).metrics;
    const own = { kind: 'own', host: '127.0.0.1', port: 9464 };
    expect(metricsWith(HTTP)).toBeNull();
    expect(metricsWith(MANY)).toBeNull();
    expect(metricsWith({ ...MANY, SLACK_APP_TOKEN: SOCKET.SLACK_APP_TOKEN })).toBeNull();
    expect(metricsWith(SOCKET)).toEqual({ kind: 'door', to: 'this machine' });
    expect(metricsWith({ ...SOCKET, SUMMIT_METRICS_PORT: 'off' })).toBeNull();
    expect(metricsWith({ ...SOCKET, SUMMIT_METRICS_PORT: '9464' })).toEqual(own);
    expect(metricsWith({ ...HTTP, SUMMIT_METRICS_PORT: '9464' })).toEqual(own);
    const onDoor = { SUMMIT_METRICS_PORT: '3000' };
    expect(metricsWith({ ...HTTP, ...onDoor })).toEqual({ kind: 'door', to: 'all' });
    const elsewhere = { SUMMIT_METRICS_PORT: '9464', SUMMIT_METRICS_HOST: '10.0.0.7' };
    expect(metricsWith({ ...HTTP, ...elsewhere })).toEqual({ ...own, host: '10.0.0.7' });
  });

  test('traces are sent where the variables of OpenTelemetry say so', () => {
    const sends = (env: Environment) => configFrom({ ...HTTP, ...env }).traces;
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
    expect(sends(endpoint)).toBe(true);
    expect(sends({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' })).toBe(
      true,
    );
    expect(sends({ OTEL_TRACES_EXPORTER: 'otlp' })).toBe(true);
    expect(sends({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
    expect(sends({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBe(false);
  });

  test('an app token turns Socket Mode on, with a signing secret or without', () => {
    const door = { kind: 'socket', appToken: 'xapp-1-A1-2-abc' };
    expect(configFrom(SOCKET).door).toEqual(door);
    expect(configFrom({ ...HTTP, ...SOCKET }).door).toEqual(door);
  });

  test('every variable is heard', () => {
    const config = configFrom({
      ...HTTP,
      SLACK_API_URL: 'http://127.0.0.1:3100/api',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: 'sqlite:/var/lib/summit.db',
      SUMMIT_TIME_ZONE: 'Asia/Tokyo',
      LOG_LEVEL: 'warn',
      SUMMIT_BACKUPS: '/mnt/backups',
      SUMMIT_BACKUPS_KEPT: '3',
      SUMMIT_READINGS_KEPT: '365',
      SUMMIT_POSTS_A_MINUTE: '60',
      SUMMIT_ASKS_A_MINUTE: '5',
    });
    expect(config).toMatchObject({
      slackApiUrl: 'http://127.0.0.1:3100/api/',
      host: '127.0.0.1',
      port: 0,
      databaseUrl: 'sqlite:/var/lib/summit.db',
      timeZone: 'Asia/Tokyo',
      logLevel: 'warn',
      backups: { folder: '/mnt/backups', kept: 3 },
      readingsKept: 365,
      postsAMinute: 60,
      asksAMinute: 5,
    });
  });

  test('a client id opens Summit to many workspaces, with tokens sealed by the first of its keys', () => {
    const { installed, door } = configFrom(MANY);
    expect(door).toEqual({ kind: 'http', signingSecret: HTTP.SLACK_SIGNING_SECRET });
    expect(installed).toEqual({
      kind: 'many',
      oauth: {
        clientId: '1234.5678',
        clientSecret: '0123456789abcdef',
        publicUrl: 'https://summit.example.org',
      },
      tokenKeys: [
        { id: 'b', key: KEY },
        { id: 'a', key: KEY },
      ],
    });
    const socket = { ...MANY, SLACK_APP_TOKEN: SOCKET.SLACK_APP_TOKEN };
    expect(configFrom(socket).door.kind).toBe('socket');
    expect(problemsIn({ ...MANY, SLACK_BOT_TOKEN: HTTP.SLACK_BOT_TOKEN })).toEqual([
      'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: set the first for one workspace or the second for many.',
    ]);
  });

  test('what many workspaces take is asked for at once', () => {
    const problems = problemsIn({ SLACK_CLIENT_ID: '1234.5678' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'SLACK_CLIENT_SECRET',
      'SUMMIT_TOKEN_KEYS',
      'SUMMIT_URL',
      'Neither',
    ]);
  });

  test.each([
    ['SLACK_CLIENT_ID', ['A0123', '1234', '12.34.56']],
    ['SLACK_CLIENT_SECRET', ['xoxb-1', 'two words', '']],
    ['SUMMIT_TOKEN_KEYS', ['a', KEY, 'a:short', `a:${KEY},a:${KEY}`, `a:${KEY},b`, `a:${KEY},`]],
    [
      'SUMMIT_URL',
      [
        'summit.example.org',
        'http://summit.example.org',
        'https://example.org/summit',
        'https://a@b',
      ],
    ],
  ])('of those, a malformed %s is the one problem named', (name, values) => {
    for (const value of values) {
      const problems = problemsIn({ ...MANY, [name]: value });
      expect({ value, problems }).toEqual({ value, problems: [expect.stringContaining(name)] });
      expect(problems.join()).not.toContain(KEY);
    }
  });

  test('a variable set to nothing counts as not set', () => {
    const empty = { SLACK_APP_TOKEN: '', PORT: ' ', LOG_LEVEL: '', DATABASE_URL: '' };
    expect(configFrom({ ...HTTP, ...empty })).toEqual(configFrom(HTTP));
  });

  test('a record in memory is refused: a start would begin with none', () => {
    const [problem] = problemsIn({ ...HTTP, DATABASE_URL: 'sqlite::memory:' });
    expect(problem).toContain('set DATABASE_URL to sqlite: and the path of a file');
  });

  test('all problems are named at once, and no secret among them', () => {
    const problems = problemsIn({
      SLACK_BOT_TOKEN: 'xapp-mixed-up',
      SLACK_APP_TOKEN: 'xoxb-mixed-up',
      SLACK_API_URL: 'slack.com',
      PORT: '70000',
      SUMMIT_METRICS_PORT: 'some',
      DATABASE_URL: 'mysql://db',
      SUMMIT_TIME_ZONE: 'Mars/Olympus',
      LOG_LEVEL: 'loud',
      SUMMIT_BACKUPS_KEPT: 'all',
      SUMMIT_READINGS_KEPT: 'year',
      SUMMIT_POSTS_A_MINUTE: 'few',
      SUMMIT_ASKS_A_MINUTE: 'once',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_API_URL',
      'PORT',
      'SUMMIT_METRICS_PORT',
      'DATABASE_URL',
      'SUMMIT_TIME_ZONE',
      'LOG_LEVEL',
      'SUMMIT_BACKUPS_KEPT',
      'SUMMIT_READINGS_KEPT',
      'SUMMIT_POSTS_A_MINUTE',
      'SUMMIT_ASKS_A_MINUTE',
    ]);
    expect(problems.join()).not.toContain('mixed-up');
  });

  test('with nothing set it says which tokens to get, and where', () => {
    expect(problemsIn({})).toMatchInlineSnapshot(`
      [
        "SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" in your app's settings.",
        "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: set the first (xapp-…) for Socket Mode or the second for HTTP.",
      ]
    `);
  });

  test.each([
    ['SLACK_BOT_TOKEN', ['xoxb-', 'xoxp-1', 'xoxb-1 2', 'token']],
    ['SLACK_SIGNING_SECRET', ['xoxb-1', 'xapp-1', 'two words']],
    ['SLACK_API_URL', ['ftp://slack.com', 'https://', '//slack.com/api']],
    ['PORT', ['-1', '80.5', 'http', '65536', '1e3', '0x50']],
    ['OTEL_TRACES_EXPORTER', ['jaeger', 'otlp,console']],
    ['SUMMIT_METRICS_PORT', ['-1', 'on', '65536', '127.0.0.1:9464']],
    ['DATABASE_URL', ['sqlite:', 'summit.db']],
    ['SUMMIT_TIME_ZONE', ['+08:00', 'Berlin', 'UTC+1']],
    ['LOG_LEVEL', ['INFO', 'verbose']],
    ['SUMMIT_BACKUPS_KEPT', ['0', '-1', '2.5', 'many', '1e2']],
    ['SUMMIT_READINGS_KEPT', ['0', '-1', '2.5', '1y', '100000']],
    ['SUMMIT_POSTS_A_MINUTE', ['0', '-1', '0.5', 'all', '100000']],
    ['SUMMIT_ASKS_A_MINUTE', ['0', '-1', '0.5', 'all', '1000000000']],
  ])('a malformed %s is the one problem named', (name, values) => {
    for (const value of values) {
      const problems = problemsIn({ ...HTTP, [name]: value });
      expect({ value, problems }).toEqual({ value, problems: [expect.stringContaining(name)] });
    }
  });
});

function configFrom(env: Environment): Config {
  const reading = readConfig(env);
  if (reading.kind === 'problems') throw new Error(reading.problems.join('\n'));
  return reading.config;
}

function problemsIn(env: Environment): readonly string[] {
  const reading = readConfig(env);
  return reading.kind === 'problems' ? reading.problems : [];
}
