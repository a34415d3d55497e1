import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDatabase, openDatabase } from '../db/open.ts';
import type { AgendaDocument } from '../src/agenda/document.ts';
import { makeGallery } from './gallery.ts';
import { recordDocument } from './record-document.ts';
import { readManifest } from './manifest.ts';
import { type RunningBot, runBot } from './run-bot.ts';
import { startSlack } from './slack.ts';
import { Clock } from '../src/clock.ts';
import { documentUntil, morningOf, tellStory } from './story.ts';
import { unaskedIn } from './unasked.ts';

const LOOK_AHEAD_MS = 500;
const EXAMPLE = new URL('../examples/biden-xi-2023.json', import.meta.url);

const port = readPort();
const overSocket = process.env['SANDBOX_SOCKET_MODE'] === '1';
const document = JSON.parse(await readFile(EXAMPLE, 'utf8')) as AgendaDocument;
const openingDay = document.dataset.as_of;
const clock = Clock.startingAt(morningOf(document, openingDay));

const folder = await mkdtemp(join(tmpdir(), 'summit-sandbox-'));
const databaseUrl = `sqlite:${join(folder, 'summit.db')}`;
const db = await openDatabase(databaseUrl);
await recordDocument(db, documentUntil(document, openingDay), clock.now());

let bot: RunningBot | null = null;
let stopping = false;

const story = tellStory({
  document,
  clock,
  record: (upToThen, then) => recordDocument(db, upToThen, then),
  moved(now) {
    bot?.setClock(now);
    slack.tellClock();
  },
  unasked: unaskedIn(db),
});
const slack = await startSlack({
  port,
  mode: overSocket ? 'socket' : 'http',
  // With what is optional too, so that all there is can be tried.
  scopes: readManifest('manifest.json').oauth_config.scopes.bot,
  now: clock.now,
  gallery: () => makeGallery(document),
  story,
}).catch((error: NodeJS.ErrnoException) => refuseToStart(error));

const lookout = setInterval(() => void lookAhead(), LOOK_AHEAD_MS);
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

bot = runBot({
  now: clock.now(),
  env: {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    ...(overSocket
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    SUMMIT_BACKUPS: 'off',
  },
  died(how) {
    slack.workspace.setBotOnline(false);
    console.error(`The bot has stopped (${how}). Start the sandbox again to bring it back.`);
  },
});

const botPort = await bot.ready;
if (botPort === null) {
  await stop(1);
} else if (!stopping) {
  slack.deliverTo(`http://127.0.0.1:${botPort}/slack/events`);
  slack.workspace.setBotOnline(true);
  console.log(
    `Summit's sandbox is open at ${slack.url.replace('127.0.0.1', 'localhost')} (Ctrl+C closes it).`,
  );
}

/** Stops the bot, then Slack, and leaves nothing behind. */
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearInterval(lookout);
  await bot?.stop();
  await slack.stop();
  await closeDatabase(db);
  await rm(folder, { recursive: true, force: true });
  process.exit(exitCode);
}

/** Digests are set up by words, so pages hear of the next one from here. */
async function lookAhead(): Promise<void> {
  if (!stopping && (await story.lookAhead())) slack.tellClock();
}

function readPort(): number {
  const given = process.env['SANDBOX_PORT'] ?? '3100';
  const number = Number(given);
  if (/^\d+$/.test(given) && number <= 65_535) return number;
  console.error(`SANDBOX_PORT is "${given}"; set it to a number up to 65535.`);
  process.exit(1);
}

async function refuseToStart(error: NodeJS.ErrnoException): Promise<never> {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(
    `Port ${port} is taken: close what uses it, or choose another with SANDBOX_PORT=3101 npm run sandbox.`,
  );
  await closeDatabase(db);
  await rm(folder, { recursive: true, force: true });
  process.exit(1);
}
