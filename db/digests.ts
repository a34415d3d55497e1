import type { Selectable } from 'kysely';
import type { DigestChoices } from '../src/agenda/digest.ts';
import type { Schedule } from '../src/agenda/schedule.ts';
import type { Db, Tx } from './open.ts';
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
  /** When that was worked out. */
  readonly plannedAt: string;
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

/** A place has its first digest, and it is on. */
export async function addDigest(tx: Tx, digest: DigestSetting & DigestPlace): Promise<void> {
  await insert(tx, digest);
}

/** The place's digest is set anew, and on; the slots it has stay. */
export async function setDigestAnew(tx: Tx, digest: DigestSetting): Promise<void> {
  await updateSetting(tx, digest);
}

/** It tells something else. */
export async function keepChoices(
  tx: Tx,
  change: ByWhom & { readonly id: string; readonly choices: string },
): Promise<void> {
  await updateChoices(tx, change);
}

/** Someone pauses, resumes or ends it. */
export async function keepDigestState(tx: Tx, change: StateChange): Promise<void> {
  await updateState(tx, change);
}

/** Summit pauses it by itself, with Slack's word for why. False when it was not on. */
export async function pauseUnasked(tx: Tx, id: string, because: string): Promise<boolean> {
  return (await updateUnasked(tx, { id, because })).length > 0;
}

/** When it comes next, worked out at a moment. */
export async function moveDigestOn(
  tx: Tx,
  id: string,
  { nextAt, plannedAt }: { readonly nextAt: string; readonly plannedAt: string },
): Promise<void> {
  await updateNext(tx, { id, nextAt, plannedAt });
}

/**
 * The id of a digest whose next slot has come, or has to be worked out: also of one for which it
 * was worked out after `soon`, by a clock that has gone back since. Null when there are no more.
 */
export async function findDigestToPlan(db: Db, given: TimeToPlan): Promise<string | null> {
  for (const select of [selectWithoutNext, selectDue, selectPlannedAfter]) {
    const [row] = await select(db, given);
    if (row !== undefined) return row.id;
  }
  return null;
}

interface TimeToPlan {
  readonly now: string;
  readonly soon: string;
}

interface ByWhom {
  readonly by: string;
  readonly at: string;
}

/** What is said when a digest is set; what it is and tells as JSON. */
interface DigestSetting extends ByWhom {
  readonly id: string;
  readonly schedule: string;
  readonly choices: string;
  /** Who gave the place this digest, and when: whoever changes it is another. */
  readonly setBy: string;
  readonly setAt: string;
  readonly nextAt: string;
}

interface StateChange extends ByWhom {
  readonly id: string;
  readonly state: StandingDigest['state'];
  /** Null unless it is on now. */
  readonly nextAt: string | null;
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
    plannedAt: row.planned_at,
  };
}

const selectByPlace = prepared((db, { teamId, place }: DigestPlace) =>
  db.selectFrom('digests').selectAll().where('team_id', '=', teamId).where('place', '=', place),
);

const selectById = prepared((db, { id }: { id: string }) =>
  db.selectFrom('digests').selectAll().where('id', '=', id),
);

const insert = prepared((db, given: DigestSetting & DigestPlace) =>
  db.insertInto('digests').values({
    id: given.id,
    team_id: given.teamId,
    place: given.place,
    state: 'on',
    schedule: given.schedule,
    choices: given.choices,
    set_by: given.setBy,
    set_at: given.setAt,
    changed_by: given.by,
    changed_at: given.at,
    next_at: given.nextAt,
    planned_at: given.at,
  }),
);

const updateSetting = prepared((db, given: DigestSetting) =>
  db
    .updateTable('digests')
    .set({
      state: 'on',
      paused_because: null,
      schedule: given.schedule,
      choices: given.choices,
      set_by: given.setBy,
      set_at: given.setAt,
      changed_by: given.by,
      changed_at: given.at,
      next_at: given.nextAt,
      planned_at: given.at,
    })
    .where('id', '=', given.id),
);

const updateChoices = prepared(
  (db, given: ByWhom & { readonly id: string; readonly choices: string }) =>
    db
      .updateTable('digests')
      .set({ choices: given.choices, changed_by: given.by, changed_at: given.at })
      .where('id', '=', given.id),
);

const updateState = prepared((db, given: StateChange) =>
  db
    .updateTable('digests')
    .set({
      state: given.state,
      paused_because: null,
      changed_by: given.by,
      changed_at: given.at,
      next_at: given.nextAt,
      planned_at: given.at,
    })
    .where('id', '=', given.id),
);

const updateUnasked = prepared((db, given: { readonly id: string; readonly because: string }) =>
  db
    .updateTable('digests')
    .set({ state: 'paused', paused_because: given.because, next_at: null })
    .where('id', '=', given.id)
    .where('state', '=', 'on')
    .returning('id'),
);

const updateNext = prepared(
  (db, given: { readonly id: string; readonly nextAt: string; readonly plannedAt: string }) =>
    db
      .updateTable('digests')
      .set({ next_at: given.nextAt, planned_at: given.plannedAt })
      .where('id', '=', given.id),
);

const selectWithoutNext = prepared((db) => selectOn(db).where('next_at', 'is', null).limit(1));

const selectDue = prepared((db, { now }: TimeToPlan) =>
  selectOn(db).where('next_at', '<=', now).orderBy('next_at').limit(1),
);

const selectPlannedAfter = prepared((db, { soon }: TimeToPlan) =>
  selectOn(db).where('planned_at', '>', soon).limit(1),
);

function selectOn(db: Db) {
  return db.selectFrom('digests').select('id').where('state', '=', 'on');
}
