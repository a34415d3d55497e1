import {
  closeSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, vi } from 'vitest';
import { backUp } from '../../db/backup.ts';
import type { Disturbance } from '../../sandbox/disturbance.ts';
import { exampleAgenda } from '../support/db.ts';
import { atSlack } from './at-slack.ts';
import { ALPHA, BETA, keyCalled, manyScene, type ManyScene, UNION } from './many-scene.ts';
import { commandBody, signed } from './running-bot.ts';

/** What was found of secrets, and in how much. */
export interface Findings {
  readonly logLines: number;
  readonly files: readonly string[];
  readonly bytes: number;
  readonly secrets: number;
  /** Where one was found. */
  readonly leaks: readonly string[];
}

/** What the words of a person, and addresses with which anyone could speak as Summit, look like. */
const SHAPES = ['xoxb-', 'xoxe', 'xapp-', '/respond/', 'canary-words-of-a-person'];

const SOON = { timeout: 30_000, interval: 50 };

const DISTURBANCES: readonly Disturbance[] = [
  null,
  'reset before',
  'reset after',
  '500 before',
  'page',
  '429:1',
  '429:',
  'error:invalid_auth_of_nobody',
  'error:fatal_error',
  'error:missing_scope',
];

/**
 * Everything that can fail fails, again and again, until the log has so many lines; then the
 * log, the record's files and its backups are searched for every secret there was.
 */
export async function searchForSecrets(
  after: (clean: () => Promise<void>) => void,
  lines: number,
): Promise<Findings> {
  const folder = mkdtempSync(join(tmpdir(), 'summit-secrets-'));
  const logFile = join(folder, 'log');
  const fd = openSync(logFile, 'a');
  const backups = join(folder, 'backups');
  const scene = await manyScene(after, {
    tokensRotate: true,
    signingSecret: 'canarysigningsecret0123456789',
    clientSecret: 'canaryclientsecret0123456789',
    logTo: fd,
    env: { LOG_LEVEL: 'trace', SUMMIT_BACKUPS: backups },
  });
  const secrets = new Set([
    'canarysigningsecret0123456789',
    'canaryclientsecret0123456789',
    keyCalled('a').slice(2),
  ]);
  await scene.give(exampleAgenda(), ALPHA.id);
  for (const id of [ALPHA.id, BETA.id, UNION]) await install(scene, id, secrets);
  await workInAlpha(scene);
  await vi.waitFor(() => expect(backupsIn(backups)).not.toEqual([]), SOON);
  await fail(scene, secrets, countIn(logFile), lines);
  for (const token of scene.slack.tokens.all) secrets.add(token);
  await backUp(scene.db, join(backups, 'summit-by-hand.db'));

  const inRecord = [scene.path, `${scene.path}-wal`, `${scene.path}-shm`].filter(existsSync);
  const inBackups = readdirSync(backups).map((name) => join(backups, name));
  const files = [logFile, ...inRecord, ...inBackups];
  const wanted = [...secrets, ...SHAPES];
  const found = await Promise.all(files.map(async (file) => leaksIn(file, wanted)));
  await scene.crash();
  closeSync(fd);
  return {
    logLines: await countIn(logFile)(),
    files,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    secrets: secrets.size,
    leaks: found.flatMap(({ leaks }) => leaks),
  };
}

/** Those that are whole. */
function backupsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : [];
}

/** Installs it, and remembers all that went through the browser. */
async function install(scene: ManyScene, id: string, secrets: Set<string>): Promise<void> {
  const browser = scene.browser();
  const asked = await browser.begin();
  const back = await browser.choose(asked, id);
  for (const address of [asked, back]) {
    for (const name of ['state', 'code']) {
      const value = new URL(address).searchParams.get(name);
      if (value !== null) secrets.add(value);
    }
  }
  await browser.open(back);
}

async function workInAlpha(scene: ManyScene): Promise<void> {
  const ann = atSlack(scene.slack.in(ALPHA.id), 'U0ANN', ALPHA.channels[0]?.id);
  await vi.waitFor(async () => {
    await ann.say('share fentanyl');
    await ann.say('update fentanyl stalled because nobody came');
    await vi.waitFor(() => expect(scene.saidIn(ALPHA)).not.toEqual([]), { timeout: 3_000 });
  }, SOON);
}

/** Lets everything fail in turn, until there are so many lines. */
async function fail(
  scene: ManyScene,
  secrets: Set<string>,
  counted: () => Promise<number>,
  lines: number,
): Promise<void> {
  const { slack } = scene;
  let turn = 0;
  slack.disturb(() => DISTURBANCES[(turn += 1) % DISTURBANCES.length] ?? null);
  // What was lost on the way to Slack is used up, and refused for hours.
  slack.tokens.spend(BETA.id);
  for (let round = 0; (await counted()) < lines; round += 1) {
    scene.moveTo(scene.now().add({ hours: 3 }));
    await install(scene, ALPHA.id, secrets);
    rename(scene.path, round % 2 === 0 ? ['agendas', 'away'] : ['away', 'agendas']);
    await Promise.all(Array.from({ length: 8 }, async () => sendAll(scene, 40)));
    // Nobody reads so many.
    const { workspace } = slack.in(ALPHA.id);
    for (const message of workspace.messages) workspace.remove(message);
  }
  slack.disturb();
  if (isAway(scene.path)) rename(scene.path, ['away', 'agendas']);
}

