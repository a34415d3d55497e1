import type { IsoDate } from '../src/agenda/record.ts';
import type { Slot } from '../src/agenda/schedule.ts';
import { stamp } from '../src/agenda/stamp.ts';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

export type SlotKind = Schema['digest_slots']['kind'];

/** Why a slot was missed: nobody was there to plan it, a later one overtook it, or the digest was paused or ended first. */
export type WhyMissed = 'away' | 'off' | 'overtaken' | 'paused';

/** A slot of a digest that has come. */
export interface DueSlot {
  readonly digestId: string;
  readonly teamId: string;
  readonly at: Temporal.Instant;
  readonly kind: SlotKind;
  readonly date: IsoDate;
}

/** From now on the slot is to be told. False when there was one at that very moment. */
export async function addDueSlot(tx: Tx, slot: DueSlot, now: Temporal.Instant): Promise<boolean> {
  const row = { ...rowOf(slot, now), state: 'due', settledAt: null, why: null } as const;
  return (await insert(tx, row)).length > 0;
}

/** It came too late to be told, which is seen. False when there was one at that very moment. */
export async function addMissedSlot(
  tx: Tx,
  slot: DueSlot,
  now: Temporal.Instant,
): Promise<boolean> {
  const row = { ...rowOf(slot, now), state: 'missed', settledAt: stamp(now), why: 'away' } as const;
  return (await insert(tx, row)).length > 0;
}

/** What is still to be composed is not told any more. Gives how many these were. */
export async function missDueSlots(
  tx: Tx,
  digestId: string,
  why: WhyMissed,
  now: Temporal.Instant,
): Promise<number> {
  return (await updateDue(tx, { digestId, why, settledAt: stamp(now) })).length;
}

/**
 * Lets go of slots after a moment, as far as nothing was said of them: a clock that has gone back
 * since wrote them.
 */
export async function forgetSlotsAfter(
  tx: Tx,
  digestId: string,
  moment: Temporal.Instant,
): Promise<void> {
  await removeAfter(tx, { digestId, moment: stamp(moment) });
}

/** True while a slot of the digest is to be composed, or its messages are on their way. */
export async function hasUnsettledSlot(db: Db, digestId: string): Promise<boolean> {
  return (await selectUnsettled(db, { digestId })).length > 0;
}

/**
 * The slots of a digest's schedule, from a moment on, that people have seen or may still see, or
 * have seen before the record was restored.
 */
export async function listUsedSlots(
  db: Db,
  digestId: string,
  from: Temporal.Instant,
): Promise<Slot[]> {
  const rows = await selectUsed(db, { digestId, from: stamp(from) });
  return rows.map(({ at, date }) => ({ at: Temporal.Instant.from(at), date }));
}

/** A slot and what became of it. */
export interface SlotTold {
  readonly at: string;
  readonly kind: SlotKind;
  readonly state: Schema['digest_slots']['state'];
  readonly plannedAt: string;
  readonly settledAt: string | null;
  readonly why: string | null;
}

/** The last slots of a digest, the newest first. */
export async function lastSlots(db: Db, digestId: string, count: number): Promise<SlotTold[]> {
  return selectLast(db, { digestId, count });
}

interface NewRow {
  readonly digestId: string;
  readonly teamId: string;
  readonly at: string;
  readonly kind: SlotKind;
  readonly date: IsoDate;
  readonly plannedAt: string;
}

function rowOf({ at, ...slot }: DueSlot, now: Temporal.Instant): NewRow {
  return { ...slot, at: stamp(at), plannedAt: stamp(now) };
}

const insert = prepared(
  (
    db,
    row: NewRow & {
      readonly state: 'due' | 'missed';
      readonly settledAt: string | null;
      readonly why: WhyMissed | null;
    },
  ) =>
    db
      .insertInto('digest_slots')
      .values({
        digest_id: row.digestId,
        team_id: row.teamId,
        slot_at: row.at,
        kind: row.kind,
        local_date: row.date,
        state: row.state,
        planned_at: row.plannedAt,
        settled_at: row.settledAt,
        why: row.why,
      })
      .onConflict((conflict) => conflict.columns(['digest_id', 'slot_at']).doNothing())
      .returning('slot_at'),
);

const updateDue = prepared(
  (db, given: { readonly digestId: string; readonly why: WhyMissed; readonly settledAt: string }) =>
    db
      .updateTable('digest_slots')
      .set({ state: 'missed', why: given.why, settled_at: given.settledAt })
      .where('digest_id', '=', given.digestId)
      .where('state', '=', 'due')
      .where('settled_at', 'is', null)
      .returning('slot_at'),
);

const removeAfter = prepared(
  (db, { digestId, moment }: { readonly digestId: string; readonly moment: string }) =>
    db
      .deleteFrom('digest_slots')
      .where('digest_id', '=', digestId)
      .where('slot_at', '>', moment)
      .where('state', 'in', ['due', 'failed', 'missed', 'silent'])
      .where((row) => row.or([row('why', 'is', null), row('why', '<>', 'restored')])),
);

const selectUnsettled = prepared((db, { digestId }: { readonly digestId: string }) =>
  db
    .selectFrom('digest_slots')
    .select('slot_at')
    .where('digest_id', '=', digestId)
    .where('settled_at', 'is', null)
    .limit(1),
);

const selectUsed = prepared(
  (db, { digestId, from }: { readonly digestId: string; readonly from: string }) =>
    db
      .selectFrom('digest_slots')
      .select(['slot_at as at', 'local_date as date'])
      .where('digest_id', '=', digestId)
      .where('slot_at', '>=', from)
      .where('kind', '=', 'due')
      .where((row) =>
        row.or([
          row('state', 'in', ['due', 'composed', 'said', 'silent', 'unknown']),
          row('why', '=', 'restored'),
        ]),
      ),
);

const selectLast = prepared(
  (db, { digestId, count }: { readonly digestId: string; readonly count: number }) =>
    db
      .selectFrom('digest_slots')
      .select([
        'slot_at as at',
        'kind',
        'state',
        'planned_at as plannedAt',
        'settled_at as settledAt',
        'why',
      ])
      .where('digest_id', '=', digestId)
      .orderBy('slot_at', 'desc')
      .limit(count),
);
