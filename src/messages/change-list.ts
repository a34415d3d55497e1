import type { Agenda, IsoDate, Precision } from '../agenda/record.ts';
import { type StatusKey, statusOf } from '../agenda/status.ts';
import { dateInWords, datePrefix } from './dates.ts';
import { type Piece, heading, lines, paragraph, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';

/** One entry seen as news: what it moved an issue from and to. */
export interface Change {
  readonly key: string;
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly from: StatusKey | null;
  readonly to: StatusKey;
}

export interface ChangeList {
  readonly agenda: Agenda;
  readonly since: IsoDate;
  readonly until: IsoDate;
  readonly changes: readonly Change[];
}

/** What changed between two days, one line an entry. */
export function changeList({ agenda, since, until, changes }: ChangeList): Piece[] {
  const title = heading(`Changes from ${dateInWords(since)} to ${dateInWords(until)}`);
  if (changes.length > 0) return [...title, ...lines(changes.map(changeLine))];
  const ended =
    since > agenda.coverageEnd
      ? smallPrint([
          `The record ends on ${dateInWords(agenda.coverageEnd)}, so silence is not news.`,
        ])
      : [];
  return [...title, ...paragraph(['Nothing changed.']), ...ended];
}

function changeLine({ key, date, precision, from, to }: Change): Span[] {
  return [`- ${datePrefix(date, precision)} `, { code: key }, `: ${moveInKeys(from, to)}`];
}

function moveInKeys(from: StatusKey | null, to: StatusKey): string {
  if (from === null) return `new, ${statusOf(to).key}`;
  return from === to ? `update, still ${to}` : `${from} → ${to}`;
}
