import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import type { Disturbance } from '../../sandbox/disturbance.ts';
import { APP } from '../../sandbox/people.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { Clock } from '../../src/clock.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import { setDigest } from '../../src/changes/set-digest.ts';
import type { Random } from '../support/seeded.ts';
import { ALL_SCOPES, recordChange, TEAM } from './digest-scene.ts';
import { type KillPoint, killPoints } from './kill-points.ts';
import { exampleDatabase } from './running-bot.ts';
import { startStoryBot, type StoryBot } from './story-bot.ts';

/** As many digests are due at one moment; of some people too, in a direct message. */
const CHANNELS = 60;
const PEOPLE = ['U0ALICE', 'U0BOB'];
/** Every two hours, so that one is late until the next but one. */
const TIMES = ['00:00', '04:00', '08:00', '12:00', '16:00', '20:00'];
const BEGINS = '2023-11-27T07:30:00Z';
/** A bot that did not get to its point so long after it was ready dies all the same, in milliseconds. */
const LIVES_AT_MOST = 800;
/** One post in so many meets a bad mood of Slack's. */
const MOODS = 60;
/** Slack accepts so late, in seconds. */
const LATE = 30;

/** What was seen of a storm. */
export interface DigestTally {
  kills: number;
  /** How often a bot died at each of the points; `elsewhere` when it did not get there. */
  readonly at: Record<string, number>;
  slots: number;
  messages: number;
  /** Messages that were due and never came, or came more than once. */
  readonly lost: string[];
  readonly doubled: string[];
  /** Whatever else ended otherwise than said. */
  readonly odd: string[];
}

/** Kills the bot at one point after another while it says digests, and looks whether each came once. */
export async function digestStorm(kills: number, random: Random): Promise<DigestTally> {
  const storm = await DigestStorm.open(random);
  try {
    return await storm.run(kills);
  } finally {
    await storm.close();
  }
}

