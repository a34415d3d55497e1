import { findNudge } from '../db/nudges.ts';
import { listReminders } from '../db/reminders.ts';
import { MOST_DAYS, readReminder, type ReminderWords } from '../src/agenda/read-reminder.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { endNudge, type NudgeOutcome, setNudge, snoozeNudge } from '../src/changes/nudges.ts';
import { endReminders, MOST_REMINDERS, setReminder } from '../src/changes/set-reminder.ts';
import { GONE, REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import {
  noNudge,
  nudgeEnded,
  nudgeSet,
  type NudgeShown,
  nudgeSnoozed,
} from '../src/messages/nudges.ts';
import { compose, type Piece, quoting, type SayButton } from '../src/messages/pieces.ts';
import {
  cancelButtons,
  reminderList,
  reminderSet,
  remindersEnded,
} from '../src/messages/reminders.ts';
import { momentInWords } from '../src/messages/schedule-in-words.ts';
import { echo } from '../src/messages/which-issue.ts';
import type { Call, Reply } from './command.ts';
import { wantedReply } from './facts-reply.ts';
import { mustMay } from './may.ts';
import { about, refused } from './reply.ts';
import { shownNudge } from './shown-nudge.ts';

/** Longer notes are no reminders. */
const LONGEST_NOTE = 300;

/** Does what someone wants who named an issue after `remind`. */
export async function remindOf(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  typed: string,
): Promise<Reply> {
  const { key } = issue;
  const words = readReminder(typed, { now: call.now, timeZone: call.who.timeZone });
  switch (words.kind) {
    case 'nothing':
      return showWhatIsSet(call, agenda, issue);
    case 'once':
      return remindOnce(call, agenda, issue, words);
    case 'off':
      return endOfIssue(call, agenda, issue);
    case 'every':
      return nudgeReply(call, issue, nudgeSet, await nudgeEvery(call, agenda, issue, words.days));
    case 'every off': {
      await mustMay(call, 'nudge', agenda.id);
      const ended = await endNudge(call.db, thereOf(call, agenda, issue));
      return withStatus(issue, ended === null ? noNudge(issue) : nudgeEnded(issue));
    }
    case 'snooze': {
      await mustMay(call, 'nudge', agenda.id);
      const outcome = await snoozeNudge(
        call.db,
        thereOf(call, agenda, issue),
        words.until,
        askedThen(call),
      );
      return nudgeReply(call, issue, nudgeSnoozed, outcome);
    }
    case 'gone by': {
      const then = momentInWords(words.at, call.who.timeZone);
      return wantedReply(
        key,
        `${then} is gone by. Name a time to come, such as /summit remind ${key} tomorrow at 09:00.`,
      );
    }
    case 'too far':
      return wantedReply(
        key,
        `A reminder comes within ten years. Name a nearer day: /summit remind ${key} in 3 months.`,
      );
    case 'no rhythm':
      return wantedReply(
        key,
        `Owners are asked after 1 to ${MOST_DAYS} days: /summit remind ${key} every 14 days. To end it: every off.`,
      );
    case 'unclear':
      return wantedReply(
        key,
        `“${echo(typed)}” is no time to come. Write it like /summit remind ${key} in 3 days, on friday at 14:00, or every 14 days.`,
      );
  }
}

async function remindOnce(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  { at, note }: Extract<ReminderWords, { kind: 'once' }>,
): Promise<Reply> {
  const { key } = issue;
  if (note.length > LONGEST_NOTE) {
    return wantedReply(key, `A note has at most ${LONGEST_NOTE} characters. Make it shorter.`);
  }
  const person = { teamId: call.where.teamId, userId: call.who.id };
  const wanted = { ...person, agendaId: agenda.id, key, at, note };
  const outcome = await setReminder(call.db, wanted, askedThen(call));
  switch (outcome.kind) {
    case 'set':
    case 'as it was': {
      const shown = { ...outcome.reminder, title: issue.title };
      const pieces = reminderSet(shown, call.who.timeZone, outcome.kind === 'set');
      return withStatus(issue, pieces, cancelButtons([shown]));
    }
    case 'too many':
      return wantedReply(
        key,
        `You have ${MOST_REMINDERS} reminders, and that is as many as anyone may have. /summit remind lists them.`,
      );
    case 'repeated':
      return about(key, notice(REPEATED));
    case 'gone':
      return refused(GONE);
  }
}

async function showWhatIsSet(call: Call, agenda: Agenda, issue: IssueRef): Promise<Reply> {
  const { db, who, where } = call;
  const all = await listReminders(db, { teamId: where.teamId, userId: who.id });
  const mine = all
    .filter((one) => one.agendaId === agenda.id && one.key === issue.key)
    .slice(0, 10);
  const nudge = await findNudge(db, thereOf(call, agenda, issue));
  const nudges = nudge === null ? [] : [await shownNudge(db, nudge, issue)];
  const pieces =
    mine.length + nudges.length === 0
      ? [quoting(`Nothing is set for ${issue.title}. When is it wanted?`)]
      : reminderList(mine, nudges, { total: mine.length, timeZone: who.timeZone });
  const { key } = issue;
  return withStatus(issue, pieces, [
    ...cancelButtons(mine),
    { label: 'Tomorrow', say: `remind ${key} tomorrow` },
    { label: 'In 1 week', say: `remind ${key} in 1 week` },
    nudge === null
      ? { label: 'Ask owners every 14 days', say: `remind ${key} every 14 days` }
      : { label: 'Ask owners no more', say: `remind ${key} every off` },
  ]);
}

async function endOfIssue(call: Call, agenda: Agenda, issue: IssueRef): Promise<Reply> {
  const person = { teamId: call.where.teamId, userId: call.who.id };
  const ended = await endReminders(call.db, person, { agendaId: agenda.id, key: issue.key });
  const shown = ended.map((one) => ({ ...one, title: issue.title }));
  const pieces =
    ended.length === 0
      ? [quoting(`You had no reminder of ${issue.title}. Nothing was changed.`)]
      : remindersEnded(shown, call.who.timeZone);
  return withStatus(issue, pieces);
}

async function nudgeEvery(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  everyDays: number,
): Promise<NudgeOutcome> {
  await mustMay(call, 'nudge', agenda.id);
  const wanted = { everyDays, timeZone: call.who.timeZone, by: call.who.id };
  return setNudge(call.db, thereOf(call, agenda, issue), wanted, askedThen(call));
}

async function nudgeReply(
  call: Call,
  issue: IssueRef,
  say: (shown: NudgeShown) => Piece[],
  outcome: NudgeOutcome,
): Promise<Reply> {
  switch (outcome.kind) {
    case 'set': {
      const { nudge, before } = outcome;
      const daysBefore = before?.everyDays ?? null;
      const shown = await shownNudge(call.db, nudge, { title: issue.title, daysBefore });
      const stop = { label: 'Stop', say: `remind ${issue.key} every off` };
      return withStatus(issue, say(shown), [stop]);
    }
    case 'none':
      return { ...withStatus(issue, noNudge(issue)), problem: 'refused' };
    case 'repeated':
      return about(issue.key, notice(REPEATED));
    case 'gone':
      return refused(GONE);
  }
}

function withStatus(
  { key }: IssueRef,
  pieces: readonly Piece[],
  buttons: readonly SayButton[] = [],
): Reply {
  const status = { label: 'Status', say: `status ${key}` };
  return about(key, compose({ pieces, words: '', buttons: [...buttons, status] }));
}

function thereOf({ where }: Call, { id }: Agenda, { key }: IssueRef) {
  return { agendaId: id, key, teamId: where.teamId };
}

function askedThen({ now, inputId }: Call) {
  return { at: now, inputId };
}
