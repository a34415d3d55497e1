import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type DigestPlace, findDigest, type StandingDigest } from '../../db/digests.ts';
import { forgetPlans } from '../../db/forget-plans.ts';
import { closeDatabase, type Db } from '../../db/open.ts';
import type { SlotEnd } from '../../db/slots-to-tell.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import type { Schedule } from '../../src/agenda/schedule.ts';
import { askDigestNow } from '../../src/changes/ask-digest-now.ts';
import { endDigest, pauseDigest, resumeDigest } from '../../src/changes/pause-digest.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { setDigest } from '../../src/changes/set-digest.ts';
import { emptyDb } from './db.ts';
import { asked, tellDue } from './digests.ts';
import { compareNext, comparePlanned, compareTold, type Row, type Turn } from './plan-rules.ts';

/** Something that happens to a digest, to Summit or to its clock. */
type Step =
  | Change
  | { readonly kind: 'repair' | 'restore' }
  | { readonly kind: 'down' | 'jump' | 'wait'; readonly seconds: number }
  /** What comes of the digests that are due from then on; `null`: Summit dies each time before it tells them. */
  | { readonly kind: 'telling'; readonly state: SlotEnd | null };

/** What people do. */
type Change =
  /** So many seconds after Summit looked. */
  | { readonly kind: 'set'; readonly schedule: Schedule; readonly after: number }
  | { readonly kind: 'ask' | 'off' | 'pause' | 'resume' };

const SECOND = 1000;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Sequences that share one record. */
const SEQUENCES_A_RECORD = 200;

