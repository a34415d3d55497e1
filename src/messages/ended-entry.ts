import type { EndedEntry, Entry, IsoDate } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { dateInWords } from './dates.ts';
import { sourceSpans } from './issue-card.ts';
import { type Piece, smallPrint } from './pieces.ts';
import { isInSlack, type Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';

/** An entry that counts no more, under the day it stood on: what it said, and why it doesn't any more. */
export function endedEntry(entry: EndedEntry, timeZone: string): Piece[] {
  const { emoji } = statusOf(entry.status);
  const said = entry.note === '' ? '' : `: ${entry.note}`;
  return smallPrint([
    `No longer counts: ${emoji} ${dateInWords(entry.date, entry.precision)}, ${statusInWords(entry)}${said}`,
    ...(entry.sources.length === 0 ? [] : ['\n', ...sourceSpans(entry.sources)]),
    '\n',
    ...howItEnded(entry, timeZone),
    ...recorder(entry, timeZone).flatMap((span, at) => (at === 0 ? [' · ', span] : [span])),
  ]);
}

/** `Recorded by @Alice, 14 Nov 2023`; nothing of what came with an import. */
export function recorder(
  { recordedBy, recordedAt }: Pick<Entry, 'recordedAt' | 'recordedBy'>,
  timeZone: string,
): Span[] {
  // Whoever sits at the terminal imports, and that is no news of an entry.
  if (!isInSlack(recordedBy)) return [];
  return ['Recorded by ', { person: recordedBy }, `, ${dateInWords(dayOf(recordedAt, timeZone))}`];
}

function howItEnded(entry: EndedEntry, timeZone: string): Span[] {
  const { endedBy, endedAt, endedBecause, replacedBy } = entry;
  const done = replacedBy === null ? 'Withdrawn' : 'Replaced';
  return [
    `${done} ${dateInWords(dayOf(endedAt, timeZone))} by `,
    { person: endedBy },
    endedBecause === null || endedBecause === '' ? '' : `: ${endedBecause}`,
  ];
}

function dayOf(instant: string, timeZone: string): IsoDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
