import { setTimeout as pause } from 'node:timers/promises';
import { answer } from '../commands/index.ts';
import { type Db, openDatabase } from '../db/open.ts';
import { USUAL_CHOICES } from '../src/agenda/digest.ts';
import { setDigest } from '../src/changes/set-digest.ts';
import { FENTANYL } from './beside-stock.ts';
import { summitOverHttp } from './contenders.ts';
import { askSteadily } from './http-load.ts';
import { atMost, compare, type Measure } from './measure.ts';
import { type PostedTo, startPostedTo } from './posted-to.ts';
import type { Part, Run } from './run.ts';
import { quantile } from './sample.ts';
import { TEAM_ID, USER_ID } from './slash-command.ts';

/** Messages a minute that a workspace is sent when nobody says otherwise. */
const POSTS_A_MINUTE = 240;
const WORKSPACES = 4;
/** Somebody asks this often, all the time. */
const ASK_EVERY_MS = 10;
/** The least time nothing else is done before the minute, and after it is over. */
const IDLE_SECONDS = 15;
/** No message for as long as this means that all are there. */
const QUIET_MS = 5_000;
const DRAINS_WITHIN_MS = 20 * 60_000;

/** Many channels due at one minute. */
export const digests: Part = {
  name: 'digests',
  title: 'Digests of many channels due at one minute, beside what the allowed pace takes',
  steps: ({ pace }) => pace.pairs + (isQuick(pace) ? 0 : 1),

  async run(run) {
    const channels = isQuick(run.pace) ? 100 : 1000;
    const several = [];
    for (let index = 0; index < run.pace.pairs; index += 1) {
      several.push(await drain(run, channels, WORKSPACES));
      run.onStep();
    }
    const measures = named(`${channels} channels, ${WORKSPACES} workspaces`, several);
    if (isQuick(run.pace)) return measures;
    const one = [await drain(run, channels, 1)];
    run.onStep();
    return [...measures, ...named(`${channels} channels, one workspace`, one)];
  },
};

function isQuick({ turns }: Run['pace']): boolean {
  return turns <= 2;
}

/** How long it took and what people who asked meanwhile waited; of the bound, and of idle time, likewise. */
interface Drained {
  readonly seconds: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
}

function named(where: string, drains: readonly (readonly [Drained, Drained])[]): Measure[] {
  return compare(drains, [
    { name: `${where}: all posted`, unit: 's', goal: atMost(1.1, 1.05), of: (one) => one.seconds },
    {
      name: 'commands meanwhile, p99',
      unit: 'µs',
      goal: atMost(1.2, 1.1),
      of: (one) => one.p99Micros,
    },
    { name: 'commands meanwhile, p50', unit: 'µs', goal: null, of: (one) => one.p50Micros },
  ]);
}

async function drain(
  { ground, databases }: Run,
  channels: number,
  workspaces: number,
): Promise<readonly [Drained, Drained]> {
  const file = await databases.copyOf(await databases.example());
  const due = await setUp(file, channels, workspaces);
  const posts = await startPostedTo();
  const env = { SUMMIT_POSTS_A_MINUTE: String(POSTS_A_MINUTE) };
  const slack = { ...ground.slack, apiUrl: posts.apiUrl };
  const where = { ...ground, slack, core: ground.bothCores };
  const { program, port } = await summitOverHttp(where, file, () => FENTANYL, env)();
  try {
    const questions = { port, next: () => FENTANYL };
    await askSteadily(questions, ASK_EVERY_MS, AbortSignal.timeout(3_000));
    const dueAt = performance.now() + due.epochMilliseconds - Date.now();
    const before = await askSteadily(
      questions,
      ASK_EVERY_MS,
      AbortSignal.timeout(Math.round(dueAt - performance.now() - 500)),
    );
    const { done, seconds } = drained(posts, dueAt, channels);
    const meanwhile = await askSteadily(questions, ASK_EVERY_MS, done);
    if (posts.refused() > 0) throw new Error(`Slack refused ${posts.refused()} posts`);
    const after = await askSteadily(
      questions,
      ASK_EVERY_MS,
      AbortSignal.timeout(IDLE_SECONDS * 1000),
    );
    return [
      { ...waits(meanwhile), seconds: seconds() },
      { ...waits(Float64Array.from([...before, ...after])), seconds: boundOf(posts, workspaces) },
    ];
  } finally {
    await program.stop();
    await posts.stop();
  }
}

