import { flushCompileCache } from 'node:module';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { closeDatabase, type Db, openDatabase } from '../db/open.ts';
import { troubleOf } from '../db/trouble.ts';
import { releaseEntries } from './changes/entry-terms.ts';
import { forgetOldDigests } from './changes/forget-digests.ts';
import { forgetOldInputs } from './changes/forget-inputs.ts';
import { forgetOldReadings } from './changes/forget-readings.ts';
import { Clock } from './clock.ts';
import { databaseMeter } from './metrics/meters.ts';
import { AgainAndAgain, type Chore } from './slack/again-and-again.ts';
import { Channels } from './slack/channels.ts';
import { clientOf, createPostingClient, createSlackClient } from './slack/clients.ts';
import { credentialsFor } from './slack/credentials-for.ts';
import type { House } from './slack/desk.ts';
import { digestChores, type UnaskedOffice } from './slack/digest-chores.ts';
import { InHand, STOP_WITHIN } from './slack/in-hand.ts';
import type { Installations } from './slack/installations.ts';
import { LiveCards } from './slack/live-cards.ts';
import { createLog, logFailure } from './slack/log.ts';
import { Names } from './slack/names.ts';
import { People } from './slack/people.ts';
import { PerWorkspace, type Speaker } from './slack/per-workspace.ts';
import { Sights } from './slack/sights.ts';
import type { Asked, Told, UnaskedSetting } from './unasked.ts';

/** Tokens last twelve hours. */
const REFRESH_AHEAD = Temporal.Duration.from({ hours: 2 });
const LOOK_AT_TOKENS = 1_000;
const LOOK_AT_CARDS = 2_000;
const LOOK_AT_EMBARGOS = 5_000;
const FORGET = 60 * 60_000;
const REPORT = 1_000;
const OPEN_AGAIN = 1_000;
/** From 0, as everyone else, to 19. */
const NICE = 5;

const { config, ahead } = workerData as UnaskedSetting;
const log = createLog(config);
const db = await openAtLast();
const house: House = { db, now: new Clock(ahead).now, log };
yieldToAnswers();
const inHand = new InHand();
const chores = choresOf(house).map((chore) => new AgainAndAgain(chore, inHand, log));

if (config.metrics !== null) {
  const { startCountingUnasked } = await import('./metrics/start-counting.ts');
  startCountingUnasked(db, house.now);
}
const endTraces = config.traces ? await beginTraces() : null;
parentPort?.on('message', (asked: Asked) => {
  switch (asked) {
    case 'stop':
      return void stop();
    case 'what is counted':
      return void tellWhatIsCounted();
  }
});
for (const chore of chores) chore.start();
report();
setInterval(report, REPORT).unref();
flushCompileCache();

/** Whoever started this thread has opened the record just before: where it is out of reach by now, that passes. */
async function openAtLast(): Promise<Db> {
  for (;;) {
    try {
      return await openDatabase(config.databaseUrl, {
        watch: config.metrics === null ? null : databaseMeter,
      });
    } catch (error) {
      if (troubleOf(error) !== 'unreachable') throw error;
      logFailure(log, 'opening the record', error);
    }
    await pause(OPEN_AGAIN);
    hearMeanwhile();
  }
}

/** Whoever asks for something while there is no record yet waits in vain. */
function hearMeanwhile(): void {
  for (;;) {
    const heard = parentPort === null ? undefined : receiveMessageOnPort(parentPort);
    if (heard === undefined) return;
    if ((heard.message as Asked) === 'stop') process.exit();
    tell({ kind: 'counted', counted: null });
  }
}

/** On Linux a thread has a priority of its own, and the system lets those who answer go first. */
function yieldToAnswers(): void {
  if (process.platform === 'linux') setPriority(NICE);
}

async function beginTraces(): Promise<() => Promise<void>> {
  const { startTraces } = await import('./traces/start-traces.ts');
  return startTraces(process.env, 'unasked', log);
}

/** How it goes here, for the thread that answers people. */
function report(): void {
  const behind = chores.filter(({ isBehind }) => isBehind);
  tell({ kind: 'behind', chores: behind.map(({ doing }) => doing) });
}

async function tellWhatIsCounted(): Promise<void> {
  try {
    const { readCounted } = await import('./metrics/registry.ts');
    tell({ kind: 'counted', counted: await readCounted() });
  } catch (error) {
    logFailure(log, 'reading what was counted', error);
    tell({ kind: 'counted', counted: null });
  }
}

function tell(told: Told): void {
  parentPort?.postMessage(told);
}

async function stop(): Promise<void> {
  for (const chore of chores) chore.stop();
  await inHand.finished(STOP_WITHIN);
  await closeDatabase(db);
  await endTraces?.();
  process.exit();
}

function choresOf(desk: House): Chore[] {
  const { installations, credentials } = credentialsFor(config, desk, REFRESH_AHEAD);
  const offices = new PerWorkspace(credentials, openOffice);
  const cards = new LiveCards(desk, async (teamId) => offices.in(teamId));
  return [
    ...(installations === null ? [] : [refreshing(installations)]),
    {
      doing: 'ending embargos',
      every: LOOK_AT_EMBARGOS,
      work: async () => void (await releaseEntries(desk.db, desk.now())),
    },
    {
      doing: 'keeping cards current',
      every: LOOK_AT_CARDS,
      work: (isStopping) => cards.look(isStopping),
    },
    {
      doing: 'forgetting old inputs',
      every: FORGET,
      work: () => forgetOldInputs(desk.db, desk.now()),
    },
    {
      doing: 'forgetting old digests',
      every: FORGET,
      work: () => forgetOldDigests(desk.db, desk.now()),
    },
    ...(config.readingsKept === null ? [] : [forgettingReadings(desk, config.readingsKept)]),
    ...digestChores(desk, { offices, credentials, postsAMinute: config.postsAMinute }),
  ];
}

function forgettingReadings({ db: of, now }: House, days: number): Chore {
  return {
    doing: 'forgetting old readings',
    every: FORGET,
    work: () => forgetOldReadings(of, days, now()),
  };
}

function refreshing(installations: Installations): Chore {
  return {
    doing: 'refreshing tokens',
    every: LOOK_AT_TOKENS,
    atOnce: true,
    work: (isStopping) => installations.refreshDue(isStopping),
  };
}

function openOffice(speaker: Speaker): UnaskedOffice {
  const whose = clientOf(speaker, config.slackApiUrl);
  const slack = createSlackClient(whose, log);
  const people = new People(slack, config.timeZone, log);
  return {
    ...house,
    slack,
    names: new Names(slack, log),
    sights: new Sights(db, people, new Channels(slack, log)),
    posting: speaker.botToken === null ? null : createPostingClient(whose, log),
  };
}
