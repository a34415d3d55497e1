import type { Call, Person, Reply } from '../../commands/command.ts';
import { answer } from '../../commands/index.ts';
import { type Db, openDatabase } from '../../db/open.ts';
import { sightedBy } from '../../db/sighted.ts';
import type { Standing } from '../../src/access/roles.ts';
import type { Sight } from '../../src/access/sight.ts';
import { asEntities } from '../../src/messages/escape.ts';
import { emptyDb, freshDatabase, serverOfTests } from './db.ts';
import { NOON } from './desk.ts';

export const TEAM = 'T0SUMMIT';

/** A record with nothing in it, in a file: what is restricted can't be told apart in memory. */
export async function fileDb(): Promise<Db> {
  return serverOfTests() === null ? openDatabase(`sqlite:${freshDatabase()}`) : emptyDb();
}

/** What Slack knows of whoever asks, and of where. */
export interface Here {
  readonly who: Person;
  readonly channelId?: string;
  /** The private channels they belong to. */
  readonly rooms?: readonly string[];
  readonly standing?: Standing;
  readonly now?: Temporal.Instant;
}

/** What they may see alone. */
export function sightOf({ who, rooms = [], standing = 'member' }: Here): Sight {
  const isFull = standing === 'member' || standing === 'workspace-admin';
  return {
    marking: isFull ? 'AMBER+STRICT' : 'GREEN',
    rooms: isFull ? rooms : [],
    reader: who.id,
  };
}

/** The call Slack's doors would make of some words; a channel whose id begins with G is private. */
export async function callAs(db: Db, text: string, here: Here): Promise<Call> {
  const { who, channelId = 'C0DESK', standing = 'member', now = NOON } = here;
  const isPrivate = channelId.startsWith('G');
  const inChannel: Sight = {
    marking: isPrivate ? 'AMBER+STRICT' : 'GREEN',
    rooms: isPrivate ? [channelId] : [],
    reader: null,
  };
  return {
    text: asEntities(text),
    who,
    where: { teamId: TEAM, channelId },
    now,
    db: await sightedBy(db, sightOf(here)),
    inputId: null,
    standing: async () => ({ standing, groups: [] }),
    inChannel: () => sightedBy(db, inChannel),
    ceilingHere: async () => inChannel.marking,
    markHere: async () =>
      isPrivate ? { marking: 'AMBER+STRICT', room: channelId, readers: null } : null,
  };
}

/** What Summit answers. */
export async function askSeen(db: Db, text: string, here: Here): Promise<Reply> {
  return answer(await callAs(db, text, here));
}

/** The text of the answer. */
export async function saidTo(db: Db, text: string, here: Here): Promise<string> {
  return (await askSeen(db, text, here)).message.text;
}
