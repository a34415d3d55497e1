import type { Entry, IssueRef } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { counted, dateInWords } from './dates.ts';
import { asEntities, visible } from './escape.ts';
import type { Message } from './message.ts';
import { type NudgeShown, nudgeLine } from './nudges.ts';
import {
  compose,
  heading,
  lines,
  paragraph,
  type Piece,
  quoting,
  type SayButton,
  smallPrint,
} from './pieces.ts';
import { momentInWords } from './schedule-in-words.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';
import { onAgenda } from './watch-news.ts';

/** What someone asked to be reminded of. */
export interface ReminderShown {
  readonly id: string;
  readonly key: string;
  /** Null when the issue is there no more. */
  readonly title: string | null;
  readonly dueAt: string;
  readonly note: string;
}

/** A reminder whose time has come, and where its issue stands. */
export interface ReminderDue {
  readonly reminder: Omit<ReminderShown, 'id' | 'title'>;
  /** Null when it was taken back meanwhile. */
  readonly issue: IssueRef | null;
  readonly last: Entry | null;
  /** The title of its agenda, where that is not the one in use. */
  readonly elsewhere: string | null;
  readonly now: Temporal.Instant;
}

const NOTE_LIMIT = 300;
/** A button takes 2,000 characters. */
const LONGEST_WORDS = 1900;
/** What came less late than this needs no word about it, in minutes. */
const NOT_LATE = 10;

/** Reminds someone of an issue, with their own note and where it stands. */
export function reminderDue({ reminder, issue, last, elsewhere, now }: ReminderDue): Message {
  const { key, note } = reminder;
  const pieces = [
    ...paragraph([
      'Reminder: ',
      issue === null ? { code: key } : { bold: cutTo(visible(issue.title), 150) },
    ]),
    ...(note === '' ? [] : [quoting(`Your note: ${note}`)]),
    ...(issue === null
      ? [quoting('The issue is there no more: whoever added it has taken it back.')]
      : standing(last)),
    ...lateness(reminder.dueAt, now),
    ...(issue === null || elsewhere === null ? [] : smallPrint(onAgenda(elsewhere, key))),
  ];
  if (issue === null || elsewhere !== null) return compose({ pieces, words: '' });
  const snooze = (label: string, span: string): SayButton => {
    const type = `remind ${key} in ${span}`;
    const say = note === '' ? type : `${type}: ${asEntities(note)}`;
    return { label, say: say.length > LONGEST_WORDS ? type : say, type };
  };
  return compose({
    pieces,
    words: '',
    buttons: [
      snooze('Snooze 1 day', '1 day'),
      snooze('Snooze 1 week', '1 week'),
      { label: 'Status', say: `status ${key}` },
    ],
  });
}

/** The same where nothing of the record can be said. */
export function reminderAlone({ key, note }: ReminderDue['reminder']): Message {
  return compose({
    pieces: [
      ...paragraph(['Reminder: ', { code: key }]),
      ...(note === '' ? [] : [quoting(`Your note: ${note}`)]),
    ],
    words: '',
  });
}

function standing(last: Entry | null): Piece[] {
  if (last === null) return paragraph(['It is not yet on the agenda.']);
  const note = cutTo(visible(last.note).replaceAll(/\s+/g, ' ').trim(), NOTE_LIMIT);
  return paragraph([
    `${statusOf(last.status).emoji} `,
    { bold: statusInWords(last) },
    `, ${dateInWords(last.date, last.precision)}`,
    note === '' ? '' : `: ${note}`,
  ]);
}

function lateness(dueAt: string, now: Temporal.Instant): Piece[] {
  const minutes = Math.floor(now.since(Temporal.Instant.from(dueAt)).total('minutes'));
  if (minutes < NOT_LATE) return [];
  const late =
    minutes < 120
      ? counted(minutes, 'minute')
      : minutes < 48 * 60
        ? counted(Math.floor(minutes / 60), 'hour')
        : counted(Math.floor(minutes / (24 * 60)), 'day');
  return smallPrint([`This comes ${late} late: Summit was not running.`]);
}

/** Confirms when somebody is reminded. */
export function reminderSet(
  { title, key, dueAt, note }: ReminderShown,
  timeZone: string,
  isNew: boolean,
): Piece[] {
  return [
    ...paragraph([
      isNew ? 'You will be reminded of ' : 'You will be reminded already of ',
      title === null ? { code: key } : { bold: cutTo(visible(title), 150) },
      ` on ${momentInWords(Temporal.Instant.from(dueAt), timeZone)} (${timeZone}), by direct message.`,
      isNew ? '' : ' Nothing was changed.',
    ]),
    ...(note === '' ? [] : [quoting(`Your note: ${note}`)]),
  ];
}

/** Confirms what nobody is reminded of any more. */
export function remindersEnded(ended: readonly ReminderShown[], timeZone: string): Piece[] {
  return [
    quoting(ended.length === 1 ? 'You will not be reminded of this:' : 'You will not be reminded:'),
    ...lines(ended.map((one) => reminderLine(one, timeZone))),
  ];
}

/** What someone asked to be reminded of, and what they are asked about as an owner. */
export function reminderList(
  reminders: readonly ReminderShown[],
  nudges: readonly NudgeShown[],
  { total, timeZone }: { readonly total: number; readonly timeZone: string },
): Piece[] {
  if (total === 0 && nudges.length === 0) {
    return paragraph([
      'No reminders. To set one: ',
      { code: '/summit remind fentanyl in 3 days' },
      '. To have its owners asked when nothing is entered for long: ',
      { code: '/summit remind fentanyl every 14 days' },
      '.',
    ]);
  }
  return [
    ...(total === 0
      ? []
      : [
          ...heading(`You asked for ${counted(total, 'reminder')}`),
          ...lines(
            reminders.map((one) => [
              ...reminderLine(one, timeZone),
              ' ',
              { code: `/summit remind off ${one.id}` },
            ]),
          ),
        ]),
    ...(nudges.length === 0
      ? []
      : [...heading('Asked when nothing is entered'), ...lines(nudges.map(nudgeLine))]),
  ];
}

/** One button a reminder. */
export function cancelButtons(reminders: readonly ReminderShown[]): SayButton[] {
  return reminders.map(({ id, key, title }) => ({
    label: reminders.length === 1 ? 'Cancel' : `Cancel ${cutTo(visible(title ?? key), 40)}`,
    say: `remind off ${id}`,
  }));
}

function reminderLine({ key, title, dueAt, note }: ReminderShown, timeZone: string): Span[] {
  return [
    `• ${momentInWords(Temporal.Instant.from(dueAt), timeZone)}: `,
    title === null ? { code: key } : { bold: cutTo(visible(title), 90) },
    title === null ? ' (taken back)' : '',
    note === '' ? '' : `: “${cutTo(visible(note).replaceAll(/\s+/g, ' '), 120)}”`,
  ];
}
