import { pino } from 'pino';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import type { Schedule } from '../../src/agenda/schedule.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import type { Compose } from '../../src/changes/say-slot.ts';
import { setDigest } from '../../src/changes/set-digest.ts';
import { Outbox } from '../../src/digests/outbox.ts';
import { type Blow, Mortal } from '../support/mortal.ts';
import { type Fate, type LookFate, SimulatedSlack } from '../support/simulated-slack.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { type Random, seeded } from '../support/seeded.ts';
import { allSeen } from '../support/all-seen.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly digests: number;
  readonly days: number;
}

/** What came of it all. */
export interface Tally {
  /** Slots, and messages there should be: each once. */
  slots: number;
  messages: number;
  missing: string[];
  doubled: string[];
  /** Also those that were taken away again. */
  everDoubled: number;
  /** Messages of which the record says the contrary of what is there. */
  wrong: string[];
  /** What nobody can tell, where Summit may not look. */
  unknown: number;
  deaths: number;
  freezes: number;
  /** Messages that were tried more than once. */
  repeated: number;
  looks: number;
}

/** Digests that come each morning, from programs that die and stand still, to a Slack that loses answers. */
export async function simulate({ seed, digests, days }: WorldOptions): Promise<Tally> {
  const world = new World(seed, digests, await openDatabase('sqlite::memory:'));
  await world.setUp();
  for (let day = 0; day < days; day += 1) await world.liveThrough(day);
  await world.end();
  return world.tally;
}

/** The tallies of several worlds as one. */
export function sum(tallies: readonly Tally[]): Tally {
  const all = emptyTally();
  for (const one of tallies) {
    for (const key of ['missing', 'doubled', 'wrong'] as const) all[key].push(...one[key]);
    for (const key of COUNTED) all[key] += one[key];
  }
  return all;
}

const COUNTED = [
  'slots',
  'messages',
  'everDoubled',
  'unknown',
  'deaths',
  'freezes',
  'repeated',
  'looks',
] as const;

const TEAMS = Array.from({ length: 12 }, (_, number) => `T0${number}`);
const FIRST = Temporal.Instant.from('2026-03-02T06:00:00Z');
const SCHEDULE: Schedule = { every: 'day', days: [], times: ['09:00'], timeZone: 'UTC' };
const HOUR = 3_600_000;
const TICK_MS = 5_000;

class World {
  readonly tally = emptyTally();
  readonly #seed: number;
  readonly #random: Random;
  readonly #digests: number;
  readonly #db: Db;
  readonly #time = new VirtualTime(FIRST);
  readonly #slack: SimulatedSlack;
  readonly #log = pino({ level: 'silent' });
  readonly #programs: Mortal[] = [];
  readonly #seen = new Set<string>();

