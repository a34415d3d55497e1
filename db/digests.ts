import type { Selectable } from 'kysely';
import type { DigestChoices } from '../src/agenda/digest.ts';
import type { Schedule } from '../src/agenda/schedule.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** Where a digest goes: a channel, or someone's direct message. */
export interface DigestPlace {
  readonly teamId: string;
  /** A channel's id or the person's. */
  readonly place: string;
}

/** A standing order for digests. */
export interface StandingDigest extends DigestPlace {
  readonly id: string;
  readonly state: 'off' | 'on' | 'paused';
  /** Slack's word for why Summit paused it by itself. */
  readonly pausedBecause: string | null;
  readonly schedule: Schedule;
  readonly choices: DigestChoices;
  readonly setBy: string;
  readonly setAt: string;
  readonly changedBy: string;
  readonly changedAt: string;
  /** The next slot; null while it is not on, and when it has to be worked out from now. */
  readonly nextAt: string | null;
}

/** True for someone's own digest, in a direct message. */
export function isPersonal({ place }: DigestPlace): boolean {
  return /^[UW]/.test(place);
}

/** The digest of a place, also one that is off; null where there never was one. */
export async function findDigest(db: Db, place: DigestPlace): Promise<StandingDigest | null> {
  const [row] = await selectByPlace(db, place);
  return row === undefined ? null : toDigest(row);
}

/** The digest of an id. Throws when there is none. */
export async function readDigest(db: Db, id: string): Promise<StandingDigest> {
  const [row] = await selectById(db, { id });
  if (row === undefined) throw new Error(`There is no digest "${id}"`);
  return toDigest(row);
}

function toDigest(row: Selectable<Schema['digests']>): StandingDigest {
  return {
    id: row.id,
    teamId: row.team_id,
    place: row.place,
    state: row.state,
    pausedBecause: row.paused_because,
    schedule: JSON.parse(row.schedule) as Schedule,
    choices: JSON.parse(row.choices) as DigestChoices,
    setBy: row.set_by,
    setAt: row.set_at,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    nextAt: row.next_at,
  };
}

const selectByPlace = prepared((db, { teamId, place }: DigestPlace) =>
  db.selectFrom('digests').selectAll().where('team_id', '=', teamId).where('place', '=', place),
);

const selectById = prepared((db, { id }: { id: string }) =>
  db.selectFrom('digests').selectAll().where('id', '=', id),
);
