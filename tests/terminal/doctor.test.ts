import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { shareOf } from '../../db/disk.ts';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { keepInstallation } from '../../src/changes/keep-installation.ts';
import { sealedTokens } from '../../src/slack/sealed-tokens.ts';
import { TokenSeal } from '../../src/slack/token-seal.ts';
import { keyCalled } from '../slack/many-scene.ts';
import { exampleDatabase, tokensOf } from '../slack/running-bot.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabase } from '../support/db.ts';
import { terminal } from './run-terminal.ts';

const MANIFEST = JSON.parse(readFileSync('manifest.json', 'utf8'));
const ALL_SCOPES: readonly string[] = MANIFEST.oauth_config.scopes.bot;

const IS_ROOT = process.getuid?.() === 0;
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;

type Environment = Readonly<Record<string, string>>;

/** What `doctor` prints, a line each, and how it ends. */
async function doctor(
  file: string,
  env: Environment,
  through: readonly string[] = [],
): Promise<{ readonly lines: string[]; readonly fixes: string[]; readonly code: number }> {
  const { out, err, code } = await terminal(['doctor'], file, { env, through });
  expect(err).toBe('');
  const lines = out.trimEnd().split('\n');
  return { lines, fixes: lines.filter((line) => line.startsWith('fix: ')), code };
}

