import type { Call } from '../../commands/command.ts';
import { answer } from '../../commands/index.ts';
import { findDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { asEntities } from '../../src/messages/escape.ts';
import { EVE } from './ask.ts';

const ALICE = { id: 'U0ALICE', timeZone: 'America/Los_Angeles' };
export const BOB = { id: 'U0BOB', timeZone: 'Europe/Brussels' };
const TEAM = 'T0SUMMIT';

export type How = Partial<Pick<Call, 'inputId' | 'now' | 'reach' | 'who'>> & {
  readonly channelId?: string;
  /** After the eve of the summit, or after `now`. */
  readonly minutes?: number;
};

/** What Summit answers to Alice in the desk's channel, or to whoever asks wherever it is. */
export async function askAs(db: Db, words: string, how: How = {}): ReturnType<typeof answer> {
  const { who = ALICE, channelId = 'C0DESK', minutes = 0, now = EVE, inputId = null } = how;
  return answer({
    text: asEntities(words),
    who,
    where: { teamId: TEAM, channelId },
    now: now.add({ minutes }),
    db,
    inputId,
    ...(how.reach === undefined ? {} : { reach: how.reach }),
  });
}

/** The digest of a place. */
export async function digestOf(db: Db, place = 'C0DESK'): Promise<StandingDigest | null> {
  return findDigest(db, { teamId: TEAM, place });
}
