import { nameIndex } from '../db/names.ts';
import { listNudges } from '../db/nudges.ts';
import { type ListedReminder, listReminders } from '../db/reminders.ts';
import type { Watcher } from '../db/told-watches.ts';
import { findIssue } from '../src/agenda/find-issue.ts';
import { readMoment, type SaidAt } from '../src/agenda/read-moment.ts';
import { readReminder } from '../src/agenda/read-reminder.ts';
import type { Agenda } from '../src/agenda/record.ts';
import { prefixesOf } from '../src/agenda/typed-prefixes.ts';
import { endReminders } from '../src/changes/set-reminder.ts';
import { unescapeText } from '../src/messages/escape.ts';
import type { NudgeShown } from '../src/messages/nudges.ts';
import { compose, quoting } from '../src/messages/pieces.ts';
import { cancelButtons, reminderList, remindersEnded } from '../src/messages/reminders.ts';
import { plainWords } from '../src/messages/which-issue.ts';
import { withAgenda } from './agenda-in-use.ts';
import { type Call, type Command, isAtTerminal, type Reply } from './command.ts';
import { withIssueFirst } from './facts-reply.ts';
import { issueFirst } from './issue-first.ts';
import { type Asked, pageLinks, readOptions, readPage } from './options.ts';
import { remindOf } from './remind-of.ts';
import { refused, tell } from './reply.ts';
import { shownNudge } from './shown-nudge.ts';

const ROWS_A_PAGE = 10;
/** A longer line says nothing more. */
const READ_LIMIT = 2000;

/** `/summit remind fentanyl in 3 days`: a direct message then; `every 14 days`: one to its owners when nothing is entered. */
export const remind: Command = {
  name: 'remind',
  takes: '[issue] [when] [note]',
  summary: 'Be reminded of an issue, or have its owners asked when nothing is entered for long',
  examples: [
    'remind fentanyl in 3 days at 14:00 call the Treasury',
    'remind taiwan on friday',
    'remind fentanyl every 14 days',
    'remind',
  ],
  detail:
    'A day alone means 09:00 where you are. With every, whoever owns the issue here is asked each time that many days passed without an entry; every off ends it. Alone, remind lists what is set.',
  writes: true,
  byTheClock: true,
  async run(call) {
    if (isAtTerminal(call)) return refused(NO_MESSAGES);
    const text = unescapeText(plainWords(call.text.slice(0, READ_LIMIT))).trim();
    const typed = readOptions(call.text, []);
    if (typed.words === '') return listAll(call, readPage(typed));
    const [, id] = /^off\s+([0-9a-z]{12})$/i.exec(text) ?? [];
    if (id !== undefined) return cancel(call, id.toLowerCase());
    return withAgenda(call, async (agenda) => {
      const said = { now: call.now, timeZone: call.who.timeZone };
      const fits = (rest: string): boolean =>
        !['nothing', 'unclear'].includes(readReminder(rest, said).kind);
      const ahead = await issueAhead(call, agenda, text, said);
      return withIssueFirst(
        call,
        agenda,
        { command: 'remind', typed: await nameApart(call, agenda, ahead, fits) },
        (issue, rest) => remindOf(call, agenda, issue, rest),
        fits,
      );
    });
  },
};

const NO_MESSAGES =
  'Reminders come by direct message, so they are for people in Slack. Here, /summit changes tells what moved.';

/** `me tomorrow about fentanyl: call them` as `"fentanyl" tomorrow call them`: the issue first. */
async function issueAhead(
  { db }: Call,
  { id }: Agenda,
  typed: string,
  said: SaidAt,
): Promise<string> {
  const words = typed.replace(/^me(?:\s+|$)/i, '').replace(ABOUT, '');
  const off = /^off\s+(.+)$/is.exec(words)?.[1];
  if (off !== undefined) return `${quoted(off)} off`;
  const moment = readMoment(words, said);
  if (moment.kind !== 'moment' || moment.rest === '') return words;
  const { name, rest } = await issueFirst(db, id, moment.rest.replace(ABOUT, ''));
  const when = words.slice(0, words.length - moment.rest.length).trim();
  return `${quoted(name)} ${when} ${rest}`.trim();
}

/** `fentanyl in 3 days` as `"fentanyl" in 3 days`. Of words that name no issue too, so that only they are asked about. */
async function nameApart(
  { db }: Call,
  { id }: Agenda,
  typed: string,
  fits: (rest: string) => boolean,
): Promise<string> {
  const { name, rest } = await issueFirst(db, id, typed, fits);
  const other = prefixesOf(typed).findLast((way) => way.rest !== '' && fits(way.rest));
  const isWhole = rest !== '' || other === undefined;
  const isNamed = isWhole || (await findIssue(nameIndex(db, id), name)).kind !== 'missing';
  return isNamed ? `${quoted(name)} ${rest}`.trim() : `${quoted(other.name)} ${other.rest}`;
}

const ABOUT = /^(?:about|of)\s+/i;

function quoted(name: string): string {
  return `"${name.replaceAll(/["“”„«»]/g, '').trim() || '?'}"`;
}

async function listAll(call: Call, asked: Asked): Promise<Reply> {
  const { db, who } = call;
  const me = personOf(call);
  const all = await listReminders(db, me);
  const start = (asked.page - 1) * ROWS_A_PAGE;
  const rows = all.slice(start, start + ROWS_A_PAGE);
  const nudges: NudgeShown[] = [];
  for (const nudge of asked.page === 1 ? await listNudges(db, me) : []) {
    if (nudges.length < MOST_NUDGES) nudges.push(await shownNudge(db, nudge, nudge));
  }
  return tell(
    compose({
      pieces: reminderList(rows, nudges, { total: all.length, timeZone: who.timeZone }),
      buttons: [
        ...cancelButtons(rows),
        ...nudges.map(({ issue }) => ({
          label: `Stop ${issue.key}`.slice(0, 40),
          say: `remind ${issue.key} every off`,
        })),
      ].slice(0, MOST_BUTTONS),
      buttonsAreSaid: true,
      ...pageLinks('remind', asked, all.length > start + ROWS_A_PAGE),
    }),
  );
}

const MOST_NUDGES = 10;
const MOST_BUTTONS = 20;

async function cancel(call: Call, id: string): Promise<Reply> {
  const listed = await listReminders(call.db, personOf(call));
  const ended = await endReminders(call.db, personOf(call), { id });
  const shown: ListedReminder[] = listed.filter((one) =>
    ended.some((other) => other.id === one.id),
  );
  if (shown.length === 0) {
    const pieces = [quoting('There is no such reminder: it came already, or was cancelled.')];
    const buttons = [{ label: 'My reminders', say: 'remind' }];
    return { ...tell(compose({ pieces, words: '', buttons })), problem: 'refused' };
  }
  const pieces = remindersEnded(shown, call.who.timeZone);
  return tell(compose({ pieces, words: '' }));
}

function personOf({ where, who }: Call): Watcher {
  return { teamId: where.teamId, userId: who.id };
}
