import type { Db } from '../../db/open.ts';
import { listParts, restrictionsOf, seenByAll, sightedBy } from '../../db/sighted.ts';
import type { Sight } from '../access/sight.ts';
import type { Marking } from '../agenda/marking.ts';
import type { Seen, SeenAt } from '../digests/seen-at.ts';
import type { Refusal } from './channels.ts';
import type { PersonHere, Sights } from './sights.ts';

/** The record as far as everyone in a channel may see it or, in a direct message, whoever is there; null where nothing may be posted. */
export async function seenInChannel(db: Db, sights: Sights, place: PersonHere): Promise<Db | null> {
  const sight = await sightIn(db, sights, place);
  return sight === null || 'refused' in sight || sight.marking === null
    ? null
    : sightedBy(db, sight);
}

/** The strictest marking that may be posted there; null where nothing may. */
export async function ceilingIn(
  db: Db,
  sights: Sights,
  place: PersonHere,
): Promise<Marking | null> {
  const sight = await sightIn(db, sights, place);
  return sight === null || 'refused' in sight ? null : sight.marking;
}

/** The same for what Summit says unasked. */
export function seenAtPlaces(db: Db, sightsOf: (teamId: string) => Promise<Sights | null>): SeenAt {
  return async ({ teamId, place }): Promise<Seen> => {
    const isChannel = /^[CG]/.test(place);
    const sights = await sightsOf(teamId);
    if (sights === null) return { kind: 'unknown' };
    if (!isChannel && restrictionsOf(await listParts(db)).isOpen) {
      return { kind: 'seen', db, marking: 'GREEN' };
    }
    const here = isChannel ? { userId: '', channelId: place } : { userId: place, channelId: '' };
    const sight = await sightIn(db, sights, { teamId, ...here });
    if (sight === null) return { kind: 'unknown' };
    if ('refused' in sight) {
      return { kind: 'refused', error: sight.refused, db: await seenByAll(db) };
    }
    const { marking } = sight;
    if (marking === null) return { kind: 'withheld' };
    return { kind: 'seen', db: await sightedBy(db, sight), marking };
  };
}

async function sightIn(db: Db, sights: Sights, place: PersonHere): Promise<Sight | Refusal | null> {
  if (/^[CG]/.test(place.channelId)) return sights.ofChannel(place);
  const { roomsIn } = restrictionsOf(await listParts(db));
  return sights.ofPerson(place, roomsIn(place.teamId));
}
