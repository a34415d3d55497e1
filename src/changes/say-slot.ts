import { readDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db, Tx } from '../../db/open.ts';
import { addPost } from '../../db/posts.ts';
import {
  composeSlot,
  endSlot,
  isFirstSaid,
  isToBeTold,
  silenceSlot,
  type SlotToTell,
} from '../../db/slots-to-tell.ts';
import type { DigestSpan } from '../agenda/digest.ts';
import { giveUpAt, isLate } from '../agenda/next-slot.ts';
import type { IsoDate } from '../agenda/record.ts';
import { ASLEEP } from './carry-post.ts';
import { draft } from './draft.ts';
import { record } from './record.ts';

/** A slot whose turn to be posted has come. */
export interface ComingSlot {
  readonly at: Temporal.Instant;
  readonly kind: SlotToTell['kind'];
  /** The day it is for. */
  readonly localDate: IsoDate;
  readonly isLate: boolean;
  /** True for the first that the place ever gets. */
  readonly isFirst: boolean;
}

/** Writes the messages of a digest. It reads the record, of which it may be given a transaction, and changes nothing. */
export type Compose = (
  db: Db,
  asked: {
    readonly digest: StandingDigest;
    readonly slot: ComingSlot;
    readonly now: Temporal.Instant;
  },
) => Promise<Composed>;

/** Messages, the first of which has the others in its thread; or none, for nothing had changed. */
export type Composed =
  | { readonly kind: 'silent'; readonly span: DigestSpan }
  | {
      readonly kind: 'say';
      readonly span: DigestSpan;
      readonly parts: readonly object[];
      /** True when they tell which issues went stale. */
      readonly tellsStale: boolean;
    };

/** What came of a slot whose turn had come. */
export type SlotSaid = 'missed' | 'not yet' | 'on its way' | 'overtaken' | 'silent';

/** Of a digest that was asked for, nobody waits longer than this. */
const PATIENCE = Temporal.Duration.from({ hours: 1 });

/** In a busy minute a digest may take its time. */
const HELD_UP = Temporal.Duration.from({ minutes: 15 });

/**
 * Composes the digest of a slot and puts its messages on their way, or finds that there is nothing
 * to say. With nothing to compose by it only finds out whether it is too late by now.
 */
export async function saySlot(
  db: Db,
  slot: SlotToTell,
  now: Temporal.Instant,
  compose: Compose | null,
): Promise<SlotSaid> {
  const drafted = await draft(db, async () => {
    const coming = await comingOf(db, slot, now);
    const isToBeSaid = coming.why === null && compose !== null;
    return { coming, composed: isToBeSaid ? await compose(db, coming.asked) : null };
  });
  return record(db, async (tx) => {
    if (!(await isToBeTold(tx, slot))) return 'overtaken';
    const { asked, until, why } = await comingOf(tx, slot, now);
    if (why !== null) {
      await endSlot(tx, slot, { state: 'missed', why }, now);
      return 'missed';
    }
    if (compose === null) return 'not yet';

    const before = await drafted();
    const composed =
      before?.composed && JSON.stringify(before.coming.asked) === JSON.stringify(asked)
        ? before.composed
        : await compose(tx, asked);
    switch (composed.kind) {
      case 'silent':
        await silenceSlot(tx, slot, composed.span, now);
        return 'silent';
      case 'say':
        await composeSlot(tx, slot, composed);
        await addParts(tx, { digest: asked.digest, slot, parts: composed.parts, until }, now);
        return 'on its way';
    }
  });
}

interface Coming {
  readonly asked: Parameters<Compose>[1];
  /** Nobody wants it after that. */
  readonly until: Temporal.Instant;
  /** Why it is not said; null when it is. */
  readonly why: string | null;
}

async function comingOf(db: Db, slot: SlotToTell, now: Temporal.Instant): Promise<Coming> {
  const digest = await readDigest(db, slot.digestId);
  const at = Temporal.Instant.from(slot.at);
  const until = slot.kind === 'asked' ? at.add(PATIENCE) : giveUpAt(digest.schedule, at);
  const coming = {
    at,
    kind: slot.kind,
    localDate: slot.date,
    isLate: slot.kind === 'due' && saysLate(slot, at, now),
    isFirst: await isFirstSaid(db, digest.id),
  };
  return {
    asked: { digest, slot: coming, now },
    until,
    why: whyNot(digest, slot, until, now),
  };
}

/** The slot can't be composed. What it would have told is left to the next one. */
export async function failSlot(
  db: Db,
  slot: SlotToTell,
  why: string,
  now: Temporal.Instant,
): Promise<void> {
  await record(db, async (tx) => {
    if (await isToBeTold(tx, slot)) await endSlot(tx, slot, { state: 'failed', why }, now);
  });
}

/** Late is what was found late, for Summit was not running, and what was then held up for long. */
function saysLate({ plannedAt }: SlotToTell, at: Temporal.Instant, now: Temporal.Instant): boolean {
  if (isLate(at, Temporal.Instant.from(plannedAt))) return true;
  return Temporal.Instant.compare(now, at.add(HELD_UP)) > 0;
}

function whyNot(
  { state }: StandingDigest,
  { kind }: SlotToTell,
  until: Temporal.Instant,
  now: Temporal.Instant,
): string | null {
  // `digest now` is answered by a digest that is paused too.
  if (state === 'off' || (state === 'paused' && kind === 'due')) return state;
  return Temporal.Instant.compare(now, until) > 0 ? 'late' : null;
}

async function addParts(
  tx: Tx,
  {
    digest,
    slot,
    parts,
    until,
  }: {
    readonly digest: StandingDigest;
    readonly slot: SlotToTell;
    readonly parts: readonly object[];
    readonly until: Temporal.Instant;
  },
  now: Temporal.Instant,
): Promise<void> {
  let parent: string | null = null;
  for (const content of parts) {
    const id = await addPost(
      tx,
      {
        teamId: digest.teamId,
        place: digest.place,
        purpose: 'digest',
        slot: { digestId: digest.id, at: slot.at },
        threadOf: parent,
        content,
        notBefore: parent === null ? now : ASLEEP,
        giveUpAt: until,
      },
      now,
    );
    parent ??= id;
  }
}
