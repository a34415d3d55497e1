import type { Agenda, Change, IsoDate } from '../agenda/record.ts';
import { recordEnd } from '../agenda/record-end.ts';
import { type StatusKey, statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { dateInWords, datePrefix } from './dates.ts';
import { visible } from './escape.ts';
import { type Piece, type TwofoldLine, heading, lines, paragraph, smallPrint } from './pieces.ts';
import { unsourcedMark } from './status-in-words.ts';

export interface ChangeList {
  readonly agenda: Agenda;
  readonly since: IsoDate;
  readonly until: IsoDate;
  readonly changes: readonly Change[];
}

/** What changed between two days: by day with titles on the page, one line an entry with keys in the text. */
export function changeList({ agenda, since, until, changes }: ChangeList): Piece[] {
  const title = heading(`Changes from ${dateInWords(since)} to ${dateInWords(until)}`);
  if (changes.length > 0) {
    return [
      ...title,
      ...lines(changes.map((change, index) => changeLine(change, changes[index - 1]))),
    ];
  }
  const ended =
    since > recordEnd(agenda)
      ? smallPrint([
          `The record ends on ${dateInWords(recordEnd(agenda))}, so silence is not news.`,
        ])
      : [];
  return [...title, ...paragraph(['Nothing changed.']), ...ended];
}

function changeLine(change: Change, above: Change | undefined): TwofoldLine {
  const { key, title, date, precision, from, to, basis } = change;
  const mark = unsourcedMark({ status: to, basis });
  const day = dateInWords(date, precision);
  const isNewDay = above === undefined || dateInWords(above.date, above.precision) !== day;
  return {
    shown: [
      ...(isNewDay ? [above === undefined ? '' : '\n', { bold: day }, '\n'] : []),
      `${statusOf(to).emoji} ${cutTo(visible(title), 90)}: `,
      { bold: moveInWords(from, to) + mark },
    ],
    said: [`- ${datePrefix(date, precision)} `, { code: key }, `: ${moveInKeys(from, to)}${mark}`],
  };
}

function moveInWords(from: StatusKey | null, to: StatusKey): string {
  const { label } = statusOf(to);
  if (from === null) return `new, ${label}`;
  return from === to ? `update, still ${label}` : `${statusOf(from).label} → ${label}`;
}

function moveInKeys(from: StatusKey | null, to: StatusKey): string {
  if (from === null) return `new, ${to}`;
  return from === to ? `update, still ${to}` : `${from} → ${to}`;
}
