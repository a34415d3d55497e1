import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { vi } from 'vitest';
import { isOnPostgres } from '../../db/migrations/on-postgres.ts';
import { isAnythingDue } from '../../db/next-due.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { madeAt } from '../../src/backup-names.ts';
import { type Verdict, verifyRecord } from '../../src/changes/verify-record.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { exampleAgenda } from '../support/db.ts';
import { freePort } from '../support/free-port.ts';
import { type Random, seeded, seedOfRun } from '../support/seeded.ts';
import { ALPHA, BETA, manyScene, type ManyScene, UNLIMITED_CALLS } from './many-scene.ts';
import type { LogLine } from './running-bot.ts';
import {
  digestsOf,
  FICKLE,
  fickleWish,
  FIRST,
  IN_THE_MORNING,
  ONCE,
  SECOND,
  type StandingDigest,
  TWICE,
} from './soak-digests.ts';
import { Moods } from './soak-moods.ts';
import { listPast, timesForgotten } from './soak-past.ts';
import { doSomething, ISSUES, type Worker, workerIn } from './soak-people.ts';
import { measure, type Measured, type Vitals, walNow } from './soak-vitals.ts';

/** How long and how hard. */
export interface SoakSize {
  readonly days: number;
  readonly asksADay: number;
  /** Whether digests are due in the evening as well. */
  readonly evenings: boolean;
}

/** What a soak has come to. */
export interface Soak {
  /** At the end of each day. */
  readonly vitals: readonly Vitals[];
  readonly digests: number;
  /** Digests that did not come, or not once. */
  readonly odd: readonly string[];
  readonly asked: number;
  readonly answered: number;
  readonly refreshes: number;
  /** Calls of Summit that met a bad mood. */
  readonly moods: number;
  /** In the log, of times when Slack was in a good mood. */
  readonly errors: readonly LogLine[];
  /** Calls with the token of one workspace for what is another's. */
  readonly crossings: readonly string[];
  /** How often the oldest of what was shown was let go of. */
  readonly forgotten: number;
  readonly verdict: Verdict['kind'];
  readonly exitCode: number | null;
  readonly seed: number;
}

/** A token lasts twelve hours and is refreshed in the last two, so the clock never goes on by more. */
const HOURS = [1, 2.5, 4, 5.5, 7, 8, 9.5, 11, 12.5, 14, 15.5, 16, 17.5, 19, 20.5, 22, 23.5];
const AT_WORK = HOURS.filter((hour) => hour >= 7 && hour <= 22);
const MOODY = { every: 4, on: 1, from: 8, until: 14 };
/** Waiting for ten seconds says as much once as it does often. */
const A_HANG_EVERY = 16;

const BACKUPS_KEPT = 3;
const READINGS_KEPT = 2;
const SOON = { timeout: 120_000, interval: 20 };
/** Minutes on a busy machine, in milliseconds. */
const NEVER_QUIET = 300_000;

const PRELOADS = [
  new URL('../support/quick-waits.ts', import.meta.url),
  new URL('../support/collected-first.ts', import.meta.url),
];

/**
 * Weeks of a story that Summit lives through as one process: people of two workspaces ask and
 * change things, digests and reminders come, tokens are refreshed, nights are for housekeeping,
 * and now and then Slack is in a bad mood. Without an address the record is a file.
 */
export async function soak(
  after: (clean: () => Promise<void>) => void,
  size: SoakSize,
  databaseUrl?: string,
): Promise<Soak> {
  const backups = mkdtempSync(join(tmpdir(), 'summit-backups-'));
  const metricsPort = await freePort();
  const scene = await manyScene(after, {
    tokensRotate: true,
    limits: { burstPerChannel: 1e6, messagesPerMinute: 1e6, callsPerMinute: UNLIMITED_CALLS },
    ...(databaseUrl !== undefined && { databaseUrl }),
    env: {
      NODE_OPTIONS: [
        '--expose-gc',
        '--max-semi-space-size=4',
        ...PRELOADS.map(({ href }) => `--import=${href}`),
      ].join(' '),
      // What is done each hour is done every half second.
      QUICK_WAITS: '3600000/7200',
      LOG_LEVEL: 'warn',
      SUMMIT_BACKUPS: backups,
      SUMMIT_BACKUPS_KEPT: String(BACKUPS_KEPT),
      SUMMIT_METRICS_PORT: String(metricsPort),
      SUMMIT_READINGS_KEPT: String(READINGS_KEPT),
      SUMMIT_POSTS_A_MINUTE: '99999',
    },
  });
  const { db, path } = scene;
  const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  const story = new Story(size, scene, { metricsUrl, db, path, backups });
  await story.begin();
  for (let day = 0; day < size.days; day += 1) await story.live(day);
  return story.end();
}

