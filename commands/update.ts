import type { IssueMatch } from '../src/agenda/find-issue.ts';
import { readUpdate } from '../src/agenda/read-update.ts';
import type { Agenda } from '../src/agenda/record.ts';
import { recordEntry } from '../src/changes/record-entry.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { unusualMove } from '../src/messages/update-form.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import { agendaOfForm } from './agenda-of-form.ts';
import { askedBy } from './asked.ts';
import type { Call, Command, FilledIn, Reply, Submission } from './command.ts';
import { replyTo } from './entry-reply.ts';
import { type Given, givenInWords, readGiven, restInWords } from './given.ts';
import { readingThatFits } from './reading-that-fits.ts';
import { misuse } from './reply.ts';
import { formWith, givenIn, issueOf, showUpdateForm } from './update-form.ts';
import { withIssue } from './with-issue.ts';

/** `/summit update fentanyl agreed because both readouts say so`: where an issue stands from now on. */
export const update: Command = {
  name: 'update',
  takes: '<issue> <status> [because …] [source:URL] [on:DATE] [says:WHO] [confidence:…]',
  summary: 'Record where an issue stands now, who says so and why',
  examples: [
    'update fentanyl implementing because the rule is in force',
    'update taiwan no movement on:yesterday says:"White House" source:https://www.example.org/readout',
  ],
  detail:
    'The order does not matter. Leave something out and a form asks for it. Days: 2023-11-14, 15 Nov, yesterday. An issue has one entry a day: another one takes its place, and both stay in the history.',
  writes: true,
  async run(call) {
    const typed = readUpdate(unescapeText(call.text), ['seen', 'over', 'publisher']);
    return withAgenda(call, async (agenda) => {
      const { reading, match } = await readingThatFits(call, agenda, typed.readings);
      return updateIssue(call, agenda, givenInWords(typed, reading), match);
    });
  },
  form: {
    async revise(call, filled) {
      return formWith(call, await agendaOfForm(call), givenIn(filled));
    },
    submit,
  },
};

async function updateIssue(
  call: Call,
  agenda: Agenda,
  given: Given,
  match: IssueMatch | null,
): Promise<Reply> {
  if (given.issue === '') return showUpdateForm(call, agenda, given);
  const options = [given.status, restInWords(given)].filter(Boolean).join(' ');
  const question = { command: 'update', typed: given.issue, options, part: 1, match };
  return withIssue(call, agenda, question, async ([issue, ...others], unknown) => {
    if (issue === undefined || others.length + unknown.length > 0) {
      return misuse('Update one issue at a time: /summit update fentanyl agreed.');
    }
    const named = { ...given, issue: issue.key };
    if (given.status === '') return showUpdateForm(call, agenda, named);
    const reading = readGiven(named, todayFor(call, agenda));
    if (reading.kind === 'problems') return misuse(Object.values(reading.problems).join(' '));
    const draft = { ...reading.draft, action: 'update' } as const;
    const asked = await askedBy(call, 'update', agenda.id, given.seen);
    const outcome = await recordEntry(call.db, agenda, issue.key, draft, asked);
    return replyTo(call, agenda, issue, named, outcome);
  });
}

async function submit(call: Call, filled: FilledIn): Promise<Submission> {
  const agenda = await agendaOfForm(call);
  const given = givenIn(filled);
  const issue = await issueOf(call, agenda, given.issue);
  if (issue === null) return wrong('issue', 'Choose the issue.');
  const reading = readGiven(given, todayFor(call, agenda));
  if (reading.kind === 'problems') return reading;

  const draft = { ...reading.draft, action: given.status === '' ? 'note' : 'update' } as const;
  const asked = await askedBy(call, draft.action, agenda.id, given.seen);
  const outcome = await recordEntry(call.db, agenda, issue.key, draft, asked);
  switch (outcome.kind) {
    case 'status wanted':
      return wrong('status', 'Choose a status: nothing is recorded yet that could stay as it is.');
    case 'reason wanted':
      return wrong('note', unusualMove(outcome.from, outcome.to));
    case 'overtaken': {
      const now = { ...given, seen: outcome.first.revision };
      return { kind: 'again', form: await formWith(call, agenda, now, outcome) };
    }
    case 'as it was':
    case 'gone':
    case 'recorded':
    case 'repeated':
    case 'seen by more':
      return { kind: 'done', reply: await replyTo(call, agenda, issue, given, outcome) };
  }
}

function wrong(field: string, sentence: string): Submission {
  return { kind: 'problems', problems: { [field]: sentence } };
}
