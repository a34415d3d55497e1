import { listEnded } from '../db/ended-entries.ts';
import { marksOf } from '../db/markings.ts';
import { lastEntries } from '../db/history.ts';
import { listQuotes, readIssue } from '../db/issues.ts';
import type { Db } from '../db/open.ts';
import type { Agenda, Entry, IsoDate } from '../src/agenda/record.ts';
import { markLine } from '../src/messages/marking.ts';
import { issueHistory } from '../src/messages/issue-history.ts';
import { compose } from '../src/messages/pieces.ts';
import { withAgenda } from './agenda-in-use.ts';
import type { Call, Command, Reply } from './command.ts';
import { type Asked, pageLinks, readOptions, readPage, type Typed } from './options.ts';
import { misuse } from './reply.ts';
import { withIssue } from './with-issue.ts';

const ENTRIES_A_PAGE = 6;
/** Of those that count no more; the others of a page's days wait behind a "Show more". */
const ENDED_A_PAGE = 20;

/** Later than any entry: history shows what is recorded ahead of its day too. */
const END_OF_TIME = '9999-12-31';
/** As dates are sorted: before and after them all. */
const BEFORE_ALL = '';
const AFTER_ALL = '~';

/** `/summit history fentanyl`: everything recorded about one issue. */
export const history: Command = {
  name: 'history',
  takes: '<issue>',
  summary: 'Read everything recorded about one issue, the latest first',
  examples: ['history fentanyl'],
  detail:
    'Each entry says who says so and how far to trust it, and what was withdrawn or replaced stays under its day. Quotes stand at the end.',
  async run(call) {
    const typed = readOptions(call.text, ['ended']);
    const { words } = typed;
    if (words === '') return misuse('Say which issue: /summit history fentanyl.');
    const asked = { ...readPage(typed), ended: readPassed(typed) };
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

/** A page of the history, and how many of its ended entries were shown already. */
type HistoryPage = Asked & { readonly ended: number };

async function pageOf(
  { db, who }: Call,
  agenda: Agenda,
  key: string,
  asked: HistoryPage,
): Promise<Reply> {
  const { title } = await readIssue(db, agenda.id, key);
  const marks = await marksOf(db, agenda.id, key);
  const { entries, before, from, until } = await readPageOf(db, agenda.id, key, asked.page);
  const ended = await listEnded(db, agenda.id, key, {
    from,
    before: until,
    limit: ENDED_A_PAGE + 1,
    offset: asked.ended,
  });
  const hasMoreEnded = ended.length > ENDED_A_PAGE;
  const isLast = before === null && !hasMoreEnded;
  const history = {
    title,
    entries: asked.ended === 0 ? entries : [],
    before,
    ended: ended.slice(0, ENDED_A_PAGE),
    quotes: isLast ? await listQuotes(db, agenda.id, key) : [],
    timeZone: who.timeZone,
  };
  const links = pageLinks(`history ${key}`, asked, before !== null);
  const passed = asked.ended + ENDED_A_PAGE;
  return {
    message: compose({
      pieces: [...issueHistory(history), ...markLine(marks.mark, marks.entries)],
      ...links,
      words: asked.ended === 0 ? links.words : `${links.words} ended:${asked.ended}`,
      more: hasMoreEnded ? `${links.words} ended:${passed}` : (links.more ?? null),
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

interface EntriesOfPage {
  readonly entries: readonly Entry[];
  /** The entry before them, the last of the next page. */
  readonly before: Entry | null;
  /** The page's days, from the first on to before `until`: between them, pages leave no day out. */
  readonly from: IsoDate;
  readonly until: IsoDate;
}

async function readPageOf(
  db: Db,
  agendaId: string,
  key: string,
  page: number,
): Promise<EntriesOfPage> {
  const above = page === 1 ? 0 : 1;
  const read = await lastEntries(db, agendaId, key, {
    until: END_OF_TIME,
    limit: above + ENTRIES_A_PAGE + 1,
    offset: (page - 1) * ENTRIES_A_PAGE - above,
  });
  const entries = read.slice(above, above + ENTRIES_A_PAGE);
  const before = read[above + ENTRIES_A_PAGE] ?? null;
  return {
    entries,
    before,
    from: before === null ? BEFORE_ALL : (entries.at(-1)?.date ?? BEFORE_ALL),
    until: page === 1 ? AFTER_ALL : (read[0]?.date ?? BEFORE_ALL),
  };
}

function readPassed({ options }: Typed): number {
  const passed = Number(options.get('ended') ?? '0');
  return Number.isSafeInteger(passed) && passed > 0 ? passed : 0;
}
