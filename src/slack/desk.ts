import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Call, Reply } from '../../commands/command.ts';
import { answer, wordCalled } from '../../commands/index.ts';
import type { Db } from '../../db/open.ts';
import { listParts, restrictionsOf, sightedOf } from '../../db/sighted.ts';
import type { Someone } from '../access/roles.ts';
import { troubleOf } from '../../db/trouble.ts';
import { failure, notNoted } from '../messages/failure.ts';
import type { Message } from '../messages/message.ts';
import { countCommand } from '../metrics/meters.ts';
import { describeSpan } from '../traces/in-span.ts';
import { tooMany } from '../messages/too-many.ts';
import type { Asker, FairShare } from './fair-share.ts';
import type { InHand } from './in-hand.ts';
import { logFailure } from './log.ts';
import type { Names } from './names.ts';
import { NotNoted, noteToBeShown } from './note-shown.ts';
import { reachOf } from './reach.ts';
import type { People } from './people.ts';
import { ceilingIn, seenInChannel } from './seen-in-channel.ts';
import type { Sights } from './sights.ts';

/** What all of Summit works with, in whatever workspace. */
export interface House {
  readonly db: Db;
  readonly now: () => Temporal.Instant;
  readonly log: Logger;
}

/** What it works with in one workspace, asked or unasked. */
export interface Office extends House {
  readonly slack: WebClient;
  readonly names: Names;
  readonly sights: Sights;
}

/** What every listener works with, in the workspace that Slack sent something from. */
export interface Desk extends Office {
  readonly teamId: string;
  readonly slackApiUrl: string;
  readonly people: People;
  readonly inHand: InHand;
  readonly fairShare: FairShare;
}

/** Words someone said to Summit, by typing them or with a button. */
export interface Said {
  readonly text: string;
  readonly userId: string;
  readonly teamId: string;
  readonly channelId: string;
  /** What Slack calls this very input; null where it has no name. */
  readonly inputId: string | null;
  /** True when they typed it as a command. */
  readonly byCommand?: true;
  /** True when all who are there see the reply. */
  readonly aloud?: true;
}

/** What Summit replies to that. */
export async function ask(desk: Desk, said: Said): Promise<Reply> {
  const about = { doing: 'answering', called: () => wordCalled(said.text) };
  return replyTo(desk, said, about, async () => {
    const call = await callOf(desk, said);
    const reply = await answer(call);
    const { message, form, share } = reply;
    await noteToBeShown(call, said.aloud === true ? 'posted' : 'alone', [message, form]);
    if (share !== undefined) await noteToBeShown(call, 'posted', [share.message]);
    return reply;
  });
}

/**
 * The reply to whoever asks: that they have to wait when they ask too often, and when the reply
 * can't be made a sentence with the code that the log has too.
 */
export async function replyTo(
  desk: Desk,
  asker: Asker,
  about: { readonly doing: string; readonly called: () => string | null },
  make: () => Promise<Reply>,
): Promise<Reply> {
  const reply = await replyOrWhyNot(desk, asker, about.doing, make);
  const command = reply.command ?? about.called() ?? 'other';
  const outcome = whatCameOf(reply);
  countCommand(command, outcome);
  describeSpan(() => ({ 'summit.command': command, 'summit.outcome': outcome }));
  return reply;
}

/** For the count of commands. */
export function whatCameOf({ problem, form, outcome }: Reply): string {
  return form === undefined ? (problem ?? outcome) : 'form';
}

async function replyOrWhyNot(
  desk: Desk,
  asker: Asker,
  doing: string,
  make: () => Promise<Reply>,
): Promise<Reply> {
  const seconds = desk.fairShare.secondsToWait(asker);
  if (seconds > 0) return whyNot('limited', tooMany(seconds));
  try {
    return await make();
  } catch (error) {
    return whyNot('failed', failed(desk, doing, error));
  }
}

function whyNot(problem: 'failed' | 'limited', message: Message): Reply {
  return { message, outcome: 'other', issues: [], problem };
}

/** Words as the commands take them, with the record as far as whoever sees the reply may see it. */
export async function callOf(desk: Desk, said: Said): Promise<Call> {
  const { db, now, people, slack, sights } = desk;
  return {
    text: said.text,
    who: { id: said.userId, timeZone: people.zoneOf(said.userId) },
    where: { teamId: said.teamId, channelId: said.channelId },
    now: now(),
    db: await seenBy(desk, said),
    inputId: said.inputId,
    inChannel: () => seenInChannel(db, sights, said),
    ceilingHere: () => ceilingIn(db, sights, said),
    markHere: () => sights.markIn(said),
    reach: () => reachOf(slack, said.channelId),
    ownZone: () => people.learnZone(said.userId),
    standing: (how, groups) => standingOf(people, said, how, groups),
  };
}

/** Where all who may read may see all there is, nobody is asked who they are. */
async function seenBy({ db, sights }: Desk, said: Said): Promise<Db> {
  if (said.aloud === true) {
    const seen = await seenInChannel(db, sights, said);
    if (seen === null) throw new Error('Nothing may be said aloud there');
    return seen;
  }
  const parts = await listParts(db);
  const { roomsIn, isOpen } = restrictionsOf(parts);
  return isOpen ? db : sightedOf(db, parts, await sights.ofPerson(said, roomsIn(said.teamId)));
}

/** Slack takes commands from nobody but the people of a workspace, so these are answered at once. */
async function standingOf(
  people: People,
  said: Said,
  how: 'as known' | 'for certain',
  groups: readonly string[],
): Promise<Omit<Someone, 'id'>> {
  if (how === 'for certain') return people.standingOf(said, how, groups);
  if (said.byCommand !== true) return people.standingOf(said, 'once known', groups);
  const known = await people.standingOf(said, how, groups);
  return known.standing === 'unknown' ? { ...known, standing: 'guest' } : known;
}

/** Logs a failure and says so, and what can be done about it if anything can. */
export function failed({ log }: Desk, doing: string, error: unknown): Message {
  const code = logFailure(log, doing, error);
  return error instanceof NotNoted ? notNoted(code) : failure(code, troubleOf(error));
}
