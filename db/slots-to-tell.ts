import type { IsoDate } from '../src/agenda/record.ts';
import type { DigestSpan } from '../src/agenda/digest.ts';
import { stamp } from '../src/agenda/stamp.ts';
import { sql } from 'kysely';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** A slot that is to be told. */
export interface SlotToTell {
  readonly digestId: string;
  readonly teamId: string;
  readonly at: string;
  readonly kind: Schema['digest_slots']['kind'];
  readonly date: IsoDate;
  readonly plannedAt: string;
}

/** How a slot may end. */
export type SlotEnd = Exclude<Schema['digest_slots']['state'], 'composed' | 'due'>;

/** The slots of a workspace that have come, the first first, but for places that are busy and digests that are still being said. */
export async function listSlotsToTell(
  db: Db,
  wanted: {
    readonly teamId: string;
    readonly now: string;
    readonly busy: readonly string[];
    readonly most: number;
  },
): Promise<SlotToTell[]> {
  return selectToTell(db, { ...wanted, busy: JSON.stringify(wanted.busy) });
}

/** True while a slot is to be told, and no other one of its digest is being said. */
export async function isToBeTold(db: Db, slot: SlotToTell): Promise<boolean> {
  return (await selectDue(db, slot)).length > 0;
}

/** Why a digest on its way is not wanted any more: it was turned off, or paused and nobody asked for this one; null while it is. */
export async function whyUnwanted(
  db: Db,
  slot: Pick<SlotToTell, 'at' | 'digestId'>,
): Promise<'off' | 'paused' | null> {
  const [digest] = await selectWanted(db, slot);
  if (digest === undefined || digest.state === 'on') return null;
  return digest.state === 'paused' && digest.kind === 'asked' ? null : digest.state;
}

/** True when nothing was ever said of a digest. */
export async function isFirstSaid(db: Db, digestId: string): Promise<boolean> {
  return (await selectSaid(db, { digestId })).length === 0;
}

/** Its messages are on their way, and what they tell is settled. */
export async function composeSlot(
  tx: Tx,
  { digestId, at }: SlotToTell,
  { span, tellsStale }: { readonly span: DigestSpan; readonly tellsStale: boolean },
): Promise<void> {
  await updateComposed(tx, { ...spanOf(span), digestId, at, tellsStale: tellsStale ? 1 : 0 });
}

/** Nothing had changed, and nothing is said. */
export async function silenceSlot(
  tx: Tx,
  slot: SlotToTell,
  span: DigestSpan,
  now: Temporal.Instant,
): Promise<void> {
  await updateSilent(tx, {
    ...spanOf(span),
    digestId: slot.digestId,
    at: slot.at,
    settledAt: stamp(now),
  });
}

/** What became of a slot, for good. */
export async function endSlot(
  tx: Tx,
  { digestId, at }: Pick<SlotToTell, 'at' | 'digestId'>,
  { state, why }: { readonly state: SlotEnd; readonly why: string | null },
  now: Temporal.Instant,
): Promise<void> {
  await updateEnded(tx, { digestId, at, state, why, settledAt: stamp(now) });
}

interface SpanColumns {
  readonly fromLine: number;
  readonly untilLine: number;
  readonly fromAt: string;
  readonly untilAt: string;
}

function spanOf({ fromLine, untilLine, from, until }: DigestSpan): SpanColumns {
  return { fromLine, untilLine, fromAt: stamp(from), untilAt: stamp(until) };
}

const selectToTell = prepared(
  (
    db,
    given: {
      readonly teamId: string;
      readonly now: string;
      readonly busy: string;
      readonly most: number;
    },
  ) =>
    db
      .selectFrom('digest_slots as slot')
      .innerJoin('digests', 'digests.id', 'slot.digest_id')
      .select([
        'slot.digest_id as digestId',
        'slot.team_id as teamId',
        'slot.slot_at as at',
        'slot.kind',
        'slot.local_date as date',
        'slot.planned_at as plannedAt',
      ])
      .where('slot.settled_at', 'is', null)
      .where('slot.team_id', '=', given.teamId)
      .where('slot.state', '=', 'due')
      .where('slot.slot_at', '<=', given.now)
      .where('digests.place', 'not in', sql<string>`(select value from json_each(${given.busy}))`)
      .where('slot.digest_id', 'not in', beingSaid(db, given.teamId))
      .orderBy('slot.slot_at')
      .limit(given.most),
);

const selectDue = prepared(
  (db, given: { readonly digestId: string; readonly teamId: string; readonly at: string }) =>
    db
      .selectFrom('digest_slots')
      .select('slot_at')
      .where('digest_id', '=', given.digestId)
      .where('slot_at', '=', given.at)
      .where('state', '=', 'due')
      .where('settled_at', 'is', null)
      .where('digest_id', 'not in', beingSaid(db, given.teamId)),
);

const selectWanted = prepared((db, { digestId, at }: Pick<SlotToTell, 'at' | 'digestId'>) =>
  db
    .selectFrom('digest_slots as slot')
    .innerJoin('digests', 'digests.id', 'slot.digest_id')
    .select(['slot.kind', 'digests.state'])
    .where('slot.digest_id', '=', digestId)
    .where('slot.slot_at', '=', at),
);

/** The digests of a workspace whose messages are on their way. */
function beingSaid(db: Db, teamId: string) {
  return db
    .selectFrom('digest_slots as said')
    .select('said.digest_id')
    .where('said.settled_at', 'is', null)
    .where('said.team_id', '=', teamId)
    .where('said.state', '=', 'composed');
}

const selectSaid = prepared((db, { digestId }: { readonly digestId: string }) =>
  db
    .selectFrom('digest_slots')
    .select('slot_at')
    .where('digest_id', '=', digestId)
    .where('state', 'in', ['said', 'unknown'])
    .limit(1),
);

const updateComposed = prepared(
  (
    db,
    given: SpanColumns & {
      readonly digestId: string;
      readonly at: string;
      readonly tellsStale: 0 | 1;
    },
  ) =>
    db
      .updateTable('digest_slots')
      .set({
        state: 'composed',
        tells_stale: given.tellsStale,
        from_line: given.fromLine,
        until_line: given.untilLine,
        from_at: given.fromAt,
        until_at: given.untilAt,
      })
      .where('digest_id', '=', given.digestId)
      .where('slot_at', '=', given.at),
);

const updateSilent = prepared(
  (
    db,
    given: SpanColumns & {
      readonly digestId: string;
      readonly at: string;
      readonly settledAt: string;
    },
  ) =>
    db
      .updateTable('digest_slots')
      .set({
        state: 'silent',
        from_line: given.fromLine,
        until_line: given.untilLine,
        from_at: given.fromAt,
        until_at: given.untilAt,
        settled_at: given.settledAt,
      })
      .where('digest_id', '=', given.digestId)
      .where('slot_at', '=', given.at),
);

const updateEnded = prepared(
  (
    db,
    given: {
      readonly digestId: string;
      readonly at: string;
      readonly state: SlotEnd;
      readonly why: string | null;
      readonly settledAt: string;
    },
  ) =>
    db
      .updateTable('digest_slots')
      .set({ state: given.state, why: given.why, settled_at: given.settledAt })
      .where('digest_id', '=', given.digestId)
      .where('slot_at', '=', given.at)
      .where('settled_at', 'is', null),
);
