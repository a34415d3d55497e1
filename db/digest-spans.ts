import type { IsoDate } from '../src/agenda/record.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** Where what a digest told ended. */
export interface SpanTold {
  /** The last line of the log it had read. */
  readonly line: number;
  readonly at: Temporal.Instant;
  /** The day it was for. */
  readonly day: IsoDate;
}

/** The same, of a digest. */
interface DigestTold extends SpanTold {
  /** True when the digest was off since, and set anew. */
  readonly isOfBefore: boolean;
}

/**
 * Where the last slot of a digest ended that was told, or may have been, or had nothing to
 * tell; null before any. A clock that was ahead may have written some at times to come.
 */
export async function findSpanTold(
  db: Db,
  digestId: string,
  now: string,
): Promise<DigestTold | null> {
  const [slot] = await selectLastTold(db, { digestId, now });
  if (slot === undefined || slot.line === null || slot.at === null) return null;
  return {
    line: slot.line,
    at: Temporal.Instant.from(slot.at),
    day: slot.day,
    isOfBefore: slot.at < slot.setAt,
  };
}

/** The day of the last slot that told what went stale; null before any. */
export async function findDayToldStale(
  db: Db,
  digestId: string,
  now: string,
): Promise<IsoDate | null> {
  const [slot] = await selectLastStale(db, { digestId, now });
  return slot?.day ?? null;
}

interface Wanted {
  readonly digestId: string;
  readonly now: string;
}

const selectLastTold = prepared((db, { digestId, now }: Wanted) =>
  db
    .selectFrom('digest_slots as slot')
    .innerJoin('digests', 'digests.id', 'slot.digest_id')
    .select(['until_line as line', 'until_at as at', 'local_date as day', 'set_at as setAt'])
    .where('slot.digest_id', '=', digestId)
    .where('slot.state', 'in', ['composed', 'said', 'silent', 'unknown'])
    .where('until_line', 'is not', null)
    .orderBy('until_line', 'desc')
    .orderBy(({ eb }) => eb('until_at', '<=', now), 'desc')
    .orderBy('slot_at', 'desc')
    .limit(1),
);

const selectLastStale = prepared((db, { digestId, now }: Wanted) =>
  db
    .selectFrom('digest_slots')
    .select('local_date as day')
    .where('digest_id', '=', digestId)
    .where('slot_at', '<=', now)
    .where('state', 'in', ['composed', 'said', 'unknown'])
    .where('tells_stale', '=', 1)
    .orderBy('slot_at', 'desc')
    .limit(1),
);
