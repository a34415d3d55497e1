import type { Logger } from 'pino';
import { closeDatabase, openDatabase } from '../db/open.ts';
import type { Config } from './config.ts';
import { forgetOldDigests } from './changes/forget-digests.ts';
import { forgetOldInputs } from './changes/forget-inputs.ts';
import { NightlyBackups } from './nightly-backups.ts';
import { AgainAndAgain, type Chore } from './slack/again-and-again.ts';
import { createApp } from './slack/app.ts';
import { createPostingClient, createSlackClient } from './slack/clients.ts';
import type { Desk } from './slack/desk.ts';
import { digestChores } from './slack/digest-chores.ts';
import { HttpDoor } from './slack/http-door.ts';
import { Identity } from './slack/identity.ts';
import { InHand } from './slack/in-hand.ts';
import { LiveCards } from './slack/live-cards.ts';
import { Names } from './slack/names.ts';
import { SocketDoor } from './slack/socket-door.ts';
import { TimeZones } from './slack/time-zones.ts';

const LOOK_AT_CARDS = 2_000;
const FORGET = 60 * 60_000;

/** What Summit is started with. `now` is its only clock for what it says and records. */
export interface Start {
  readonly config: Config;
  readonly now: () => Temporal.Instant;
  readonly log: Logger;
}

/** Summit at work. */
export interface Summit {
  /** Where `/health`, and in HTTP mode Slack's requests, are answered. */
  readonly port: number;
  /** Takes no more work, finishes what is in hand and closes the record. */
  stop(): Promise<void>;
}

/**
 * Opens the record and the door to Slack. Throws a `StartProblem` or a `DatabaseProblem`
 * when someone has to do something first.
 */
export async function startSummit({ config, now, log }: Start): Promise<Summit> {
  const { botToken, slackApiUrl, backups } = config;
  const db = await openDatabase(config.databaseUrl);
  const slack = createSlackClient(config, log);
  const inHand = new InHand();
  const timeZones = new TimeZones(slack, config.timeZone, log);
  const names = new Names(slack, log);
  const door = createDoor(config, inHand, log);
  const desk = { db, now, log, slack, slackApiUrl, timeZones, names, inHand };
  const identity = new Identity(slack, log);
  const posting = createPostingClient(config, log);
  const chores = [
    ...choresOf(desk),
    ...digestChores(desk, { posting, postsAMinute: config.postsAMinute }),
  ].map((chore) => new AgainAndAgain(chore, inHand, log));

  const nightly = backups === null ? null : new NightlyBackups({ db, backups, now, log });

  async function stop(): Promise<void> {
    identity.stop();
    for (const chore of chores) chore.stop();
    await Promise.all([door.stop(), nightly?.stop()]);
    await closeDatabase(db);
  }

  try {
    await createApp({ botToken, receiver: door.receiver, identity, desk });
    const [port] = await Promise.all([door.start(), identity.learn()]);
    for (const chore of chores) chore.start();
    nightly?.start();
    log.info({ port, door: config.door.kind }, 'Summit is ready');
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What Summit does unasked. */
function choresOf(desk: Desk): Chore[] {
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
  ];
}

function createDoor(config: Config, inHand: InHand, log: Logger): HttpDoor | SocketDoor {
  const { door, host, port, slackApiUrl } = config;
  return door.kind === 'http'
    ? new HttpDoor({ host, port, signingSecret: door.signingSecret, inHand, log })
    : new SocketDoor({ host, port, appToken: door.appToken, slackApiUrl, inHand, log });
}
