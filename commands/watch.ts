import { listOfPerson } from '../db/issues-of-person.ts';
import type { Agenda } from '../src/agenda/record.ts';
import { unwatchIssues, watchIssues, type Watcher } from '../src/changes/watch-issue.ts';
import { compose } from '../src/messages/pieces.ts';
import {
  buttonsFor,
  noIssue,
  noLongerWatching,
  nowWatching,
  watchList,
} from '../src/messages/watching.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import { type Call, type Command, isAtTerminal, type Reply } from './command.ts';
import { type Asked, pageLinks, readOptions, readPage } from './options.ts';
import { misuse, refused, tell } from './reply.ts';
import { withIssue } from './with-issue.ts';

const ROWS_A_PAGE = 20;

/** `/summit watch fentanyl`: what moves on it is told by direct message, and stands on the asker's Home tab. */
export const watch: Command = {
  name: 'watch',
  takes: '[issue]',
  summary: 'Be told by direct message when an issue moves; alone, see what you watch',
  examples: ['watch fentanyl', 'watch fentanyl and taiwan', 'watch'],
  detail:
    'What moves stands on your Home tab too. You are not told of your own changes, and changes that come together are told together. Nobody else sees what you watch.',
  writes: true,
  async run(call) {
    if (isAtTerminal(call)) return refused(NO_HOME);
    const typed = readOptions(call.text, ['seen']);
    return withAgenda(call, async (agenda) => {
      if (typed.words === '') return listWatched(call, agenda, readPage(typed));
      const question = { command: 'watch', typed: typed.words, options: '', part: 1 };
      return withIssue(call, agenda, question, async (issues, unknown) => {
        const keys = issues.map(({ key }) => key);
        const begun = await watchIssues(call.db, watcherOf(call, agenda), keys, call.now);
        const pieces = nowWatching({
          begun: issues.filter(({ key }) => begun.includes(key)),
          already: issues.filter(({ key }) => !begun.includes(key)),
          unknown,
        });
        const buttons = [
          ...buttonsFor('Unwatch', 'unwatch', issues),
          ...(issues.length === 1 ? buttonsFor('Status', 'status', issues) : []),
        ];
        return { message: compose({ pieces, words: '', buttons }), outcome: 'match', issues: keys };
      });
    });
  },
};

/** `/summit unwatch fentanyl`: no more news of it. */
export const unwatch: Command = {
  name: 'unwatch',
  takes: '<issue>',
  summary: 'Watch an issue no more',
  examples: ['unwatch fentanyl'],
  writes: true,
  async run(call) {
    if (isAtTerminal(call)) return refused(NO_HOME);
    const { words } = readOptions(call.text, ['seen']);
    if (words === '') return misuse('Say which issue: /summit unwatch fentanyl.');
    return withAgenda(call, (agenda) => {
      const question = { command: 'unwatch', typed: words, options: '', part: 1 };
      return withIssue(call, agenda, question, async (issues, unknown) => {
        const keys = issues.map(({ key }) => key);
        const ended = await unwatchIssues(call.db, watcherOf(call, agenda), keys);
        const pieces = [
          ...noLongerWatching(
            issues.filter(({ key }) => ended.includes(key)),
            issues.filter(({ key }) => !ended.includes(key)),
          ),
          ...unknown.map(noIssue),
        ];
        const buttons = [
          ...buttonsFor('Watch', 'watch', issues),
          ...(issues.length === 1 ? buttonsFor('Status', 'status', issues) : []),
        ];
        return { message: compose({ pieces, words: '', buttons }), outcome: 'match', issues: keys };
      });
    });
  },
};

async function listWatched(call: Call, agenda: Agenda, asked: Asked): Promise<Reply> {
  const day = todayFor(call, agenda);
  const issues = await listOfPerson(call.db, 'watches', watcherOf(call, agenda), { agenda, day });
  const start = (asked.page - 1) * ROWS_A_PAGE;
  const rows = issues.slice(start, start + ROWS_A_PAGE);
  return tell(
    compose({
      pieces: watchList(rows, issues.length),
      ...pageLinks('watch', asked, issues.length > start + ROWS_A_PAGE),
    }),
  );
}

const NO_HOME =
  'Watching is for people in Slack, who are told in a direct message. Here, /summit changes tells what moved.';

function watcherOf({ who, where }: Call, { id }: Agenda): Watcher {
  return { teamId: where.teamId, userId: who.id, agendaId: id };
}
