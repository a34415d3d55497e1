import type { Db } from '../../db/open.ts';
import { listParts, restrictionsOf, sightedBy } from '../../db/sighted.ts';
import type { Sight } from '../access/sight.ts';
import type { Seen, SeenAt } from '../digests/seen-at.ts';
import type { PersonHere, Sights } from './sights.ts';

/** What may be shown to everyone in a channel or, in a direct message, to whoever is there; null where Slack does not tell who that is. */
export async function sightIn(db: Db, sights: Sights, place: PersonHere): Promise<Sight | null> {
  if (/^[CG]/.test(place.channelId)) return sights.ofChannel(place);
  const { rooms } = restrictionsOf(await listParts(db));
  return sights.ofPerson(place, rooms);
}

/** The record as far as everyone there may see it; null where nothing may be posted. */
export async function seenInChannel(
  db: Db,
  sights: Sights,
  place: PersonHere,
): Promise<Db | null> {
  const sight = await sightIn(db, sights, place);
  return sight === null || sight.marking === null ? null : sightedBy(db, sight);
}

/** The same for what Summit says unasked. */
export function seenAtPlaces(db: Db, sights: Sights): SeenAt {
  return async ({ teamId, place }): Promise<Seen> => {
    const isChannel = /^[CG]/.test(place);
    if (!isChannel && restrictionsOf(await listParts(db)).isOpen) {
      return { kind: 'seen', db, marking: 'GREEN' };
    }
    const here = isChannel ? { userId: '', channelId: place } : { userId: place, channelId: '' };
    const sight = await sightIn(db, sights, { teamId, ...here });
    if (sight === null) return { kind: 'unknown' };
    const { marking } = sight;
    if (marking === null) return { kind: 'withheld' };
    return { kind: 'seen', db: await sightedBy(db, sight), marking };
  };
}