describe('doctor', () => {
  let slack: SlackStandIn;
  let sound: string;

  beforeAll(async () => {
    slack = await startSlack({ scopes: ALL_SCOPES });
    sound = await exampleDatabase();
    return async () => slack.stop();
  });

  test('finds all well, and changes nothing', async () => {
    const before = { files: readdirSync(dirname(sound)), content: readFileSync(sound) };
    const { lines, code } = await doctor(sound, tokensOf(slack));
    expect(lines).toEqual([
      'ok: The settings can be used: HTTP, one workspace.',
      expect.stringMatching(/^ok: The record \S+summit\.db is sound \([\d.]+ [KM]B\)\.$/),
      expect.stringMatching(/^ok: There is room on the disk: \S+ [GT]B free\.$/),
      'ok: The disk is one of this machine.',
      `ok: Slack can be reached at ${slack.apiUrl}.`,
      "ok: The clock goes as Slack's does.",
      'ok: Slack knows SLACK_BOT_TOKEN: it speaks as summit in “Summit desk”.',
      'ok: The bot has the scopes it needs.',
      'note: SLACK_SIGNING_SECRET is put to the test when Slack sends its first request.',
      'All is well.',
    ]);
    expect(code).toBe(0);
    expect(readFileSync(sound)).toEqual(before.content);
    expect(readdirSync(dirname(sound))).toEqual(before.files);
  });

  test('names all that is wrong in the settings, and looks at the record all the same', async () => {
    const { lines, fixes, code } = await doctor(freshDatabase(), { PORT: 'http' });
    expect(fixes).toEqual([
      expect.stringMatching(/^fix: SLACK_BOT_TOKEN is not set: copy /),
      expect.stringMatching(/^fix: Neither SLACK_APP_TOKEN nor /),
      expect.stringMatching(/^fix: PORT is not a port: /),
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/^ok: There is no record yet: the first /));
    expect(lines.at(-2)).toBe('note: Slack is asked once the settings can be used.');
    expect(lines.at(-1)).toBe('There are 3 things to fix.');
    expect(code).toBe(1);
  });

  test('finds scopes that are missing, a clock that is off and an app token that is refused', async () => {
    const other = await startSlack({
      mode: 'socket',
      scopes: [...ALL_SCOPES.filter((scope) => !/^(users|groups):read$/.test(scope)), 'files:read'],
      machinesAheadMs: 10 * 60_000,
    });
    const { lines, fixes, code } = await doctor(sound, {
      ...tokensOf(other),
      SLACK_APP_TOKEN: 'xapp-somebody-else',
    });
    expect(fixes).toEqual([
      expect.stringMatching(
        /^fix: The clock of this machine is (599|600|601) seconds slow: have it set by NTP\.$/,
      ),
      expect.stringMatching(/^fix: The bot lacks users:read: add .* install the app again\.$/),
      expect.stringMatching(/^fix: Slack refuses SLACK_APP_TOKEN \(invalid_auth\): make /),
    ]);
    expect(lines).toContain(
      'note: The bot lacks groups:read, which is optional: nothing is posted in private channels.',
    );
    expect(lines).toContain('note: The bot may do more than Summit asks for: files:read.');
    expect(code).toBe(1);
    await other.stop();
  });

  test('finds a token that Slack refuses, and a file that is no record', async () => {
    const file = freshDatabase();
    writeFileSync(file, 'Dear diary, today nothing was agreed.\n'.repeat(100));
    const wrong = { ...tokensOf(slack), SLACK_BOT_TOKEN: 'xoxb-somebody-else' };
    const { fixes } = await doctor(file, wrong);
    expect(fixes).toEqual([
      expect.stringMatching(/^fix: \S+summit\.db is not a readable Summit database: restore /),
      expect.stringMatching(/^fix: Slack refuses SLACK_BOT_TOKEN \(invalid_auth\): copy /),
    ]);
  });

  test('finds that Slack can not be reached, and that nobody may write to the record', async () => {
    const file = await exampleDatabase();
    chmodSync(dirname(file), 0o755);
    chmodSync(file, 0o444);
    const away = { ...tokensOf(slack), SLACK_API_URL: `http://127.0.0.1:${await freePort()}/api/` };
    const { fixes } = await doctor(file, away, IS_ROOT ? AS_NOBODY : []);
    expect(fixes).toEqual([
      expect.stringMatching(/^fix: Summit may not write to \S+summit\.db or its folder: give /),
      expect.stringMatching(/^fix: Slack can not be reached at \S+ \(ECONNREFUSED\): see /),
    ]);
  });

  test('finds that something else answers in the place of Slack, and a record of a newer Summit', async () => {
    const file = await exampleDatabase();
    const record = new Database(file);
    record.exec("insert into kysely_migration values ('9999-from-the-future', '2099-01-01')");
    record.close();
    const portal = createServer((_, response) => response.end('<html>Please sign in</html>'));
    await once(portal.listen(0, '127.0.0.1'), 'listening');
    const { port } = portal.address() as AddressInfo;
    const env = { ...tokensOf(slack), SLACK_API_URL: `http://127.0.0.1:${port}/api/` };
    const { fixes } = await doctor(file, env);
    portal.close();
    portal.closeAllConnections();
    expect(fixes).toEqual([
      expect.stringMatching(/^fix: \S+summit\.db was written by a newer Summit /),
      expect.stringMatching(/^fix: What answers at \S+ is not Slack \(status 200\): see /),
    ]);
  });

  test('finds tokens of workspaces that no key opens', async () => {
    const file = await exampleDatabase();
    const db = await openDatabase(`sqlite:${file}`);
    const [, key = ''] = keyCalled('a').split(':');
    const now = Temporal.Now.instant();
    for (const [id, name, scopes] of [
      ['T0ALPHA', 'Alpha', ALL_SCOPES],
      ['T0BETA', 'Beta', ['commands']],
    ] as const) {
      const tokens = sealedTokens(
        new TokenSeal([{ id: 'a', key }]),
        id,
        { access_token: 'x' },
        now,
      );
      const about = { appId: '', botUserId: '', by: '', scopes: scopes.join(',') };
      await keepInstallation(db, { id, name, ...about, at: now, tokens });
    }
    await closeDatabase(db);
    const many = {
      SLACK_API_URL: slack.apiUrl,
      SLACK_CLIENT_ID: slack.clientId,
      SLACK_CLIENT_SECRET: slack.clientSecret,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SUMMIT_URL: 'https://summit.example.org',
    };
    const good = await doctor(file, { ...many, SUMMIT_TOKEN_KEYS: keyCalled('a') });
    expect(good.lines).toContain('ok: The token of “Alpha” (T0ALPHA) can be opened.');
    expect(good.fixes).toEqual([
      expect.stringMatching(/^fix: In “Beta” the bot lacks app_mentions:read, /),
    ]);
    const lost = await doctor(file, { ...many, SUMMIT_TOKEN_KEYS: keyCalled('b') });
    expect(lost.fixes[0]).toMatch(
      /^fix: The token of “Alpha” \(T0ALPHA\) can not be opened: give the key “a” back /,
    );
  });

  test('knows file systems whose files are on another machine', () => {
    expect(shareOf(0x6969, 'linux')).toBe('NFS');
    expect(shareOf(-11_317_950, 'linux')).toBe('CIFS');
    expect(shareOf(0xef53, 'linux')).toBeNull();
    expect(shareOf(0x6969, 'darwin')).toBeNull();
  });
});
