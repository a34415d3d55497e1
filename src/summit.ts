import type { Logger } from 'pino';
import { closeDatabase, openDatabase } from '../db/open.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { MetricsDoor } from './metrics-door.ts';
import { databaseMeter } from './metrics/meters.ts';
import type { Counted } from './metrics/registry.ts';
import { NightlyBackups } from './nightly-backups.ts';
import { Readiness } from './readiness.ts';
import { OneClock } from './one-clock.ts';
import { AgainAndAgain } from './slack/again-and-again.ts';
import { createApp } from './slack/app.ts';
import { Channels } from './slack/channels.ts';
import { clientOf, createSlackClient } from './slack/clients.ts';
import { credentialsFor } from './slack/credentials-for.ts';
import type { Desk, House } from './slack/desk.ts';
import { FairShare } from './slack/fair-share.ts';
import { HttpDoor } from './slack/http-door.ts';
import type { Page } from './slack/http-server.ts';
import { Identity } from './slack/identity.ts';
import { InHand } from './slack/in-hand.ts';
import { InstallDoor } from './slack/install-door.ts';
import { Names } from './slack/names.ts';
import { People } from './slack/people.ts';
import { PerWorkspace, type Speaker } from './slack/per-workspace.ts';
import { Sights } from './slack/sights.ts';
import { SocketDoor } from './slack/socket-door.ts';
import { TokenSeal } from './slack/token-seal.ts';
import { STARTING, Unasked } from './unasked.ts';

/** What Summit is started with. */
export interface Start {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when Summit can't go on and a new start would help; the sentence says why. */
  readonly giveUp: (why: string) => void;
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
export async function startSummit({ config, clock, log, giveUp }: Start): Promise<Summit> {
  const { installed, slackApiUrl, timeZone, backups } = config;
  const { now } = clock;
  const db = await openDatabase(config.databaseUrl, {
    watch: config.metrics === null ? null : databaseMeter,
    copied: (file) => log.info({ file }, 'The record is copied, and is brought up to date'),
  });
  const house: House = { db, now, log };
  const inHand = new InHand();
  const oneClock = new OneClock(db, clock, log);
  const keepingTime = new AgainAndAgain(oneClock, inHand, log);
  const fairShare = new FairShare(config.asksAMinute);
  const identity = installed.kind === 'one' ? identityOf(installed.botToken) : null;
  // The thread that does what nobody asked for refreshes tokens long before: whoever asks waits for
  // one only where that could not be done, as after a long sleep of the machine.
  const { credentials, installations } = credentialsFor(
    config,
    house,
    new Temporal.Duration(),
    () => identity?.known ?? {},
  );
  const desks = new PerWorkspace(credentials, openDesk);
  let unasked: Unasked | null = null;
  const readiness = new Readiness(house, [
    () => door.trouble,
    () => (unasked === null ? STARTING : unasked.trouble),
  ]);
  const endTraces = config.traces ? await beginTraces(log) : null;
  const metrics = await openMetrics(config, async () => (await unasked?.counted()) ?? [], log);
  const install = createInstallDoor(config, house, inHand);
  const pages = [readiness, ...(metrics?.doorPages ?? []), ...(install === null ? [] : [install])];
  const door = createDoor(config, { log, inHand, pages, giveUp });
  const nightly = backups === null ? null : new NightlyBackups({ db, backups, now, log });

  function identityOf(botToken: string): Identity {
    return new Identity(createSlackClient({ botToken, slackApiUrl }, log), log);
  }
  function openDesk(speaker: Speaker): Desk {
    const { teamId } = speaker;
    const slack = createSlackClient(clientOf(speaker, slackApiUrl), log);
    const people = new People(slack, timeZone, log);
    const names = new Names(slack, log);
    const sights = new Sights(db, people, new Channels(slack, log));
    return { ...house, teamId, slack, slackApiUrl, people, names, sights, inHand, fairShare };
  }
  async function stop(): Promise<void> {
    keepingTime.stop();
    identity?.stop();
    metrics?.stop();
    await Promise.all([door.stop(), unasked?.stop(), nightly?.stop()]);
    await closeDatabase(db);
    await endTraces?.();
  }

  try {
    await oneClock.work();
    keepingTime.start();
    const hall = { ...house, slackApiUrl, inHand, credentials, desks };
    await createApp({ receiver: door.receiver, hall });
    await installations?.resealAll();
    const metricsPort = (await metrics?.start()) ?? undefined;
    const [port] = await Promise.all([door.start(), identity?.learn()]);
    unasked = new Unasked(config, clock);
    nightly?.start();
    log.info({ port, door: config.door.kind, metricsPort }, 'Summit is ready');
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What it takes is loaded only where somebody wants to know. */
async function beginTraces(log: Logger): Promise<() => Promise<void>> {
  const { startTraces } = await import('./traces/start-traces.ts');
  return startTraces(process.env, 'answers', log);
}

/** What it takes to count is loaded only where it is counted. */
async function openMetrics(
  { metrics }: Config,
  ofOthers: () => Promise<Counted>,
  log: Logger,
): Promise<MetricsDoor | null> {
  if (metrics === null) return null;
  const { MetricsDoor } = await import('./metrics-door.ts');
  return new MetricsDoor(metrics, ofOthers, log);
}

function createDoor(
  { door, host, port, slackApiUrl }: Config,
  {
    giveUp,
    ...inside
  }: {
    readonly log: Logger;
    readonly inHand: InHand;
    readonly pages: readonly Page[];
    readonly giveUp: Start['giveUp'];
  },
): HttpDoor | SocketDoor {
  return door.kind === 'http'
    ? new HttpDoor({ host, port, signingSecret: door.signingSecret, ...inside })
    : new SocketDoor({ host, port, appToken: door.appToken, slackApiUrl, giveUp, ...inside });
}

function createInstallDoor(
  { installed, slackApiUrl }: Config,
  house: House,
  inHand: InHand,
): InstallDoor | null {
  if (installed.kind === 'one') return null;
  const { oauth, tokenKeys } = installed;
  const seal = new TokenSeal(tokenKeys);
  const nobody = createSlackClient({ botToken: null, slackApiUrl }, house.log);
  return new InstallDoor({ ...house, inHand, seal, oauth, nobody, slackApiUrl });
}