/** Tries random sequences of steps; throws at the first that ends in what no digest may do. */
export async function runPlanSequences(runs: number, seed?: number): Promise<void> {
  let db = await emptyDb();
  let count = 0;
  const sequences = fc.array(steps, { minLength: 20, maxLength: 40, size: 'max' });
  const property = fc.asyncProperty(starts, schedules, sequences, async (at, schedule, all) => {
    count += 1;
    if (count % SEQUENCES_A_RECORD === 0) {
      await closeDatabase(db);
      db = await emptyDb();
    }
    const world = new World(db, { teamId: 'T0SUMMIT', place: `C${count}` }, at);
    try {
      for (const step of [{ kind: 'set', schedule, after: 0 } as const, ...all])
        await world.take(step);
    } finally {
      await world.end();
    }
  });
  await fc.assert(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
  await closeDatabase(db);
}

/** One digest, Summit, which looks every second while it runs, and a clock that may be wrong. */
class World {
  readonly #db: Db;
  readonly #place: DigestPlace;
  /** What time it is, and how far Summit's clock is ahead, in milliseconds. */
  #time: number;
  #ahead = 0;
  #telling: SlotEnd | null = 'said';

  constructor(db: Db, place: DigestPlace, at: number) {
    this.#db = db;
    this.#place = place;
    this.#time = at;
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'set':
        this.#time += step.after * SECOND;
        await this.#turn(true, async () => this.#change(step));
        return this.#look();
      case 'ask':
      case 'off':
      case 'pause':
      case 'resume':
        await this.#turn(false, async () => this.#change(step));
        return this.#look();
      case 'restore':
        await forgetPlans(this.#db, this.#now());
        return this.#look();
      case 'telling':
        this.#telling = step.state;
        return;
      case 'wait':
        return this.#run(step.seconds);
      case 'down':
        this.#time += step.seconds * SECOND;
        return this.#look(true);
      case 'jump':
        this.#ahead += step.seconds * SECOND;
        return this.#look();
      case 'repair':
        this.#ahead = 0;
        return this.#look();
    }
  }

  /** Summit then looks after the others alone. */
  async end(): Promise<void> {
    await endDigest(this.#db, this.#place, asked(this.#now()));
  }

  async #change(step: Change): Promise<unknown> {
    const who = asked(this.#now());
    switch (step.kind) {
      case 'set': {
        const wish = { ...this.#place, schedule: step.schedule, choices: USUAL_CHOICES };
        return setDigest(this.#db, wish, who);
      }
      case 'ask':
        return askDigestNow(this.#db, this.#place, who);
      case 'off':
        return endDigest(this.#db, this.#place, who);
      case 'pause':
        return pauseDigest(this.#db, this.#place, who);
      case 'resume':
        return resumeDigest(this.#db, this.#place, who);
    }
  }

  /** Looks each time something is due, which is what looking every second comes to. */
  async #run(seconds: number): Promise<void> {
    const until = this.#time + seconds * SECOND;
    for (;;) {
      const nextAt = (await this.#digest())?.nextAt ?? null;
      const due = nextAt === null ? until : Date.parse(nextAt) - this.#ahead + 600;
      if (due >= until) break;
      this.#time = Math.max(due, this.#time);
      await this.#look(true);
    }
    this.#time = until;
    await this.#look(true);
  }

  /** `goesOn` when the clock has only gone on since the last time. */
  async #look(goesOn = false): Promise<void> {
    const now = this.#now();
    await this.#turn(goesOn, async () => planDueSlots(this.#db, now));
    // The same second once more: whatever happened, that plans nothing.
    const rows = await this.#rows();
    await planDueSlots(this.#db, now);
    assert.deepEqual(await this.#rows(), rows);
    if (this.#telling !== null) await tellDue(this.#db, now, this.#telling);
  }

  async #turn(goesOn: boolean, act: () => Promise<unknown>): Promise<void> {
    const digest = await this.#digest();
    const before = await this.#rows();
    await act();
    const after = await this.#rows();
    const turn: Turn = { digest, before, after, now: this.#now(), goesOn };
    compareTold(turn);
    comparePlanned(turn);
    const then = await this.#digest();
    if (then?.state === 'on') compareNext(then, after, this.#now());
  }

  #now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.#time + this.#ahead);
  }

  async #digest(): Promise<StandingDigest | null> {
    return findDigest(this.#db, this.#place);
  }

  async #rows(): Promise<Row[]> {
    const id = (await this.#digest())?.id ?? '';
    return this.#db
      .selectFrom('digest_slots')
      .select(['slot_at as at', 'kind', 'state', 'local_date as date', 'why'])
      .where('digest_id', '=', id)
      .orderBy('slot_at')
      .execute();
  }
}

/** Whole seconds, in two years with every kind of change of the clocks. */
const starts = fc
  .integer({ min: Date.parse('2025-01-01') / SECOND, max: Date.parse('2027-01-01') / SECOND })
  .map((second) => second * SECOND);

const TIMES = ['00:00', '01:30', '02:30', '07:15', '09:00', '12:00', '17:00', '23:30'];
const ZONES = [
  'America/Los_Angeles',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Europe/Brussels',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'UTC',
];

const schedules: fc.Arbitrary<Schedule> = fc.record({
  every: fc.constantFrom('day', 'weekday'),
  days: fc.constant([]),
  times: fc.oneof(
    fc.subarray(TIMES, { minLength: 1, maxLength: 1 }),
    fc.subarray(TIMES, { minLength: 1, maxLength: 3 }),
  ),
  timeZone: fc.constantFrom(...ZONES),
});
const rareSchedules: fc.Arbitrary<Schedule> = fc.record({
  every: fc.constantFrom('month', 'week'),
  days: fc.subarray([1, 3, 5, 7], { minLength: 1 }),
  times: fc.subarray(TIMES, { minLength: 1, maxLength: 2 }),
  timeZone: fc.constantFrom(...ZONES),
});

const JUMPS = [1, 2, 90, HOUR, 5 * HOUR, DAY, 10 * DAY, 400 * DAY, 5 * 365 * DAY];

const waits = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 * HOUR }));

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: stepsOf('set', { schedule: schedules, after: waits }) },
  { weight: 1, arbitrary: stepsOf('set', { schedule: rareSchedules, after: waits }) },
  { weight: 4, arbitrary: stepsOf('wait', { seconds: fc.integer({ min: 1, max: 3 * DAY }) }) },
  { weight: 10, arbitrary: stepsOf('wait', { seconds: fc.integer({ min: 1, max: 10 * HOUR }) }) },
  { weight: 2, arbitrary: stepsOf('down', { seconds: fc.integer({ min: 60, max: 7 * HOUR }) }) },
  { weight: 1, arbitrary: stepsOf('down', { seconds: fc.integer({ min: 60, max: 60 * DAY }) }) },
  { weight: 3, arbitrary: stepsOf('jump', { seconds: fc.constantFrom(...JUMPS) }) },
  {
    weight: 3,
    arbitrary: stepsOf('jump', { seconds: fc.constantFrom(...JUMPS.map((by) => -by)) }),
  },
  { weight: 4, arbitrary: stepsOf('repair', {}) },
  { weight: 2, arbitrary: stepsOf('pause', {}) },
  { weight: 3, arbitrary: stepsOf('resume', {}) },
  { weight: 2, arbitrary: stepsOf('off', {}) },
  { weight: 2, arbitrary: stepsOf('ask', {}) },
  { weight: 1, arbitrary: stepsOf('restore', {}) },
  {
    weight: 3,
    arbitrary: stepsOf('telling', {
      state: fc.constantFrom('said', 'said', 'said', 'silent', 'unknown', 'failed', null),
    }),
  },
);

function stepsOf<K extends string, T extends object>(
  kind: K,
  rest: { [Key in keyof T]: fc.Arbitrary<T[Key]> },
): fc.Arbitrary<T & { readonly kind: K }> {
  return fc.record({ kind: fc.constant(kind), ...rest }) as unknown as fc.Arbitrary<
    T & { readonly kind: K }
  >;
}