/** Has every channel due at the next minute that leaves time to measure before; gives that minute. */
async function setUp(
  file: string,
  channels: number,
  workspaces: number,
): Promise<Temporal.Instant> {
  const db = await openDatabase(`sqlite:${file}`);
  await recordNews(db);
  const now = Temporal.Now.instant();
  const ready = now.add({ seconds: IDLE_SECONDS + Math.ceil(channels / 100) });
  const due = ready.add({ minutes: 1 }).round({ smallestUnit: 'minute', roundingMode: 'floor' });
  const schedule = {
    every: 'day',
    days: [],
    times: [due.toZonedDateTimeISO('UTC').toPlainTime().toString({ smallestUnit: 'minute' })],
    timeZone: 'UTC',
  } as const;
  for (let number = 0; number < channels; number += 1) {
    const teamId = `${TEAM_ID}${number % workspaces}`;
    const place = { teamId, place: `C${String(number).padStart(8, '0')}` };
    const asked = { by: USER_ID, at: now, inputId: null, deed: 'digest' } as const;
    await setDigest(db, { ...place, schedule, choices: USUAL_CHOICES }, asked);
  }
  await db.destroy();
  return due;
}

/** Something to tell. */
async function recordNews(db: Db): Promise<void> {
  for (const text of [
    'update taiwan in talks because envoys met',
    'update climate agreed because both sides say so',
    'update maritime suspended because a meeting was called off',
  ]) {
    const { problem, message } = await answer({
      text,
      who: { id: USER_ID, timeZone: 'UTC' },
      where: { teamId: TEAM_ID, channelId: 'C0BENCH001' },
      now: Temporal.Now.instant(),
      db,
      inputId: null,
    });
    if (problem !== undefined) throw new Error(`\`${text}\` was answered with: ${message.text}`);
  }
}

/** Done once nothing more is posted; then says how long it took from the minute on. */
function drained(
  posts: PostedTo,
  dueAt: number,
  channels: number,
): { readonly done: AbortSignal; readonly seconds: () => number } {
  const controller = new AbortController();
  const lastAt = (): number => posts.takenAt.at(-1) ?? Number.POSITIVE_INFINITY;
  void (async () => {
    const isQuiet = (): boolean =>
      posts.ofChannel.size === channels && performance.now() - lastAt() > QUIET_MS;
    while (!isQuiet() && performance.now() < dueAt + DRAINS_WITHIN_MS) await pause(100);
    controller.abort();
  })();
  const seconds = (): number => (lastAt() - dueAt) / 1000;
  return { done: controller.signal, seconds };
}

/** What the pace allows: so many messages a minute in a workspace, and one a second in a channel. */
function boundOf({ ofChannel }: PostedTo, workspaces: number): number {
  const sent = Array.from({ length: workspaces }, () => 0);
  for (const [channel, count] of ofChannel) {
    const of = Number(channel.slice(1)) % workspaces;
    sent[of] = (sent[of] ?? 0) + count;
  }
  const ofWorkspace = (Math.max(...sent) - 1) / (POSTS_A_MINUTE / 60);
  return Math.max(ofWorkspace, Math.max(...ofChannel.values()) - 1);
}

function waits(latencies: Float64Array): Pick<Drained, 'p50Micros' | 'p99Micros'> {
  const sorted = latencies.toSorted();
  return { p50Micros: quantile(sorted, 0.5), p99Micros: quantile(sorted, 0.99) };
}