class DigestStorm {
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #points = killPoints();
  readonly #came = new Map<string, number>();
  readonly #counted = new Set<string>();
  readonly #late: { readonly due: Temporal.Instant; readonly accept: () => void }[] = [];
  readonly #tally: DigestTally = {
    kills: 0,
    at: {},
    slots: 0,
    messages: 0,
    lost: [],
    doubled: [],
    odd: [],
  };
  readonly #slack: SlackStandIn;
  readonly #path: string;
  readonly #db: Db;

  static async open(random: Random): Promise<DigestStorm> {
    const path = await exampleDatabase();
    const clock = Clock.startingAt(Temporal.Instant.from(BEGINS));
    const slack = await startSlack({
      now: clock.now,
      scopes: ALL_SCOPES,
      limits: { burstPerChannel: 1_000_000, callsPerMinute: UNLIMITED },
    });
    return new DigestStorm(random, clock, slack, path, await openDatabase(`sqlite:${path}`));
  }

  private constructor(random: Random, clock: Clock, slack: SlackStandIn, path: string, db: Db) {
    this.#random = random;
    this.#clock = clock;
    this.#slack = slack;
    this.#path = path;
    this.#db = db;
    slack.workspace.listen((event) => {
      if (event.kind !== 'message' || event.message.userId !== APP.botUserId) return;
      const { channelId, ts } = event.message;
      const key = keyOf(slack.workspace.message(channelId, ts)?.metadata);
      if (key !== null) this.#came.set(key, (this.#came.get(key) ?? 0) + 1);
    });
  }

  async run(kills: number): Promise<DigestTally> {
    await this.#setUp();
    while (this.#tally.kills < kills) {
      if (await this.#isSettled()) await this.#nextSlot();
      await this.#killOnce();
      await this.#move(15 + this.#random(60));
    }
    await this.#settle();
    await this.#count();
    return this.#tally;
  }

  async close(): Promise<void> {
    await this.#slack.stop();
    await closeDatabase(this.#db);
    rmSync(dirname(this.#path), { recursive: true });
  }

  async #setUp(): Promise<void> {
    const schedule = { every: 'day', days: [], times: TIMES, timeZone: 'UTC' } as const;
    const asked = { by: 'U0ALICE', at: this.#clock.now(), inputId: null, deed: 'digest' } as const;
    const channels = Array.from({ length: CHANNELS }, (_, number) => `C1STORM${number}`);
    for (const id of channels) {
      this.#slack.workspace.addChannel({
        id,
        name: id.toLowerCase(),
        kind: 'public',
        topic: '',
        members: ['U0ALICE', APP.botUserId],
        isArchived: false,
      });
    }
    for (const place of [...channels, ...PEOPLE]) {
      await setDigest(this.#db, { teamId: TEAM, place, schedule, choices: USUAL_CHOICES }, asked);
    }
  }

  /** Something changes, and then the next digests are due. */
  async #nextSlot(): Promise<void> {
    await this.#count();
    const { slots } = this.#tally;
    const date = this.#clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
    const change = { key: 'fentanyl', date, note: `Round ${slots} has ended.` };
    const status = slots % 2 === 0 ? 'stalled' : 'in-talks';
    await recordChange(this.#db, { ...change, status }, this.#clock.now());
    const due = await this.#nextDue();
    if (Temporal.Instant.compare(due, this.#clock.now()) > 0) this.#clock.moveTo(due);
    this.#tally.slots += 1;
  }

  async #nextDue(): Promise<Temporal.Instant> {
    const [next] = await this.#db
      .selectFrom('digests')
      .select(({ fn }) => fn.min('next_at').as('at'))
      .execute();
    if (next?.at == null) throw new Error('No digest is due any more');
    return Temporal.Instant.from(next.at);
  }

  async #killOnce(): Promise<void> {
    const point = this.#points[this.#random(this.#points.length)];
    if (point === undefined) throw new Error('There is no such point');
    let reached = false;
    const bot = startStoryBot(this.#slack, this.#path, this.#clock.now(), ENVIRONMENT);
    const kill = (): void => {
      reached = true;
      bot.kill();
    };
    this.#disturb(point, kill);
    await point.arm?.(bot.pid, this.#path, this.#random);
    const within = point.within?.(this.#random);
    if (within === undefined) await bot.address;
    await this.#die(bot, within ?? LIVES_AT_MOST);
    const isThere = reached || point.arm !== undefined || point.within !== undefined;
    const where = isThere ? point.name : 'elsewhere';
    this.#tally.at[where] = (this.#tally.at[where] ?? 0) + 1;
    this.#tally.kills += 1;
    this.#slack.disturb(() => null);
  }

  async #die(bot: StoryBot, within: number): Promise<void> {
    const timer = setTimeout(() => bot.kill(), within);
    await bot.exited;
    clearTimeout(timer);
  }

  /** The bot dies as the call comes that the point is about; others may meet a bad mood. */
  #disturb(point: KillPoint, kill: () => void): void {
    let passed = this.#random(point.upTo ?? 1);
    this.#slack.disturb((method, given) => {
      if (point.call?.(method, given) === true) {
        if (passed > 0) {
          passed -= 1;
        } else {
          return point.at === undefined ? null : atPoint(point.at, kill);
        }
      }
      if (method !== 'chat.postMessage' || this.#random(MOODS) > 0) return null;
      return this.#badMood();
    });
  }

  #badMood(): Disturbance {
    const mood = this.#random(5);
    if (mood < 4)
      return (['reset after', '500 after', 'hang after', 'reset before'] as const)[mood] ?? null;
    const { promise: once, resolve: accept } = Promise.withResolvers<void>();
    this.#late.push({ due: this.#clock.now().add({ seconds: LATE }), accept });
    return { kind: 'late', once };
  }

  /** Time passes, and what Slack accepts late it accepts on the way. */
  async #move(seconds: number): Promise<void> {
    const until = this.#clock.now().add({ seconds });
    for (const { due, accept } of this.#late.splice(0)) {
      if (Temporal.Instant.compare(due, until) > 0) {
        this.#late.push({ due, accept });
      } else {
        if (Temporal.Instant.compare(due, this.#clock.now()) > 0) this.#clock.moveTo(due);
        accept();
        await pause(5);
      }
    }
    if (Temporal.Instant.compare(until, this.#clock.now()) > 0) this.#clock.moveTo(until);
  }

  /** Nobody is killed any more until all is said. */
  async #settle(): Promise<void> {
    const bot = startStoryBot(this.#slack, this.#path, this.#clock.now(), ENVIRONMENT);
    await bot.address;
    for (let turn = 0; !(await this.#isSettled()); turn += 1) {
      if (turn > 6_000) throw new Error(`It never ended: ${JSON.stringify(bot.log().slice(-20))}`);
      await this.#move(1);
      bot.setClock(this.#clock.now());
      await pause(50);
    }
    await bot.stop();
  }

  async #isSettled(): Promise<boolean> {
    if (Temporal.Instant.compare(await this.#nextDue(), this.#clock.now()) <= 0) return false;
    for (const table of ['posts', 'digest_slots'] as const) {
      const left = await this.#db
        .selectFrom(table)
        .select('state')
        .where('settled_at', 'is', null)
        .limit(1)
        .execute();
      if (left.length > 0) return false;
    }
    return this.#late.length === 0;
  }

  /** Holds what came against what was to come, and lets go of both. */
  async #count(): Promise<void> {
    const posts = await this.#db.selectFrom('posts').selectAll().execute();
    const slots = await this.#db.selectFrom('digest_slots').selectAll().execute();
    for (const { key, place, slot_at: at, thread_of: parent, state, purpose, why } of posts) {
      const named = `${place} ${at}${parent === null ? '' : ' thread'}`;
      const times = this.#came.get(key) ?? 0;
      if (purpose !== 'digest' || state !== 'sent') {
        this.#tally.odd.push(`${named} ${purpose} ${state} ${why}`);
      }
      if (times === 0) this.#tally.lost.push(named);
      if (times > 1) this.#tally.doubled.push(named);
      this.#tally.messages += times;
    }
    for (const { digest_id: id, slot_at: at, state, why } of slots) {
      const parents = posts.filter(
        (post) => post.digest_id === id && post.slot_at === at && post.thread_of === null,
      );
      if (this.#counted.has(`${id} ${at}`)) continue;
      this.#counted.add(`${id} ${at}`);
      if (state !== 'said') this.#tally.odd.push(`${id} ${at} ${state} ${why}`);
      if (parents.length !== 1) this.#tally.odd.push(`${id} ${at} has ${parents.length} parents`);
    }
    const wanted = this.#tally.slots * (CHANNELS + PEOPLE.length);
    if (slots.length !== wanted) this.#tally.odd.push(`${slots.length} slots, not ${wanted}`);
    await this.#db.deleteFrom('posts').execute();
    this.#came.clear();
    for (const message of this.#slack.workspace.messages) this.#slack.workspace.remove(message);
  }
}

const ENVIRONMENT = { SUMMIT_POSTS_A_MINUTE: '2400', LOG_LEVEL: 'warn' };

const UNLIMITED = {
  'tier-1': 1_000_000,
  'tier-2': 1_000_000,
  'tier-3': 1_000_000,
  'tier-4': 1_000_000,
  unlimited: Number.POSITIVE_INFINITY,
};

function atPoint(at: NonNullable<KillPoint['at']>, kill: () => void): Disturbance {
  switch (at) {
    case 'before it is heard':
      kill();
      return 'hang before';
    case 'once it is heard':
      return { kind: 'watched', heard: kill };
    case 'once it is answered':
      return { kind: 'watched', answered: kill };
  }
}

function keyOf(metadata: unknown): string | null {
  const { event_payload: payload } = (metadata ?? {}) as { event_payload?: { key?: string } };
  return payload?.key ?? null;
}
