import type { Entry, IssueRef } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { counted, dateInWords } from './dates.ts';
import { visible } from './escape.ts';
import type { Message } from './message.ts';
import { compose, paragraph, type Piece, smallPrint } from './pieces.ts';
import { momentInWords } from './schedule-in-words.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';
import { onAgenda } from './watch-news.ts';

const NOTE_LIMIT = 200;

/** An issue of which nothing was entered for long. */
export interface EntryWanted extends IssueRef {
  readonly last: Entry | null;
  readonly days: number | null;
  /** The title of its agenda, where that is not the one in use. */
  readonly elsewhere: string | null;
}

/** Asks an owner whether an issue still stands where it stood. */
export function entryWanted({ key, title, last, days, elsewhere }: EntryWanted): Message {
  const name: Span = { bold: cutTo(visible(title), 150) };
  const asked: Span[] =
    last === null || days === null
      ? ['Nothing was entered on ', name, ' yet. Where does it stand?']
      : [
          'No entry on ',
          name,
          ` for ${counted(days, 'day')}. Is it still “${statusOf(last.status).label}”?`,
        ];
  return compose({
    pieces: [
      ...paragraph(asked),
      ...(last === null ? [] : lastEntry(last)),
      ...(elsewhere === null ? [] : smallPrint(onAgenda(elsewhere, key))),
    ],
    words: '',
    buttons:
      elsewhere !== null
        ? []
        : [
            { label: 'Update', say: `update ${key}`, primary: true },
            { label: 'Still so', say: `remind ${key} snooze` },
            { label: 'Snooze 3 days', say: `remind ${key} snooze 3 days` },
            { label: 'Snooze 1 week', say: `remind ${key} snooze 1 week` },
            { label: 'Stop', say: `remind ${key} every off` },
          ],
  });
}

function lastEntry(last: Entry): Piece[] {
  const note = cutTo(visible(last.note).replaceAll(/\s+/g, ' ').trim(), NOTE_LIMIT);
  return smallPrint([
    `Last entry: ${statusInWords(last)}, ${dateInWords(last.date, last.precision)}`,
    note === '' ? '' : `. ${note}`,
  ]);
}

/** A nudge, for those who are told of it. */
export interface NudgeShown {
  readonly issue: IssueRef;
  readonly everyDays: number;
  readonly owners: readonly string[];
  /** True while nobody owns the issue, so that whoever set it is asked. */
  readonly isForSetter: boolean;
  readonly nextAt: Temporal.Instant;
  readonly timeZone: string;
  /** What held before; null for nothing. */
  readonly daysBefore: number | null;
}

/** Confirms who is asked, and when first. */
export function nudgeSet(shown: NudgeShown): Piece[] {
  const { issue, everyDays, owners, isForSetter, daysBefore } = shown;
  return [
    ...paragraph([
      ...people(owners),
      ' will be asked by direct message when ',
      { bold: cutTo(visible(issue.title), 150) },
      ` had no entry for ${counted(everyDays, 'day')}.`,
      ` The first time it can be is ${nextIn(shown)}.`,
    ]),
    ...(isForSetter
      ? smallPrint([
          'Nobody owns the issue here yet. To have owners asked: ',
          { code: `/summit owner ${issue.key} me` },
          ' or @ and a name.',
        ])
      : []),
    ...(daysBefore === null ? [] : smallPrint([`Before: ${counted(daysBefore, 'day')}.`])),
  ];
}

/** Confirms that nobody is asked for a while. */
export function nudgeSnoozed(shown: NudgeShown): Piece[] {
  return paragraph([
    'Nobody will be asked about ',
    { bold: cutTo(visible(shown.issue.title), 150) },
    ` before ${nextIn(shown)}. Nothing was recorded.`,
  ]);
}

/** Confirms that nobody is asked any more. */
export function nudgeEnded({ key, title }: IssueRef): Piece[] {
  return paragraph([
    'Nobody will be asked about ',
    { bold: cutTo(visible(title), 150) },
    ' any more. To begin again: ',
    { code: `/summit remind ${key} every 14 days` },
    '.',
  ]);
}

/** There is no nudge that could be put off or ended. */
export function noNudge({ key, title }: IssueRef): Piece[] {
  return paragraph([
    'Nobody is asked about ',
    { bold: cutTo(visible(title), 150) },
    ' as it is. To begin: ',
    { code: `/summit remind ${key} every 14 days` },
    '.',
  ]);
}

/** The line of a nudge in a list. */
export function nudgeLine({ issue, everyDays, owners, ...shown }: NudgeShown): Span[] {
  return [
    '• ',
    { bold: cutTo(visible(issue.title), 90) },
    `: every ${counted(everyDays, 'day')} without an entry, `,
    ...people(owners),
    `, not before ${nextIn(shown)} `,
    { code: `/summit remind ${issue.key} every off` },
  ];
}

function nextIn({ nextAt, timeZone }: Pick<NudgeShown, 'nextAt' | 'timeZone'>): string {
  return `${momentInWords(nextAt, timeZone)} (${timeZone})`;
}

/** Of many the first few. */
function people(ids: readonly string[]): Span[] {
  const shown = ids.slice(0, MOST_PEOPLE);
  const more = ids.length - shown.length;
  return [
    ...shown.flatMap((person, at): Span[] => [
      at === 0 ? '' : at === ids.length - 1 ? ' and ' : ', ',
      { person },
    ]),
    more > 0 ? ` and ${more.toString()} more` : '',
  ];
}

const MOST_PEOPLE = 10;
