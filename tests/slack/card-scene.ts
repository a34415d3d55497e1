import Database from 'better-sqlite3';
import { ALL_SCOPES } from './digest-scene.ts';
import { vi } from 'vitest';
import { agendaFor } from '../../db/agendas.ts';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { APP } from '../../sandbox/people.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { recordEntry } from '../../src/changes/record-entry.ts';
import { atSlack, type PersonAtSlack } from './at-slack.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot } from './running-bot.ts';

/** The desk's channel. */
export const DESK = 'C0DESK';

/** A burst is told once it has been quiet for five seconds. */
export const SOON = { timeout: 60_000, interval: 50 };

/** A workspace with Summit in it, where cards are shared. */
export interface CardScene {
  readonly slack: SlackStandIn;
  readonly path: string;
  readonly alice: PersonAtSlack;
  bot(): RunningBot;
  /** As a machine that fails. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Shares an issue with the desk's channel and gives the card, once it is kept. */
  share(words: string): Promise<SandboxMessage>;
  /** What Summit has posted to a channel for everyone, threads left out. */
  cardsIn(channelId: string): SandboxMessage[];
  /** What only this person sees there. */
  seenAlone(userId: string, channelId: string): SandboxMessage[];
  /** The card as it is by now. */
  current(card: SandboxMessage): SandboxMessage;
  /** What stands in the card's thread, once it is so many messages. */
  thread(card: SandboxMessage, count: number): Promise<SandboxMessage[]>;
  /** Records something as another program does that has the same file open. */
  changeElsewhere(key: string, date: string, note: string): Promise<void>;
}

export async function cardScene(
  mode: 'http' | 'socket',
  after: (clean: () => Promise<void>) => void,
): Promise<CardScene> {
  const slack = await startSlack({ mode, scopes: ALL_SCOPES });
  const path = await exampleDatabase();
  const alice = atSlack(slack, 'U0ALICE');
  let bot: RunningBot;

  const scene: CardScene = {
    slack,
    path,
    alice,
    bot: () => bot,
    async crash() {
      bot.process.kill('SIGKILL');
      await bot.exited;
    },
    async start() {
      bot = runBot({
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        DATABASE_URL: `sqlite:${path}`,
        ...(mode === 'http'
          ? { SLACK_SIGNING_SECRET: slack.signingSecret }
          : { SLACK_APP_TOKEN: slack.appToken }),
      });
      slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    },
    async share(words) {
      const before = scene.cardsIn(DESK).length;
      await alice.say(`share ${words}`);
      return vi.waitFor(() => {
        const card = scene.cardsIn(DESK)[before];
        if (card === undefined || !isKept(path, card.ts)) {
          throw new Error(`No card that is kept\n${bot.stdout()}`);
        }
        return card;
      }, SOON);
    },
    cardsIn: (channelId) =>
      slack.workspace.messages.filter(
        (message) =>
          message.channelId === channelId &&
          message.userId === APP.botUserId &&
          message.ephemeralTo === null &&
          message.threadTs === null,
      ),
    seenAlone: (userId, channelId) =>
      slack.workspace.messages.filter(
        (message) =>
          message.channelId === channelId && message.ephemeralTo === userId && !message.fromSlack,
      ),
    current({ channelId, ts }) {
      const now = slack.workspace.message(channelId, ts);
      if (now === undefined) throw new Error('The card is not there any more');
      return now;
    },
    thread: ({ ts }, count) =>
      vi.waitFor(() => {
        const said = slack.workspace.messages.filter(({ threadTs }) => threadTs === ts);
        if (said.length !== count) {
          throw new Error(`${said.length} messages, not ${count}\n${bot.stdout()}`);
        }
        return said;
      }, SOON),
    async changeElsewhere(key, date, note) {
      const db = await openDatabase(`sqlite:${path}`);
      const agenda = await agendaFor(db, { teamId: 'T0SUMMITDESK', channelId: DESK });
      if (agenda === null) throw new Error('The record is empty');
      const unsaid = { attribution: null, confidence: null, sources: [] };
      const outcome = await recordEntry(
        db,
        agenda,
        key,
        { action: 'update', date, status: 'stalled', note, ...unsaid },
        {
          by: 'terminal:tester',
          at: Temporal.Now.instant(),
          inputId: null,
          deed: 'update',
          seen: null,
          mark: null,
        },
      );
      await closeDatabase(db);
      if (outcome.kind !== 'recorded') throw new Error(`Not recorded: ${outcome.kind}`);
    },
  };
  await scene.start();
  after(async () => {
    bot.process.kill('SIGKILL');
    await slack.stop();
  });
  return scene;
}

/** The card is posted first: until then nobody knows by which name to keep it. */
function isKept(path: string, ts: string): boolean {
  const file = new Database(path, { readonly: true });
  const kept = file.prepare('select ts from live_cards where ts = ?').get(ts);
  file.close();
  return kept !== undefined;
}
