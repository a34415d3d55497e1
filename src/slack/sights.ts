import { ceilingOf } from '../../db/ceilings.ts';
import type { Db } from '../../db/open.ts';
import { ceilingFor } from '../access/channel-ceiling.ts';
import type { Sight } from '../access/sight.ts';
import type { Mark } from '../agenda/marking.ts';
import type { Channels, Refusal } from './channels.ts';
import type { People } from './people.ts';

/** Somebody, and where they say something. */
export interface PersonHere {
  readonly userId: string;
  readonly teamId: string;
  /** Empty where they are in no channel. */
  readonly channelId: string;
}

/** A channel of a workspace. */
export interface ChannelHere {
  readonly teamId: string;
  readonly channelId: string;
}

/** Of so many people in places is kept what was found. */
const MOST_FOUND = 2_000;

interface Found {
  readonly sight: Sight;
  readonly rooms: readonly string[];
  readonly heard: number;
  readonly until: number;
}

/** What may be shown to whom, as Slack knows them at the moment. */
export class Sights {
  readonly #db: Db;
  readonly #people: People;
  readonly #channels: Channels;
  readonly #found = new Map<string, Found>();

  constructor(db: Db, people: People, channels: Channels) {
    this.#db = db;
    this.#people = people;
    this.#channels = channels;
  }

  /**
   * What may be shown to somebody alone; of these private channels, to which they belong. The same
   * object again as long as nothing was heard that it could depend on.
   */
  async ofPerson(here: PersonHere, rooms: readonly string[]): Promise<Sight> {
    const key = `${here.teamId} ${here.userId} ${here.channelId}`;
    const known = this.#found.get(key);
    const holds =
      known !== undefined &&
      known.rooms === rooms &&
      known.heard === this.#people.heard &&
      performance.now() < known.until;
    if (holds) return known.sight;
    const found = await this.#find(here, rooms);
    if (this.#found.size >= MOST_FOUND) this.#found.clear();
    this.#found.set(key, found);
    return found.sight;
  }

  async #find({ userId, teamId, channelId }: PersonHere, rooms: readonly string[]): Promise<Found> {
    const person = { userId, teamId };
    const { heard } = this.#people;
    const standing =
      this.#people.standingNow(person) ??
      (await this.#people.standingOf(person, 'once known', [])).standing;
    // Slack lets nobody say anything in a private channel who isn't in it.
    const elsewhere = rooms.filter((room) => room !== channelId);
    const isHere = elsewhere.length < rooms.length;
    const others = await this.#channels.withMember(userId, elsewhere);
    const known = { rooms, heard, until: others.until };
    const of = { rooms: [...(isHere ? [channelId] : []), ...others.channelIds], reader: userId };
    switch (standing) {
      case 'operator':
      case 'member':
      case 'workspace-admin':
        return { ...known, sight: { ...of, marking: 'AMBER+STRICT' } };
      case 'guest':
      case 'unknown':
        return { ...known, sight: { ...of, rooms: [], marking: 'GREEN' } };
      case 'stranger':
        return { ...known, sight: { ...of, rooms: [], marking: null } };
    }
  }

  /** What may be shown to everyone in a channel; null where Slack does not tell what it is. It is asked each time. */
  async ofChannel({ teamId, channelId }: ChannelHere): Promise<Sight | Refusal | null> {
    const kind = await this.#channels.kindOf(channelId);
    if (kind === 'unknown') return null;
    if (typeof kind === 'object') return kind;
    const allowed = (await ceilingOf(this.#db, { teamId, channelId }))?.marking ?? null;
    const mayExceed = ceilingFor(kind, allowed, false);
    const isAboveGreen = mayExceed === 'AMBER' || mayExceed === 'AMBER+STRICT';
    const hasGuests = isAboveGreen && (await this.#hasGuests(teamId, channelId));
    const marking = ceilingFor(kind, allowed, hasGuests);
    const rooms = kind === 'private' && marking === 'AMBER+STRICT' ? [channelId] : [];
    return { marking, rooms, reader: null };
  }

  /** How far what is added somewhere may be told: in a private channel no further than to its members. */
  async markIn({ channelId }: ChannelHere): Promise<Mark | null> {
    if (channelId === '') return null;
    const kind = await this.#channels.kindOf(channelId);
    // Of a private channel that Summit isn't in Slack tells nothing.
    const isPrivate = kind !== 'public' && kind !== 'shared' && kind !== 'direct';
    return isPrivate ? { marking: 'AMBER+STRICT', room: channelId, readers: null } : null;
  }

  /** Whom Slack doesn't tell of may be a guest. */
  async #hasGuests(teamId: string, channelId: string): Promise<boolean> {
    const members = await this.#channels.membersOf(channelId);
    if (members === null) return true;
    const standings = await Promise.all(
      [...members].map(async (userId) =>
        this.#people.standingOf({ userId, teamId }, 'once known', []),
      ),
    );
    return standings.some(
      ({ standing }) => standing !== 'member' && standing !== 'workspace-admin',
    );
  }
}
