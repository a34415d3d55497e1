import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { answer } from '../../commands/index.ts';
import type { Db } from '../../db/open.ts';
import { failure } from '../messages/failure.ts';
import type { Message } from '../messages/message.ts';
import type { InHand } from './in-hand.ts';
import { logFailure } from './log.ts';
import type { TimeZones } from './time-zones.ts';

/** What every listener works with. */
export interface Desk {
  readonly db: Db;
  readonly now: () => Temporal.Instant;
  readonly log: Logger;
  readonly slack: webApi.WebClient;
  readonly slackApiUrl: string;
  readonly timeZones: TimeZones;
  readonly inHand: InHand;
}

/** Words someone said to Summit, by typing them or with a button. */
export interface Said {
  readonly text: string;
  readonly userId: string;
  readonly teamId: string;
  readonly channelId: string;
  /** What Slack calls this very input; null where it has no name. */
  readonly inputId: string | null;
}

/** What Summit says to that. When it can't, a sentence with the code that the log has too. */
export async function say(desk: Desk, said: Said): Promise<Message> {
  try {
    const reply = await answer({
      text: said.text,
      who: { id: said.userId, timeZone: desk.timeZones.of(said.userId) },
      where: { teamId: said.teamId, channelId: said.channelId },
      now: desk.now(),
      db: desk.db,
      inputId: said.inputId,
    });
    return reply.message;
  } catch (error) {
    return failure(logFailure(desk.log, 'answering', error));
  }
}
