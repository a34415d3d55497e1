import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import type { Schedule } from '../../src/agenda/schedule.ts';
import { addPost } from '../../db/posts.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { record } from '../../src/changes/record.ts';
import type { Compose, Composed } from '../../src/changes/say-slot.ts';
import { setDigest } from '../../src/changes/set-digest.ts';
import { Outbox, type OutboxPace } from '../../src/digests/outbox.ts';
import type { Message } from '../../src/messages/message.ts';
import { Mortal } from '../support/mortal.ts';
import { type Fate, type LookFate, SimulatedSlack } from '../support/simulated-slack.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { allSeen } from '../support/all-seen.ts';

export interface SceneOptions {
  /** By place; accepted when it says nothing. */
  readonly fate?: (place: string, text: string) => Fate | null;
  readonly lookFate?: (place: string) => LookFate | null;
  /** What a digest says, the first part in the channel; one line when it says nothing. */
  readonly parts?: (place: string, at: Temporal.Instant) => readonly Message[] | null;
  readonly pace?: Partial<OutboxPace>;
  /** How long a request is on its way, there or back. */
  readonly latency?: number;
  /** Seconds between two looks at what is due; one when it says nothing. */
  readonly every?: number;
}

const EIGHT = Temporal.Instant.from('2026-03-02T08:00:00Z');
const NINE = Temporal.Instant.from('2026-03-02T09:00:00Z');

/** Digests at nine each morning, the real planner and the real outbox; Slack and time are not real. It is eight o'clock. */
export class OutboxScene {
  readonly db: Db;
  readonly time = new VirtualTime(EIGHT);
  readonly slack: SimulatedSlack;
  /** The lines of the log. */
  readonly logged: string[] = [];
  readonly #options: SceneOptions;
  #program: Mortal;
  #isStopping = false;
  /** By how much the clock of the machine is wrong. */
  #ahead = 0;

  static async open(options: SceneOptions = {}): Promise<OutboxScene> {
    const db = await openDatabase('sqlite::memory:');
    const scene = new OutboxScene(db, options);
    onTestFinished(async () => {
      scene.#program.kill();
      await closeDatabase(db);
    });
    return scene;
  }

  private constructor(db: Db, options: SceneOptions) {
    this.db = db;
    this.#options = options;
    this.slack = new SimulatedSlack({
      time: this.time,
      fate: ({ channelId }, { text }) => options.fate?.(channelId, text) ?? { kind: 'accepted' },
      lookFate: ({ channelId }) => options.lookFate?.(channelId) ?? { kind: 'looked' },
      latency: () => options.latency ?? 50,
    });
    this.#program = this.#start();
  }

  readonly now = (): Temporal.Instant => this.time.now().add({ milliseconds: this.#ahead });

  /** The clock of the machine is wrong from now on. */
  setClockAhead(milliseconds: number): void {
    this.#ahead = milliseconds;
  }

  /** As after a start: what only the process knew is gone. */
  restart(): void {
    this.#program.kill();
    this.#program = this.#start();
  }

  /** As when the process is asked to stop. */
  stop(): void {
    this.#isStopping = true;
  }

  async digest(place: string, teamId = 'T0ONE', times = ['09:00']): Promise<string> {
    const schedule: Schedule = { every: 'day', days: [], times, timeZone: 'UTC' };
    const wish = { teamId, place, schedule, choices: USUAL_CHOICES };
    const asked = { by: 'U0SETTER', at: this.now(), inputId: null, deed: 'digest' } as const;
    return (await setDigest(this.db, wish, asked)).digest.id;
  }

  async digests(count: number): Promise<string[]> {
    const places = Array.from({ length: count }, (_, number) => placeOf(number));
    await Promise.all(places.map(async (place) => this.digest(place)));
    return places;
  }

  /** Time passes. */
  async pass(duration: Temporal.DurationLike): Promise<void> {
    const milliseconds = Temporal.Duration.from(duration).total('milliseconds');
    await this.time.passUntil(() => false, milliseconds);
  }

  /** Time passes until nine o'clock and then so long. */
  async passNine(duration: Temporal.DurationLike): Promise<void> {
    await this.pass(this.time.now().until(NINE));
    await this.pass(duration);
  }

  /** Time passes until something holds, within two hours; gives how long that took, in milliseconds. */
  async passUntil(holds: () => boolean): Promise<number> {
    const before = this.time.elapsed();
    if (!(await this.time.passUntil(holds, 7_200_000))) throw new Error('It never came true');
    return this.time.elapsed() - before;
  }

  /** What stands in Slack now: where, and what. */
  said(): string[] {
    return this.slack.messages.map(({ spot, message }) => `${spot.channelId}: ${message.text}`);
  }

  /** A message on its way that is not part of a digest. */
  async remind(
    place: string,
    {
      teamId = 'T0ONE',
      content = REMINDER,
    }: { readonly teamId?: string; readonly content?: object } = {},
  ): Promise<void> {
    const now = this.now();
    const post = {
      teamId,
      place,
      purpose: 'reminder',
      slot: null,
      threadOf: null,
      content,
      notBefore: now,
      giveUpAt: now.add({ hours: 24 }),
    } as const;
    await record(this.db, async (tx) => addPost(tx, post, now));
  }

  async slots(): Promise<string[]> {
    const rows = await this.db
      .selectFrom('digest_slots')
      .innerJoin('digests', 'digests.id', 'digest_id')
      .select(['place', 'slot_at', 'digest_slots.state', 'why'])
      .orderBy('place')
      .orderBy('slot_at')
      .execute();
    return rows.map(({ place, slot_at, state, why }) =>
      [place, slot_at.slice(8, 16), state, why ?? []].flat().join(' '),
    );
  }

  async posts(): Promise<string[]> {
    const rows = await this.db.selectFrom('posts').selectAll().orderBy('id').execute();
    return rows.map(({ place, state, why }) => [place, state, why ?? []].flat().join(' '));
  }

  #start(): Mortal {
    const program = new Mortal({
      db: this.db,
      messenger: this.slack,
      time: this.time,
      blow: () => ({ kind: 'none' }),
      struck: () => undefined,
    });
    void this.#live(program);
    return program;
  }

  async #live(program: Mortal): Promise<void> {
    const { db, messenger, time } = program;
    const outbox = new Outbox({
      db,
      messenger,
      time,
      now: this.now,
      log: pino({ level: 'info' }, { write: (line) => void this.logged.push(line) }),
      pace: { perMinute: 6_000, looksPerMinute: 600, ...this.#options.pace },
      compose: this.#compose,
      seenAt: allSeen(db),
    });
    const every = 1_000 * (this.#options.every ?? 1);
    for (;;) {
      await planDueSlots(db, this.now());
      await outbox.look(() => program.isDead || this.#isStopping);
      await time.sleep(every, new AbortController().signal);
    }
  }

  readonly #compose: Compose = async (_, { digest, slot, now }): Promise<Composed> => {
    const span = { fromLine: 0, untilLine: 0, from: slot.at, until: now };
    const parts = this.#options.parts?.(digest.place, slot.at) ?? [line(`Digest ${digest.place}`)];
    if (parts.length === 0) return { kind: 'silent', span };
    return {
      kind: 'say',
      span,
      parts: parts.map((message) => ({ message, plain: null })),
      tellsStale: false,
    };
  };
}

const REMINDER = { message: line('Reminder'), plain: null };

export function placeOf(number: number): string {
  return `C${String(number).padStart(6, '0')}`;
}

export function line(text: string): Message {
  return { text, blocks: [] };
}
