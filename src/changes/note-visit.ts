import { keepVisit, readVisit, type HomeVisit, type Visitor } from '../../db/home-visits.ts';
import type { Db } from '../../db/open.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Opening the tab again within this time belongs to the same look, so that the news is still there. */
const ONE_LOOK = Temporal.Duration.from({ hours: 1 });
/** What is noted is this exact: nothing is written for each of many openings in a row. */
const AS_EXACT = Temporal.Duration.from({ minutes: 1 });

/** Notes that someone looks at their Home tab. Gives the end of their look before this one; null on the first. */
export async function noteVisit(
  db: Db,
  visitor: Visitor,
  now: Temporal.Instant,
): Promise<string | null> {
  const known = await readVisit(db, visitor);
  if (known !== null && isWithin(AS_EXACT, known, now)) return known.beforeThat;
  return record(db, async (tx) => {
    const last = await readVisit(tx, visitor);
    const isSameLook = last !== null && isWithin(ONE_LOOK, last, now);
    const beforeThat = (isSameLook ? last.beforeThat : last?.lookedAt) ?? null;
    await keepVisit(tx, visitor, { lookedAt: stamp(now), beforeThat });
    return beforeThat;
  });
}

function isWithin(
  time: Temporal.Duration,
  { lookedAt }: HomeVisit,
  now: Temporal.Instant,
): boolean {
  const until = Temporal.Instant.from(lookedAt).add(time);
  return Temporal.Instant.compare(now, until) < 0;
}
