import { type DigestPlace, findDigest, type StandingDigest } from '../../db/digests.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db } from '../../db/open.ts';
import { addDueSlot, forgetSlotsAfter, hasUnsettledSlot } from '../../db/slots.ts';
import { dayIn } from '../agenda/days.ts';
import { stamp } from '../agenda/stamp.ts';
import type { DigestAsker } from './change-digest.ts';
import { soonAfter } from './plan-digest.ts';
import { record } from './record.ts';

/** What came of asking for a digest now. */
export type AskedNow =
  | { readonly kind: 'asked'; readonly digest: StandingDigest; readonly at: Temporal.Instant }
  /** One is to be told already, or on its way. */
  | { readonly kind: 'on its way'; readonly digest: StandingDigest }
  /** It is off, or Summit paused it because it can't be said there. */
  | { readonly kind: 'not on'; readonly digest: StandingDigest }
  /** The same input was acted on before. */
  | { readonly kind: 'repeated'; readonly digest: StandingDigest }
  /** The place never had one. */
  | { readonly kind: 'missing' };

const A_MINUTE = 60_000;

/** A digest comes now, beside those that come by its schedule, also while these are paused. */
export async function askDigestNow(
  db: Db,
  place: DigestPlace,
  { at, inputId }: DigestAsker,
): Promise<AskedNow> {
  return record(db, async (tx) => {
    const digest = await findDigest(tx, place);
    if (digest === null) return { kind: 'missing' };
    if (inputId !== null && (await isKnownInput(tx, inputId))) return { kind: 'repeated', digest };
    if (!maySpeak(digest)) return { kind: 'not on', digest };
    await forgetSlotsAfter(tx, digest.id, soonAfter(at));
    if (await hasUnsettledSlot(tx, digest.id)) return { kind: 'on its way', digest };

    let moment = besideSchedule(at);
    const date = dayIn(at, digest.schedule.timeZone);
    const slot = { digestId: digest.id, teamId: digest.teamId, kind: 'asked', date } as const;
    while (!(await addDueSlot(tx, { ...slot, at: moment }, at))) {
      moment = moment.add({ milliseconds: 1 });
    }
    if (inputId !== null) await rememberInput(tx, inputId, stamp(at));
    return { kind: 'asked', digest, at: moment };
  });
}

function maySpeak({ state, pausedBecause }: StandingDigest): boolean {
  return state === 'on' || (state === 'paused' && pausedBecause === null);
}

/** Schedules have whole minutes, and a moment has one slot. */
function besideSchedule(at: Temporal.Instant): Temporal.Instant {
  return at.epochMilliseconds % A_MINUTE === 0 ? at.add({ milliseconds: 1 }) : at;
}