  constructor(seed: number, digests: number, db: Db) {
    this.#seed = seed;
    this.#random = seeded(seed);
    this.#digests = digests;
    this.#db = db;
    this.#slack = new SimulatedSlack({
      time: this.#time,
      fate: (_, message) => this.#fate(message.blocks.length > 0),
      lookFate: ({ channelId }) => this.#lookFate(channelId),
      latency: () => 20 + this.#random(300),
    });
    this.#slack.onMessage = ({ message }) => {
      if (this.#seen.has(message.text)) this.tally.everDoubled += 1;
      this.#seen.add(message.text);
    };
  }

  async setUp(): Promise<void> {
    const asked = { by: 'U0SETTER', at: FIRST, inputId: null, deed: 'digest' } as const;
    const wishes = Array.from({ length: this.#digests }, (_, number) => ({
      ...this.#placeOf(number),
      schedule: SCHEDULE,
      choices: USUAL_CHOICES,
    }));
    await Promise.all(wishes.map((wish) => setDigest(this.#db, wish, asked)));
  }

  async liveThrough(day: number): Promise<void> {
    const slotAt = FIRST.add({ hours: 3 + 24 * day });
    this.#time.jumpTo(slotAt.subtract({ milliseconds: this.#random(8_000) }));
    this.#start();
    let isOver = false;
    const look = (): void => {
      void this.#isOver(slotAt).then((over) => {
        this.#time.note();
        isOver = over;
        if (!over) this.#time.after(30_000, look);
      });
    };
    this.#time.after(30_000, look);
    const settled = await this.#time.passUntil(() => isOver, 5 * HOUR);
    // What was accepted late has come by then.
    await this.#time.passUntil(() => false, 120_000);
    for (const program of this.#programs.splice(0)) program.kill();
    this.#time.forget();
    if (!settled) this.tally.wrong.push(`seed ${this.#seed}: day ${day} did not come to an end`);
    await this.#count(slotAt);
    this.#slack.clear();
    this.#seen.clear();
  }

  async end(): Promise<void> {
    this.tally.looks = this.#slack.looks;
    await closeDatabase(this.#db);
  }

  /** A program starts, and looks again and again what is due. */
  #start(): void {
    const program = new Mortal({
      db: this.#db,
      messenger: this.#slack,
      time: this.#time,
      blow: () => this.#blow(),
      struck: (blow) => this.#replace(blow),
    });
    this.#programs.push(program);
    const { db, messenger, time } = program;
    const outbox = new Outbox({
      db,
      messenger,
      time,
      now: this.#time.now,
      log: this.#log,
      pace: { perMinute: 60_000, looksPerMinute: 6_000 },
      compose,
      seenAt: allSeen(db),
    });
    const live = async (): Promise<void> => {
      for (;;) {
        await planDueSlots(db, this.#time.now());
        await outbox.look(() => program.isDead);
        await time.sleep(TICK_MS, NEVER);
      }
    };
    void live();
  }

  /** Another program takes over from one that died, and often from one that only stands still. */
  #replace(blow: Blow): void {
    if (blow.kind === 'dies') this.tally.deaths += 1;
    if (blow.kind === 'freezes') this.tally.freezes += 1;
    const isAlone = this.#programs.every(({ isDead }) => isDead);
    if (!isAlone && (blow.kind === 'dies' || this.#random(2) === 0)) return;
    this.#time.after(this.#random(60_000), () => this.#start());
  }

  #blow(): Blow {
    // Some worlds are calm, and some fall apart.
    const drawn = this.#random(16_000) / (this.#seed % 4);
    if (drawn < 10) return { kind: 'dies' };
    if (drawn < 20) return { kind: 'freezes', milliseconds: this.#random(90_000) };
    if (drawn < 30) return { kind: 'lags', milliseconds: this.#random(90_000) };
    return { kind: 'none' };
  }

  #fate(isFull: boolean): Fate {
    const drawn = this.#random(100);
    if (isFull && drawn % 2 === 0) return { kind: 'refused', error: 'invalid_blocks' };
    if (drawn < 15) return { kind: 'accepted, then broken' };
    if (drawn < 17) return { kind: 'accepted, never answered' };
    if (drawn < 22) return this.#late();
    if (drawn < 25) return { kind: 'broken' };
    if (drawn < 27) return { kind: 'lost' };
    if (drawn < 33) return { kind: 'wait', milliseconds: ODD_WAITS[this.#random(6)] ?? 0 };
    return { kind: 'accepted' };
  }

  /** Up to half a minute after whoever asked has given up. */
  #late(): Fate {
    const brokenAfter = 100 + this.#random(9_900);
    return { kind: 'accepted late', brokenAfter, after: brokenAfter + this.#random(30_000) };
  }

  #lookFate(channelId: string): LookFate {
    if (mayNotLook(channelId)) return { kind: 'refused', error: 'missing_scope' };
    const drawn = this.#random(100);
    if (drawn < 4) return { kind: 'broken' };
    if (drawn < 6) return { kind: 'lost' };
    if (drawn < 10) return { kind: 'wait', milliseconds: ODD_WAITS[this.#random(3)] ?? 0 };
    return { kind: 'looked' };
  }

  /** Every tenth comes to a person. */
  #placeOf(number: number): { readonly teamId: string; readonly place: string } {
    const place = `${number % 10 === 9 ? 'U' : 'C'}${String(number).padStart(6, '0')}`;
    return { teamId: TEAMS[number % TEAMS.length] ?? '', place };
  }

  async #isOver(slotAt: Temporal.Instant): Promise<boolean> {
    const slots = await this.#db
      .selectFrom('digest_slots')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('slot_at', '=', slotAt.toString({ smallestUnit: 'millisecond' }))
      .where('settled_at', 'is not', null)
      .executeTakeFirstOrThrow();
    if (slots.count < this.#digests) return false;
    const post = await this.#db
      .selectFrom('posts')
      .select('id')
      .where('settled_at', 'is', null)
      .executeTakeFirst();
    return post === undefined;
  }

  async #count(slotAt: Temporal.Instant): Promise<void> {
    const at = slotAt.toString({ smallestUnit: 'millisecond' });
    const there = Map.groupBy(this.#slack.messages, ({ message }) => message.text);
    const posts = await this.#db
      .selectFrom('posts')
      .selectAll()
      .where('slot_at', '=', at)
      .execute();
    const byText = new Map(posts.map((post) => [textOf(post.content), post]));
    this.tally.repeated += posts.filter(({ attempts }) => attempts > 1).length;

    for (let number = 0; number < this.#digests; number += 1) {
      const { place } = this.#placeOf(number);
      this.tally.slots += 1;
      for (const text of partsOf(place, slotAt)) {
        this.tally.messages += 1;
        const found = there.get(text) ?? [];
        there.delete(text);
        const post = byText.get(text);
        const told = `seed ${this.#seed}: ${text}: ${found.length}, and ${post?.state} ${post?.why}`;
        if (found.length > 1) this.tally.doubled.push(told);
        const isUnknown = mayNotLook(post?.channel_id ?? place) && post?.state !== 'sent';
        if (isUnknown) this.tally.unknown += 1;
        else if (found.length === 0) this.tally.missing.push(told);
        if (!isUnknown && found[0]?.ts !== post?.ts) this.tally.wrong.push(told);
      }
    }
    // What nobody asked for.
    for (const text of there.keys()) this.tally.wrong.push(`seed ${this.#seed}: ${text}`);
    await this.#db.deleteFrom('posts').execute();
  }
}

/** In one channel of twenty Summit may not look for what it said. */
function mayNotLook(channelId: string): boolean {
  return Number(channelId.slice(1)) % 20 === 3;
}

const NEVER = new AbortController().signal;

const ODD_WAITS = [1, 1_000, 37_000, 999, 61_001, 600_000];

/** What is said of a slot, from none to three messages. */
function partsOf(place: string, slotAt: Temporal.Instant): string[] {
  const drawn = (Number(place.slice(1)) * 7 + slotAt.epochMilliseconds / HOUR) % 20;
  const count = drawn === 0 ? 0 : drawn < 12 ? 1 : drawn < 17 ? 2 : 3;
  return Array.from({ length: count }, (_, part) => `${place} at ${String(slotAt)}, ${part}`);
}

const compose: Compose = async (_, { digest, slot, now }) => {
  const span = { fromLine: 0, untilLine: 0, from: slot.at, until: now };
  const parts = partsOf(digest.place, slot.at).map((text, part) => {
    const plain = { text, blocks: [] };
    // The second part is one that Slack may not take as it is.
    return { message: part === 1 ? { text, blocks: [{ type: 'divider' }] } : plain, plain };
  });
  return parts.length === 0
    ? { kind: 'silent', span }
    : { kind: 'say', span, parts, tellsStale: false };
};

function textOf(content: string): string {
  return (JSON.parse(content) as { readonly message: { readonly text: string } }).message.text;
}

function emptyTally(): Tally {
  return {
    slots: 0,
    messages: 0,
    missing: [],
    doubled: [],
    everDoubled: 0,
    wrong: [],
    unknown: 0,
    deaths: 0,
    freezes: 0,
    repeated: 0,
    looks: 0,
  };
}
