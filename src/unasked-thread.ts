import { flushCompileCache } from 'node:module';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { closeDatabase, openDatabase } from '../db/open.ts';
import { forgetOldDigests } from './changes/forget-digests.ts';
import { forgetOldInputs } from './changes/forget-inputs.ts';
import { Clock } from './clock.ts';
import { AgainAndAgain, type Chore } from './slack/again-and-again.ts';
import { Channels } from './slack/channels.ts';
import { createPostingClient, createSlackClient } from './slack/clients.ts';
import type { Office } from './slack/desk.ts';
import { digestChores } from './slack/digest-chores.ts';
import { InHand, STOP_WITHIN } from './slack/in-hand.ts';
import { LiveCards } from './slack/live-cards.ts';
import { createLog } from './slack/log.ts';
import { Names } from './slack/names.ts';
import { People } from './slack/people.ts';
import { Sights } from './slack/sights.ts';
import type { UnaskedSetting } from './unasked.ts';

const LOOK_AT_CARDS = 2_000;
const FORGET = 60 * 60_000;
/** From 0, as everyone else, to 19. */
const NICE = 5;

const { config, ahead } = workerData as UnaskedSetting;
const log = createLog(config);
const db = await openDatabase(config.databaseUrl);
const slack = createSlackClient(config, log);
const people = new People(slack, config.timeZone, log);
const office: Office = {
  db,
  now: new Clock(ahead).now,
  log,
  slack,
  names: new Names(slack, log),
  sights: new Sights(db, people, new Channels(slack, log)),
};
yieldToAnswers();
const inHand = new InHand();
const chores = choresOf(office).map((chore) => new AgainAndAgain(chore, inHand, log));

parentPort?.on('message', () => void stop());
for (const chore of chores) chore.start();
flushCompileCache();

/** On Linux a thread has a priority of its own, and the system lets those who answer go first. */
function yieldToAnswers(): void {
  if (process.platform === 'linux') setPriority(NICE);
}

async function stop(): Promise<void> {
  for (const chore of chores) chore.stop();
  await inHand.finished(STOP_WITHIN);
  await closeDatabase(db);
  process.exit();
}

function choresOf(desk: Office): Chore[] {
  const cards = new LiveCards(desk);
  return [
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
    ...digestChores(desk, {
      posting: createPostingClient(config, log),
      postsAMinute: config.postsAMinute,
    }),
  ];
}
