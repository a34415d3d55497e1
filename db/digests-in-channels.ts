import type { DigestPlace } from './digests.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** A channel to which a digest goes, or went until Summit paused it by itself. */
export interface DigestChannel extends DigestPlace {
  /** Slack's word for why Summit paused it; null while it is on. */
  readonly pausedBecause: string | null;
}

/** All of them. */
export async function listDigestChannels(db: Db): Promise<DigestChannel[]> {
  const rows = await select(db, {});
  return rows.map((row) => ({
    teamId: row.team_id,
    place: row.place,
    pausedBecause: row.paused_because,
  }));
}

const select = prepared((db, _nothing: object) =>
  db
    .selectFrom('digests')
    .select(['team_id', 'place', 'paused_because'])
    .where((eb) => eb.or([eb('state', '=', 'on'), eb('paused_because', 'is not', null)]))
    .where('place', 'not like', 'U%')
    .where('place', 'not like', 'W%')
    .orderBy('id'),
);
