import type { Logger } from 'pino';
import { closeDatabase, openDatabase } from '../db/open.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { NightlyBackups } from './nightly-backups.ts';
import { createApp } from './slack/app.ts';
import { Channels } from './slack/channels.ts';
import { createSlackClient } from './slack/clients.ts';
import { FairShare } from './slack/fair-share.ts';
import { HttpDoor } from './slack/http-door.ts';
import { Identity } from './slack/identity.ts';
import { InHand } from './slack/in-hand.ts';
import { Names } from './slack/names.ts';
import { People } from './slack/people.ts';
import { Sights } from './slack/sights.ts';
import { SocketDoor } from './slack/socket-door.ts';
import { Unasked } from './unasked.ts';

/** What Summit is started with. */
export interface Start {
  readonly config: Config;
  readonly clock: Clock;
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
export async function startSummit({ config, clock, log }: Start): Promise<Summit> {
  const { botToken, slackApiUrl, backups } = config;
  const { now } = clock;
  const db = await openDatabase(config.databaseUrl);
  const slack = createSlackClient(config, log);
  const inHand = new InHand();
  const people = new People(slack, config.timeZone, log);
  const names = new Names(slack, log);
  const door = createDoor(config, inHand, log);
  const sights = new Sights(db, people, new Channels(slack, log));
  const fairShare = new FairShare(config.asksAMinute);
  const desk = { db, now, log, slack, slackApiUrl, people, names, sights, inHand, fairShare };
  const identity = new Identity(slack, log);
  let unasked: Unasked | null = null;
  const nightly = backups === null ? null : new NightlyBackups({ db, backups, now, log });

  async function stop(): Promise<void> {
    identity.stop();
    await Promise.all([door.stop(), unasked?.stop(), nightly?.stop()]);
    await closeDatabase(db);
  }

  try {
    await createApp({ botToken, receiver: door.receiver, identity, desk });
    const [port] = await Promise.all([door.start(), identity.learn()]);
    unasked = new Unasked(config, clock);
    nightly?.start();
    log.info({ port, door: config.door.kind }, 'Summit is ready');
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createDoor(config: Config, inHand: InHand, log: Logger): HttpDoor | SocketDoor {
  const { door, host, port, slackApiUrl } = config;
  return door.kind === 'http'
    ? new HttpDoor({ host, port, signingSecret: door.signingSecret, inHand, log })
    : new SocketDoor({ host, port, appToken: door.appToken, slackApiUrl, inHand, log });
}
