import type { DigestPlace, StandingDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { composeSlot, endSlot, type SlotEnd } from '../../db/slots-to-tell.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import { readSchedule } from '../../src/agenda/read-schedule.ts';
import type { Schedule } from '../../src/agenda/schedule.ts';
import type { DigestAsker } from '../../src/changes/change-digest.ts';
import { record } from '../../src/changes/record.ts';
import { setDigest } from '../../src/changes/set-digest.ts';

export const DESK: DigestPlace = { teamId: 'T0SUMMIT', place: 'C0DESK' };

/** `2026-11-24 09:00` in Brussels. */
export function brussels(moment: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(moment.replace(' ', 'T'))
    .toZonedDateTime('Europe/Brussels')
    .toInstant();
}

export function asked(at: Temporal.Instant, inputId: string | null = null): DigestAsker {
  return { by: 'U0ALICE', at, inputId, deed: 'digest' };
}

/** What people type, in Brussels unless they name a zone. */
export function scheduleOf(words: string): Schedule {
  const reading = readSchedule(words, 'Europe/Brussels');
  if (reading.kind !== 'schedule') throw new Error(`“${words}” is no schedule`);
  return reading.schedule;
}

/** Sets a digest, and gives it. */
export async function setUp(
  db: Db,
  words: string,
  at: Temporal.Instant,
  place: DigestPlace = DESK,
): Promise<StandingDigest> {
  const wish = { ...place, schedule: scheduleOf(words), choices: USUAL_CHOICES };
  return (await setDigest(db, wish, asked(at))).digest;
}

/** Every slot there is, the first first: `2026-11-24 09:00 said`, in the zone given. */
export async function slotsOf(db: Db, timeZone = 'Europe/Brussels'): Promise<string[]> {
  const rows = await db.selectFrom('digest_slots').selectAll().orderBy('slot_at').execute();
  return rows.map(({ slot_at: at, kind, state, why }) => {
    const because = why === null ? '' : ` (${why})`;
    return `${wallTime(at, timeZone)} ${kind === 'asked' ? 'asked ' : ''}${state}${because}`;
  });
}

/** `2026-11-24 09:00`. */
export function wallTime(at: Temporal.Instant | string, timeZone = 'Europe/Brussels'): string {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** Every slot that is due is told, and so it ends. */
export async function tellDue(
  db: Db,
  now: Temporal.Instant,
  state: SlotEnd | 'composed' = 'said',
): Promise<void> {
  const due = await db
    .selectFrom('digest_slots')
    .select([
      'digest_id as digestId',
      'team_id as teamId',
      'slot_at as at',
      'kind',
      'local_date as date',
      'planned_at as plannedAt',
    ])
    .where('state', '=', 'due')
    .execute();
  for (const slot of due) {
    await record(db, async (tx) => {
      const span = { fromLine: 0, untilLine: 0, from: now, until: now };
      await composeSlot(tx, slot, { span, tellsStale: true });
      if (state !== 'composed') await endSlot(tx, slot, { state, why: null }, now);
    });
  }
}
