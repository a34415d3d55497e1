import type { Db } from '../../db/open.ts';
import { listParts, restrictionsOf, sightedBy } from '../../db/sighted.ts';
import type { Sight } from '../access/sight.ts';
import type { Sights } from './sights.ts';

/** A place where something is said: a channel or, by a person's id, their direct message. */
export interface PlaceToSee {
  readonly teamId: string;
  readonly channelId: string;
  /** Who is alone with Summit there, if somebody is. */
  readonly userId: string;
}

/** The record as far as everyone there may see it; null where nothing may be posted. */
export async function seenInChannel(
  db: Db,
  sights: Sights,
  place: PlaceToSee,
): Promise<Db | null> {
  const sight = await sightIn(db, sights, place);
  return sight.marking === null ? null : sightedBy(db, sight);
}

/** What may be shown to everyone there. */
export async function sightIn(db: Db, sights: Sights, place: PlaceToSee): Promise<Sight> {
  if (!/^[CG]/.test(place.channelId)) {
    return sights.ofPerson(place, restrictionsOf(await listParts(db)).rooms);
  }
  return sights.ofChannel(place);
}
