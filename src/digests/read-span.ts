import { findSpanTold, type SpanTold } from '../../db/digest-spans.ts';
import { lastLineUntil } from '../../db/news.ts';
import type { Db } from '../../db/open.ts';
import { readAuditHead } from '../../db/record/audit.ts';
import type { DigestSpan } from '../agenda/digest.ts';
import { lastSlotUntil } from '../agenda/schedule.ts';
import { stamp } from '../agenda/stamp.ts';
import type { ComingSlot } from '../changes/say-slot.ts';
import type { DigestToRead } from './digest-of-agenda.ts';
import { type NewsRead, readWhatHappened } from './read-digest-news.ts';

type SlotToRead = Pick<ComingSlot, 'at' | 'kind' | 'localDate'>;

/** What happened since a digest last ended, up to now. */
export async function readSpan(
  db: Db,
  digest: DigestToRead,
  slot: SlotToRead,
  now: Temporal.Instant,
): Promise<{ readonly span: DigestSpan; readonly read: NewsRead }> {
  const told = await lastTold(db, digest, slot, now);
  const { seq: untilLine } = await readAuditHead(db);
  const fromLine = Math.min(told.line, untilLine);
  const span = { fromLine, untilLine, from: told.at, until: now };
  return { span, read: await readWhatHappened(db, { digest, span, told, day: slot.localDate }) };
}

/**
 * Where what it told last ended; before its first, where the slot before this one would have. One
 * that was off for longer than that begins there again.
 */
async function lastTold(
  db: Db,
  { id, schedule }: DigestToRead,
  { at, kind, localDate }: SlotToRead,
  now: Temporal.Instant,
): Promise<SpanTold> {
  const told = id === null ? null : await findSpanTold(db, id, stamp(now));
  if (told !== null && !told.isOfBefore) {
    // By a clock that has gone back since: then only the log tells what is new.
    const isAhead = Temporal.Instant.compare(told.at, now) > 0;
    return isAhead ? { ...told, at: now, day: localDate } : told;
  }
  const last = lastSlotUntil(schedule, at.subtract({ milliseconds: 1 }));
  // Whoever asks in between wants to see the whole of a day, a week or a month.
  const before =
    kind === 'due' ? last : lastSlotUntil(schedule, last.at.subtract({ milliseconds: 1 }));
  if (told !== null && Temporal.Instant.compare(told.at, before.at) >= 0) return told;
  return { line: await lastLineUntil(db, stamp(before.at)), at: before.at, day: before.date };
}
