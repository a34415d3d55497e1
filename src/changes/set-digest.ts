import { isDeepStrictEqual } from 'node:util';
import {
  addDigest,
  type DigestPlace,
  findDigest,
  keepChoices,
  readDigest,
  setDigestAnew,
  type StandingDigest,
} from '../../db/digests.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db, Tx } from '../../db/open.ts';
import { newId } from '../../db/record/new-id.ts';
import { forgetSlotsAfter } from '../../db/slots.ts';
import type { DigestChoices } from '../agenda/digest.ts';
import type { Schedule } from '../agenda/schedule.ts';
import { stamp } from '../agenda/stamp.ts';
import { changeDigest, type DigestAsker, type DigestChanged } from './change-digest.ts';
import { nextSlot, planDigest, soonAfter } from './plan-digest.ts';
import { record } from './record.ts';

/** What a place's digest is to be. */
export interface DigestWish extends DigestPlace {
  readonly schedule: Schedule;
  readonly choices: DigestChoices;
}

/** What came of setting a digest. */
export type DigestSet =
  /** The place has one now, and had none, or one that was off. */
  | { readonly kind: 'set'; readonly digest: StandingDigest }
  | { readonly kind: 'changed'; readonly digest: StandingDigest }
  /** The same input was acted on before. */
  | { readonly kind: 'repeated'; readonly digest: StandingDigest };

/** From now on the place has this digest, also where one was paused or off. */
export async function setDigest(
  db: Db,
  { teamId, place, schedule, choices }: DigestWish,
  { by, at, inputId }: DigestAsker,
): Promise<DigestSet> {
  const when = stamp(at);
  return record(db, async (tx) => {
    const before = await findDigest(tx, { teamId, place });
    if (inputId !== null && before !== null && (await isKnownInput(tx, inputId))) {
      return { kind: 'repeated', digest: before };
    }
    if (inputId !== null) await rememberInput(tx, inputId, when);

    const id = before?.id ?? newId(at);
    const nextAt = stamp(await nextAfterChange(tx, before, schedule, at));
    const kept = { schedule: JSON.stringify(schedule), choices: JSON.stringify(choices) };
    const isNew = before === null || before.state === 'off';
    const since = isNew ? { setBy: by, setAt: when } : { setBy: before.setBy, setAt: before.setAt };
    const setting = { id, ...kept, ...since, by, at: when, nextAt };
    await (before === null
      ? addDigest(tx, { ...setting, teamId, place })
      : setDigestAnew(tx, setting));
    return { kind: isNew ? 'set' : 'changed', digest: await readDigest(tx, id) };
  });
}

/** The place's digest tells something else; when it comes stays as it is, and whether it does. */
export async function changeChoices(
  db: Db,
  place: DigestPlace,
  choices: DigestChoices,
  asked: DigestAsker,
): Promise<DigestChanged> {
  return changeDigest(db, place, asked, async (tx, digest) => {
    if (isDeepStrictEqual(digest.choices, choices)) return false;
    const { by, at } = asked;
    await keepChoices(tx, { id: digest.id, choices: JSON.stringify(choices), by, at: stamp(at) });
    return true;
  });
}

/** What came due by the schedule it had is not lost by the change. */
async function nextAfterChange(
  tx: Tx,
  before: StandingDigest | null,
  schedule: Schedule,
  at: Temporal.Instant,
): Promise<Temporal.Instant> {
  if (before?.state === 'on') await planDigest(tx, before, at);
  else if (before !== null) await forgetSlotsAfter(tx, before.id, soonAfter(at));
  return (await nextSlot(tx, before?.id ?? null, schedule, at)).at;
}
