import { lastEntries } from '../db/history.ts';
import { listQuotes, readIssue } from '../db/issues.ts';
import type { Agenda } from '../src/agenda/record.ts';
import { issueHistory } from '../src/messages/issue-history.ts';
import { compose } from '../src/messages/pieces.ts';
import { withAgenda } from './agenda-in-use.ts';
import type { Call, Command, Reply } from './command.ts';
import { type Asked, pageLinks, readOptions, readPage } from './options.ts';
import { misuse } from './reply.ts';
import { withIssue } from './with-issue.ts';

const ENTRIES_A_PAGE = 6;

/** Later than any entry: history shows what is recorded ahead of its day too. */
const END_OF_TIME = '9999-12-31';

/** `/summit history fentanyl`: everything recorded about one issue. */
export const history: Command = {
  name: 'history',
  takes: '<issue>',
  summary: 'Read everything recorded about one issue, the latest first',
  examples: ['history fentanyl'],
  detail: 'Each entry says who says so and how far to trust it. Quotes stand at the end.',
  async run(call) {
    const typed = readOptions(call.text, []);
    const { words } = typed;
    if (words === '') return misuse('Say which issue: /summit history fentanyl.');
    const asked = readPage(typed);
    return withAgenda(call, (agenda) =>
      withIssue(
        call,
        agenda,
        { command: 'history', typed: words, options: '', part: asked.part },
        async ([issue], unknown) =>
          issue === undefined
            ? misuse(`No issue answers to “${unknown.join(', ')}”.`)
            : pageOf(call, agenda, issue.key, asked),
      ),
    );
  },
};

async function pageOf({ db }: Call, agenda: Agenda, key: string, asked: Asked): Promise<Reply> {
  const { title } = await readIssue(db, agenda.id, key);
  const entries = await lastEntries(db, agenda.id, key, {
    until: END_OF_TIME,
    limit: ENTRIES_A_PAGE + 1,
    offset: (asked.page - 1) * ENTRIES_A_PAGE,
  });
  const before = entries[ENTRIES_A_PAGE] ?? null;
  const quotes = before === null ? await listQuotes(db, agenda.id, key) : [];
  return {
    message: compose({
      pieces: issueHistory({ title, entries: entries.slice(0, ENTRIES_A_PAGE), before, quotes }),
      ...pageLinks(`history ${key}`, asked, before !== null),
      buttons: [
        ...(asked.page > 1
          ? [{ label: 'Newer', say: `history ${key} page:${asked.page - 1}` }]
          : []),
        { label: 'Status', say: `status ${key}` },
      ],
    }),
    outcome: 'match',
    issues: [key],
  };
}