/** Requests that come to nothing, each in another way. */
async function sendAll({ slack, url }: ManyScene, times: number): Promise<void> {
  const events = `${url}/slack/events`;
  const secret = slack.signingSecret;
  const words = 'status canary-words-of-a-person';
  const inAlpha = { team_id: ALPHA.id, user_id: 'U0ANN', channel_id: 'C0ALPHA' };
  for (let time = 0; time < times; time += 1) {
    const bodies = [
      signed(commandBody(words, inAlpha), { secret }),
      signed(commandBody(words, { team_id: 'T0NOWHERE' }), { secret }),
      signed(commandBody(words, inAlpha), { secret: 'another' }),
      signed(pressBody(`${slack.url}/respond/canary-response-url`), { secret }),
      signed(pressBody('http://203.0.113.7/respond/canary-response-url'), { secret }),
      signed('{"text":"broken', { secret, contentType: 'application/json' }),
      signed(JSON.stringify({ type: 'nobody_knows', token: 'xoxb-in-a-body' }), {
        secret,
        contentType: 'application/json',
      }),
      signed(JSON.stringify(mention(time)), { secret, contentType: 'application/json' }),
    ];
    await Promise.all([
      ...bodies.map(async (body) => (await fetch(events, body)).text()),
      fetch(`${url}/slack/oauth_redirect?code=canary&state=canary`).then((page) => page.text()),
    ]);
  }
}

function pressBody(responseUrl: string): string {
  const payload = {
    type: 'block_actions',
    team: { id: ALPHA.id, domain: 'alpha' },
    user: { id: 'U0ANN', username: 'ann' },
    channel: { id: 'C0ALPHA', name: 'desk' },
    container: { type: 'message', is_ephemeral: true },
    response_url: responseUrl,
    trigger_id: 'none',
    actions: [
      {
        type: 'button',
        action_id: 'say:1',
        block_id: 'b',
        value: 'status canary-words-of-a-person',
      },
    ],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

function mention(time: number): object {
  const ts = `${Date.now()}.${String(time).padStart(6, '0')}`;
  return {
    type: 'event_callback',
    team_id: ALPHA.id,
    event_id: `Ev${ts}${Math.random()}`,
    authorizations: [{ team_id: ALPHA.id, enterprise_id: null, is_bot: true }],
    event: {
      type: 'app_mention',
      user: 'U0ABE',
      channel: 'C0ALPHA',
      text: `<@${ALPHA.bot.userId}> canary-words-of-a-person`,
      ts,
      event_ts: ts,
    },
  };
}

/** Takes the agendas away from under the running bot, or puts them back. */
function rename(path: string, [from, to]: readonly [string, string]): void {
  const file = new Database(path);
  file.pragma('foreign_keys = off');
  file.pragma('legacy_alter_table = on');
  file.exec(`alter table ${from} rename to ${to}`);
  file.close();
}

function isAway(path: string): boolean {
  const file = new Database(path, { readonly: true });
  const found = file.prepare("select 1 from sqlite_master where name = 'away'").get();
  file.close();
  return found !== undefined;
}

/** Counts the lines of a file that grows, each once. */
function countIn(file: string): () => Promise<number> {
  let count = 0;
  let start = 0;
  return async () => {
    for await (const chunk of createReadStream(file, { start }) as AsyncIterable<Buffer>) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1;
      start += chunk.length;
    }
    return count;
  };
}

async function leaksIn(
  file: string,
  wanted: readonly string[],
): Promise<{ readonly bytes: number; readonly leaks: string[] }> {
  const leaks = new Set<string>();
  const overlap = Math.max(...wanted.map(({ length }) => length));
  let bytes = 0;
  let tail = Buffer.alloc(0);
  const options = { highWaterMark: 1024 * 1024 };
  for await (const chunk of createReadStream(file, options) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    const piece = Buffer.concat([tail, chunk]);
    for (const secret of wanted) {
      const at = piece.indexOf(secret);
      if (at >= 0) leaks.add(`${secret} in ${file}: ${around(piece, at)}`);
    }
    tail = piece.subarray(Math.max(0, piece.length - overlap));
  }
  return { bytes, leaks: [...leaks] };
}

function around(piece: Buffer, at: number): string {
  return piece.subarray(Math.max(0, at - 120), at + 120).toString('latin1');
}
