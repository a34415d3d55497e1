import { readTitle } from '../src/agenda/read-update.ts';
import type { Agenda } from '../src/agenda/record.ts';
import { type AddOutcome, addNewIssue, type NewIssue } from '../src/changes/add-issue.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { REPEATED } from '../src/messages/hindrance.ts';
import { issueAdded, issueThereAlready } from '../src/messages/issue-added.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import { addFormWith, addGivenIn, showAddForm } from './add-form.ts';
import {
  ADD_OPTIONS,
  type AddGiven,
  addGivenInWords,
  addInWords,
  readAddGiven,
} from './add-given.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import { agendaOfForm } from './agenda-of-form.ts';
import { askedBy } from './asked.ts';
import type { Call, Command, FilledIn, Reply, Submission } from './command.ts';
import { misuse, tell } from './reply.ts';

/** Longer words don't fit on a button. */
const LONGEST_WORDS = 1900;

/** `/summit add Fishing rights`: an issue that was not on the agenda. */
export const add: Command = {
  name: 'add',
  takes: '<title> [category:…] [summary:"…"] [aliases:"a, b"] [status:… because …] [source:URL]',
  summary: 'Put an issue on the agenda, with the first thing known of it',
  examples: [
    'add Fishing rights',
    'add Seabed cables category:tension status:"in talks" because both sides met source:https://www.example.org/readout',
  ],
  detail:
    'All but the title may be left out: then the issue is proposed, today. The first entry takes on:, says: and confidence: as update does. With no title a form asks for it.',
  writes: true,
  async run(call) {
    const given = addGivenInWords(readTitle(unescapeText(call.text), ADD_OPTIONS));
    return withAgenda(call, async (agenda) => {
      if (given.title === '') return showAddForm(call, agenda, given);
      const reading = readAddGiven(given, todayFor(call, agenda));
      if (reading.kind === 'problems') return misuse(Object.values(reading.problems).join(' '));
      return replyTo(given, reading.issue, await make(call, agenda, reading.issue));
    });
  },
  form: {
    async revise(call, filled) {
      return addFormWith(call, await agendaOfForm(call), addGivenIn(filled));
    },
    submit,
  },
};

async function submit(call: Call, filled: FilledIn): Promise<Submission> {
  const agenda = await agendaOfForm(call);
  const given = addGivenIn(filled);
  const reading = readAddGiven(given, todayFor(call, agenda));
  if (reading.kind === 'problems') return reading;
  const outcome = await make(call, agenda, reading.issue);
  return outcome.kind === 'there already'
    ? { kind: 'again', form: await addFormWith(call, agenda, { ...given, anyway: true }) }
    : { kind: 'done', reply: replyTo(given, reading.issue, outcome) };
}

async function make(call: Call, agenda: Agenda, issue: NewIssue): Promise<AddOutcome> {
  return addNewIssue(call.db, agenda, issue, await askedBy(call, 'add', agenda.id));
}

function replyTo(given: AddGiven, wanted: NewIssue, outcome: AddOutcome): Reply {
  switch (outcome.kind) {
    case 'added': {
      const { issue, entry } = outcome;
      const buttons = [
        { label: 'Undo', say: 'undo' },
        ...(entry.sources.length > 0 ? [] : [{ label: 'Add source', say: `source ${issue.key}` }]),
        { label: 'Status', say: `status ${issue.key}` },
      ];
      const pieces = issueAdded({ ...wanted, issue, entry });
      return {
        message: compose({ pieces, words: '', buttons }),
        outcome: 'match',
        issues: [issue.key],
      };
    }
    case 'there already': {
      const { issues } = outcome;
      const words = addInWords(given);
      const buttons = [
        ...issues.map(({ key, title }) => ({
          label: issues.length === 1 ? 'See it' : title,
          say: `status ${key}`,
        })),
        ...(words.length > LONGEST_WORDS ? [] : [{ label: 'Add anyway', say: words }]),
      ];
      return {
        message: compose({ pieces: issueThereAlready(wanted.title, issues), words: '', buttons }),
        outcome: 'match',
        issues: issues.map(({ key }) => key),
        problem: 'refused',
      };
    }
    case 'repeated':
      return tell(notice(REPEATED));
  }
}
