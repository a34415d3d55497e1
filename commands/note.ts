import { readNote } from '../src/agenda/read-update.ts';
import { recordEntry } from '../src/changes/record-entry.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import { askedBy } from './asked.ts';
import type { Command } from './command.ts';
import { replyTo } from './entry-reply.ts';
import { givenInWords, readGiven, restInWords } from './given.ts';
import { readingThatFits } from './reading-that-fits.ts';
import { misuse } from './reply.ts';
import { showUpdateForm } from './update-form.ts';
import { withIssue } from './with-issue.ts';

/** `/summit note fentanyl Treasury names two more firms`: something new while the status stays. */
export const note: Command = {
  name: 'note',
  takes: '<issue> <what is new> [source:URL] [on:DATE] [says:WHO] [confidence:…]',
  summary: 'Record something new about an issue while its status stays as it is',
  examples: ['note fentanyl: Treasury names two more firms source:https://www.example.org/list'],
  detail:
    'The name of the issue comes first. What is noted on a day that has an entry already is added to it.',
  writes: true,
  async run(call) {
    const typed = readNote(unescapeText(call.text), ['seen', 'over', 'publisher']);
    return withAgenda(call, async (agenda) => {
      const { reading: fitting, match } = await readingThatFits(call, agenda, typed.readings);
      const given = givenInWords(typed, fitting);
      if (given.issue === '') return showUpdateForm(call, agenda, given);
      const options = restInWords(given);
      const question = { command: 'note', typed: given.issue, options, part: 1, match };
      return withIssue(call, agenda, question, async ([issue, ...others], unknown) => {
        if (issue === undefined || others.length + unknown.length > 0) {
          return misuse('Note something about one issue at a time: /summit note fentanyl: …');
        }
        const named = { ...given, issue: issue.key };
        if (given.note === '' && given.sources.length === 0) {
          return showUpdateForm(call, agenda, named);
        }
        const reading = readGiven({ ...named, status: '' }, todayFor(call, agenda));
        if (reading.kind === 'problems') return misuse(Object.values(reading.problems).join(' '));
        const draft = { ...reading.draft, action: 'note' } as const;
        const asked = await askedBy(call, 'note', agenda.id, given.seen);
        const outcome = await recordEntry(call.db, agenda, issue.key, draft, asked);
        return replyTo(call, agenda, issue, named, outcome, `note ${issue.key} ${options}`);
      });
    });
  },
};