class Story {
  readonly #size: SoakSize;
  readonly #scene: ManyScene;
  readonly #measured: Measured;
  readonly #standing: readonly StandingDigest[];
  readonly #workers: readonly [Worker, Worker, Worker, Worker];
  readonly #seed = seedOfRun();
  readonly #random: Random = seeded(this.#seed);
  readonly #moods: Moods;
  readonly #vitals: Vitals[] = [];
  readonly #odd: string[] = [];
  #digests = 0;
  #asked = 0;
  #answered = 0;
  /** The largest of the day. */
  #wal = 0;

  constructor(size: SoakSize, scene: ManyScene, measured: Measured) {
    this.#size = size;
    this.#scene = scene;
    this.#measured = measured;
    this.#moods = new Moods(scene.slack, this.#random);
    this.#standing = [...IN_THE_MORNING, size.evenings ? TWICE : ONCE];
    const [alpha, beta] = [scene.slack.in(ALPHA.id), scene.slack.in(BETA.id)];
    this.#workers = [
      workerIn(alpha, 'U0ANN', FIRST),
      workerIn(alpha, 'U0ABE', SECOND),
      workerIn(beta, 'U0BEA', 'C0BETA'),
      workerIn(beta, 'U0BEN', 'C0BETA'),
    ];
  }

  async begin(): Promise<void> {
    const { db, slack } = this.#scene;
    const { workspace } = slack.in(ALPHA.id);
    for (const id of [SECOND, FICKLE]) {
      const members = ['U0ANN', 'U0ABE', workspace.botUserId];
      const channel = { id, name: id.toLowerCase(), kind: 'public', topic: '' } as const;
      workspace.addChannel({ ...channel, members, isArchived: false });
    }
    await this.#scene.give(exampleAgenda(), ALPHA.id);
    const talks = agendaOf(ISSUES.map((key) => ({ key, title: `Talks about ${key}` })));
    const parties = [...talks.parties, { id: 'china', name: 'China' }];
    await this.#scene.give({ ...talks, parties }, BETA.id);
    for (const { id } of [ALPHA, BETA]) await this.#scene.browser().install(id);
    for (const { place, words } of this.#standing) {
      const worker = this.#workers.find((one) => [one.userId, one.channelId].includes(place));
      await worker?.person.say(`digest ${words} quiet:off`);
    }
    await this.#changeFickle(0);
    const digests = await db.selectFrom('digests').select('place').execute();
    if (digests.length !== this.#standing.length + 1) {
      throw new Error(`Digests are only in ${digests.map(({ place }) => place).join()}`);
    }
  }

  async live(day: number): Promise<void> {
    const [{ person: ann }] = this.#workers;
    await ann.say(`add Topic ${day}`);
    await ann.say(`share ${ISSUES[day % ISSUES.length]}`);
    await this.#changeFickle(day);
    for (const hour of HOURS) {
      const at = Temporal.Instant.from('2023-11-27T00:00:00Z').add({
        minutes: (day * 24 + hour) * 60,
      });
      // A moment ago it was the moment itself.
      const then = at.add({ seconds: 1 });
      if (Temporal.Instant.compare(then, this.#scene.now()) > 0) this.#scene.moveTo(then);
      this.#setMood(day, hour);
      await this.#refreshed();
      if (AT_WORK.includes(hour)) await this.#work();
      if (hour === 8 || (hour === 16 && this.#size.evenings)) await this.#hear(at);
      this.#wal = Math.max(this.#wal, walNow(this.#measured));
    }
    await this.#night(day);
  }

  async end(): Promise<Soak> {
    const { db, slack } = this.#scene;
    const bot = this.#scene.bot();
    const verdict = await verifyRecord(db, null);
    const forgotten = await timesForgotten(db);
    const exitCode = await bot.stop();
    const errors = bot
      .log()
      .filter((line) => line.level === 'error' && !this.#moods.explains(line));
    return {
      vitals: this.#vitals,
      digests: this.#digests,
      odd: this.#odd,
      asked: this.#asked,
      answered: this.#answered,
      refreshes: slack.oauth.refreshes.done,
      moods: this.#moods.met,
      errors,
      crossings: slack.crossings,
      forgotten,
      verdict: verdict.kind,
      exitCode,
      seed: this.#seed,
    };
  }

  async #changeFickle(day: number): Promise<void> {
    const wish = fickleWish(day, this.#size.evenings ? 16 : 8);
    await this.#workers[1].person.say(`digest ${wish}`, FICKLE);
  }

  #setMood(day: number, hour: number): void {
    const isBad = day % MOODY.every === MOODY.on && hour >= MOODY.from && hour <= MOODY.until;
    if (isBad) this.#moods.turnBad(day % A_HANG_EVERY === MOODY.on);
    else this.#moods.turnGood();
  }

  /** Everybody does their part of what there is to do until the next hour. */
  async #work(): Promise<void> {
    const each = Math.ceil(this.#size.asksADay / AT_WORK.length / this.#workers.length);
    const { isBad } = this.#moods;
    await Promise.all(
      this.#workers.map(async (worker) => {
        for (let ask = 0; ask < each; ask += 1) {
          this.#asked += 1;
          const isAnswered = await doSomething(worker, this.#asked, this.#random, isBad);
          if (isAnswered) this.#answered += 1;
        }
      }),
    );
  }

  /** Until no token is due: none ends while something is on its way. */
  async #refreshed(): Promise<void> {
    const by = stamp(this.#scene.now().add({ hours: 2 }));
    const due = this.#scene.db
      .selectFrom('installations')
      .select('id')
      .where('expires_at', '<=', by);
    await until('every token is fresh', async () => due.execute());
  }

  /** What was to come at that moment has come, once. */
  async #hear(at: Temporal.Instant): Promise<void> {
    await this.#quiet();
    const { came, odd } = await digestsOf(this.#scene, at, this.#standing);
    this.#digests += came;
    this.#odd.push(...odd);
  }

  /** Until all that was due is said, and nobody wonders any more whether it was. What waits for a later moment has it come. */
  async #quiet(): Promise<void> {
    const { db } = this.#scene;
    const began = performance.now();
    const unsettled = db
      .selectFrom('posts')
      .select(['state', 'not_before'])
      .where('settled_at', 'is', null)
      .orderBy('not_before');
    for (;;) {
      const now = stamp(this.#scene.now());
      const posts = await unsettled.execute();
      const isDue = await isAnythingDue(db, now, now);
      if (!isDue && posts.length === 0) return;
      const [next] = posts;
      const isPosting = posts.some(({ state }) => state === 'posting');
      // What stands in a thread waits for the first message of it, and not for a moment.
      if (next !== undefined && !isPosting && now < next.not_before && next.not_before < '9999') {
        this.#scene.moveTo(Temporal.Instant.from(next.not_before));
      }
      if (performance.now() - began > NEVER_QUIET) {
        throw new Error(`It is never quiet: ${JSON.stringify([isDue, posts])}`);
      }
      await pause(20);
    }
  }

  /** In the night Summit keeps house, and what is past is let go of at Slack too. */
  async #night(day: number): Promise<void> {
    await this.#quiet();
    const { db } = this.#scene;
    await until('what is past is forgotten, and the record is backed up', async () => {
      const past = await listPast(db, this.#scene.now(), READINGS_KEPT);
      return isOnPostgres(db) || this.#isBackedUp() ? past : [...past, 'no backup'];
    });
    for (const { id } of [ALPHA, BETA]) this.#clearAway(id);
    this.#vitals.push(await measure(this.#measured, day, this.#wal));
    this.#wal = 0;
  }

  /** There is a backup of the last day, and no more than are kept. */
  #isBackedUp(): boolean {
    const dayAgo = this.#scene.now().subtract({ hours: 24 });
    const names = readdirSync(this.#measured.backups);
    const isOfToday = (made: Temporal.Instant | null): boolean =>
      made !== null && Temporal.Instant.compare(made, dayAgo) > 0;
    return names.length <= BACKUPS_KEPT && names.some((name) => isOfToday(madeAt(name)));
  }

  /** Cards and digests stay for five days, all else is of the day. */
  #clearAway(teamId: string): void {
    const { workspace } = this.#scene.slack.in(teamId);
    const old = this.#scene.now().subtract({ hours: 5 * 24 }).epochMilliseconds / 1000;
    for (const message of workspace.messages) {
      const { userId, ephemeralTo, ts } = message;
      const isKept = userId === workspace.botUserId && ephemeralTo === null && Number(ts) > old;
      if (!isKept) workspace.remove(message);
    }
  }
}

/** Waits until nothing is in the way of it any more. */
async function until(what: string, hindrances: () => Promise<readonly unknown[]>): Promise<void> {
  await vi.waitFor(async () => {
    const left = await hindrances();
    if (left.length === 0) return;
    const some = JSON.stringify(left.slice(0, 5));
    throw new Error(`It never came about that ${what}: ${left.length} left, ${some}`);
  }, SOON);
}
