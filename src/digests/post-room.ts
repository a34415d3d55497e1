import type { Logger } from 'pino';
import type { Db } from '../../db/open.ts';
import type { Compose } from '../changes/say-slot.ts';
import type { Messenger } from './messenger.ts';
import type { SeenAt } from './seen-at.ts';
import type { Time } from './time.ts';

/** What it takes to say something unasked. */
export interface PostRoom {
  readonly db: Db;
  readonly messenger: Messenger;
  /** The clock of the record. */
  readonly now: () => Temporal.Instant;
  readonly log: Logger;
  readonly compose: Compose;
  readonly seenAt: SeenAt;
  readonly time: Time;
  /** By how many milliseconds Slack's clock is ahead of ours, as its last answer showed; null until one did. */
  readonly slackAhead: { milliseconds: number | null };
}

/** Slack is given up on after this long, whatever became of what it was asked. */
export const ANSWER_WITHIN_MS = 11_000;
