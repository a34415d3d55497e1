import { answer } from '../../commands/index.ts';
import type { Person, Reply } from '../../commands/command.ts';
import type { Standing } from '../../src/access/roles.ts';
import type { Db } from '../../db/open.ts';

/** The eve of the example summit, in the evening at its venue. */
export const EVE = Temporal.Instant.from('2023-11-15T04:00:00Z');

const ALICE: Person = { id: 'U0ALICE', timeZone: 'America/Los_Angeles' };

/** What Summit answers to `/summit <text>`, asked on the eve of the summit unless told otherwise. */
export async function ask(
  db: Db,
  text: string,
  {
    now = EVE,
    who = ALICE,
    channelId = 'C0DESK',
    inputId = null,
    standing,
    groups = [],
  }: {
    now?: Temporal.Instant;
    who?: Person;
    channelId?: string;
    inputId?: string | null;
    standing?: Standing;
    groups?: readonly string[];
  } = {},
): Promise<Reply> {
  return answer({
    text,
    who,
    where: { teamId: 'T0SUMMIT', channelId },
    now,
    db,
    inputId,
    ...(standing !== undefined && { standing: async () => ({ standing, groups }) }),
  });
}

/** The text of the answer. */
export async function said(db: Db, text: string, how?: Parameters<typeof ask>[2]): Promise<string> {
  return (await ask(db, text, how)).message.text;
}
