import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Call, Reply } from '../../commands/command.ts';
import { answer } from '../../commands/index.ts';
import type { Db } from '../../db/open.ts';
import type { Someone } from '../access/roles.ts';
import { troubleOf } from '../../db/trouble.ts';
import { failure } from '../messages/failure.ts';
import type { Message } from '../messages/message.ts';
import { tooMany } from '../messages/too-many.ts';
import type { Asker, FairShare } from './fair-share.ts';
import type { InHand } from './in-hand.ts';
import { logFailure } from './log.ts';
import type { Names } from './names.ts';
import { reachOf } from './reach.ts';
import type { People } from './people.ts';

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
}

/** What Summit replies to that. */
export async function ask(desk: Desk, said: Said): Promise<Reply> {
  return replyTo(desk, said, 'answering', () => answer(callOf(desk, said)));
}

/**
 * The reply to whoever asks: that they have to wait when they ask too often, and when the reply
 * can't be made a sentence with the code that the log has too.
 */
export async function replyTo(
  desk: Desk,
  asker: Asker,
  doing: string,
  reply: () => Promise<Reply>,
): Promise<Reply> {
  const seconds = desk.fairShare.secondsToWait(asker);
  if (seconds > 0) return { message: tooMany(seconds), outcome: 'other', issues: [] };
  try {
    return await reply();
  } catch (error) {
    return { message: failed(desk, doing, error), outcome: 'other', issues: [] };
  }
}

/** Words as the commands take them. */
export function callOf({ db, now, people, slack }: Desk, said: Said): Call {
  return {
    text: said.text,
    who: { id: said.userId, timeZone: people.zoneOf(said.userId) },
    where: { teamId: said.teamId, channelId: said.channelId },
    now: now(),
    db,
    inputId: said.inputId,
    reach: () => reachOf(slack, said.channelId),
    ownZone: () => people.learnZone(said.userId),
    standing: (how, groups) => standingOf(people, said, how, groups),
  };
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
  return failure(logFailure(log, doing, error), troubleOf(error));
}
