import { setTimeout as pause } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { agendaFor } from '../../db/agendas.ts';
import { findDigestToPlan } from '../../db/digests.ts';
import { isAnythingDue } from '../../db/next-due.ts';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { listStopped } from '../../db/teams-at-work.ts';
import { readManifest } from '../../sandbox/manifest.ts';
import { APP } from '../../sandbox/people.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { Clock } from '../../src/clock.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import type { StatusKey } from '../../src/agenda/status.ts';
import { recordEntry } from '../../src/changes/record-entry.ts';
import { atSlack, type PersonAtSlack } from './at-slack.ts';
import { exampleDatabase } from './running-bot.ts';
import { startStoryBot, type StoryBot } from './story-bot.ts';

/** The desk's channel. */
export const DESK = 'C0DESK';
export const TEAM = 'T0SUMMITDESK';

/** All that Summit may be granted. */
export const ALL_SCOPES = readManifest('manifest.json').oauth_config.scopes.bot;

/** So much passes in the story while so many milliseconds pass in the test. */
const STEP = Temporal.Duration.from({ seconds: 1 });
/** Where nothing is expected, more. */
const LEAP = Temporal.Duration.from({ seconds: 3 });
const STEP_TAKES = 15;
/** Processes need time of their own, however fast the story goes. */
const PATIENCE = 30_000;

/** A workspace with Summit in it whose clock goes as fast as the test wants. */
export interface DigestScene {
  readonly slack: SlackStandIn;
  readonly path: string;
  readonly alice: PersonAtSlack;
  readonly bob: PersonAtSlack;
  now(): Temporal.Instant;
  bot(): StoryBot;
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Jumps there at once, for all. */
  moveTo(instant: string): void;
  /** Lets time pass, quickly but without a jump, until that holds; fails when it doesn't within so many minutes and some patience. */
  passUntil<T>(minutes: number, holds: () => Holds<T> | Promise<Holds<T>>): Promise<T>;
  /** Lets so many minutes pass, and has Summit come to all that was due by then. */
  pass(minutes: number): Promise<void>;
  /** Records something as another program does that has the same file open. */
  change(key: string, date: string, status: StatusKey, note: string): Promise<void>;
  /** What Summit has said to all of a channel, threads left out. */
  said(channelId: string): SandboxMessage[];
  thread(parent: SandboxMessage): SandboxMessage[];
  read<T>(query: (db: Db) => Promise<T>): Promise<T>;
}

type Holds<T> = T | undefined | false;

export interface SceneOptions extends SlackOptions {
  readonly startsAt?: string;
}

export async function digestScene(
  after: (clean: () => Promise<void>) => void,
  { startsAt = '2023-11-27T07:59:30Z', ...options }: SceneOptions = {},
): Promise<DigestScene> {
  const clock = Clock.startingAt(Temporal.Instant.from(startsAt));
  const slack = await startSlack({ now: clock.now, scopes: ALL_SCOPES, ...options });
  const path = await exampleDatabase();
  const db = await openDatabase(`sqlite:${path}`);
  let bot: StoryBot;

  function moveTo(instant: Temporal.Instant): void {
    clock.moveTo(instant);
    bot.setClock(clock.now());
  }
  const scene: DigestScene = {
    slack,
    path,
    alice: atSlack(slack, 'U0ALICE'),
    bob: atSlack(slack, 'U0BOB'),
    now: clock.now,
    bot: () => bot,
    async crash() {
      bot.kill();
      await bot.exited;
    },
    async start() {
      bot = startStoryBot(slack, path, clock.now());
      slack.deliverTo(`${await bot.address}/slack/events`);
    },
    moveTo: (instant) => moveTo(Temporal.Instant.from(instant)),
    async passUntil(minutes, holds) {
      const until = clock.now().add({ seconds: minutes * 60 });
      const began = performance.now();
      for (;;) {
        const found = await holds();
        if (found !== undefined && found !== false) return found;
        const isOver = Temporal.Instant.compare(clock.now(), until) > 0;
        if (isOver && performance.now() - began > PATIENCE) {
          throw new Error(
            `Not within ${minutes} minutes: ${String(holds)}\n${JSON.stringify(bot.log())}`,
          );
        }
        moveTo(clock.now().add(STEP));
        await pause(STEP_TAKES);
      }
    },
    async pass(minutes) {
      const until = clock.now().add({ seconds: minutes * 60 });
      while (Temporal.Instant.compare(clock.now(), until) < 0) {
        moveTo(clock.now().add(LEAP));
        await pause(STEP_TAKES);
      }
      await vi.waitFor(async () => expect(await isBehind(db, clock.now())).toBe(false), {
        timeout: PATIENCE,
        interval: STEP_TAKES,
      });
    },
    change: async (key, date, status, note) =>
      recordChange(db, { key, date, status, note }, clock.now()),
    said: (channelId) =>
      slack.workspace.messages.filter(
        (message) =>
          message.channelId === channelId &&
          message.userId === APP.botUserId &&
          message.ephemeralTo === null &&
          message.threadTs === null,
      ),
    thread: ({ ts }) => slack.workspace.messages.filter(({ threadTs }) => threadTs === ts),
    read: (query) => query(db),
  };
  await scene.start();
  after(async () => {
    bot.kill();
    await bot.exited;
    await Promise.all([slack.stop(), closeDatabase(db)]);
  });
  return scene;
}

/** True while Summit has not come to something that was due. Where it is stopped, what waits to be said stays due. */
async function isBehind(db: Db, now: Temporal.Instant): Promise<boolean> {
  const times = { now: stamp(now), soon: stamp(now.add(STEP)) };
  if ((await findDigestToPlan(db, times)) !== null) return true;
  return (await listStopped(db)).length === 0 && isAnythingDue(db, stamp(now), stamp(now));
}

/** Records something as another program does that has the same file open. */
export async function recordChange(
  db: Db,
  {
    key,
    date,
    status,
    note,
  }: {
    readonly key: string;
    readonly date: string;
    readonly status: StatusKey;
    readonly note: string;
  },
  at: Temporal.Instant,
): Promise<void> {
  const agenda = await agendaFor(db, { teamId: TEAM, channelId: DESK });
  if (agenda === null) throw new Error('The record is empty');
  const unsaid = { attribution: null, confidence: null, sources: [] };
  const outcome = await recordEntry(
    db,
    agenda,
    key,
    { action: 'update', date, status, note, ...unsaid },
    { by: 'terminal:tester', at, inputId: null, deed: 'update', seen: null, mark: null },
  );
  if (outcome.kind !== 'recorded') throw new Error(`Not recorded: ${outcome.kind}`);
}
