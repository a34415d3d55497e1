import { readCard } from '../db/cards.ts';
import { marksOf } from '../db/markings.ts';
import { listByStatus } from '../db/standing-lists.ts';
import { countStandings } from '../db/standings.ts';
import { readDay } from '../src/agenda/read-day.ts';
import { STATUS_GROUPS } from '../src/agenda/status-words.ts';
import type { Agenda, IsoDate, IssueRef } from '../src/agenda/record.ts';
import { agendaOverview } from '../src/messages/agenda-overview.ts';
import { cardButtons } from '../src/messages/card-buttons.ts';
import { issueCard } from '../src/messages/issue-card.ts';
import { markLine } from '../src/messages/marking.ts';
import { type Piece, type SayButton, compose, quoting } from '../src/messages/pieces.ts';
import { echo } from '../src/messages/which-issue.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import type { Call, Command, Reply } from './command.ts';
import { type Typed, pageLinks, readCount, readOptions, readPage } from './options.ts';
import { misuse, tell } from './reply.ts';
import { withIssue } from './with-issue.ts';

const ROWS_A_PAGE = 25;

/** `/summit status fentanyl`: where one issue stands or, with no name, all of them. */
export const status: Command = {
  name: 'status',
  takes: '[issue] [as-of:DATE]',
  summary: 'See where an issue stands and who says so, or the whole agenda',
  examples: ['status fentanyl', 'status fentanyl and taiwan', 'status as-of:2023-11-14'],
  detail:
    'Name the issue in your own words: part of a name, another name, a small spelling mistake will do. The word “status” can be left out. With as-of: you see the record as it stood on that day.',
  async run(call) {
    const typed = readOptions(call.text, ['as-of']);
    return withAgenda(call, async (agenda) => {
      const today = todayFor(call, agenda);
      const asked = typed.options.get('as-of');
      const asOf = asked === undefined ? null : readDay(asked, today);
      if (asked !== undefined && asOf === null) {
        return misuse(`“${asked.slice(0, 40)}” is not a day. Write it like as-of:2023-11-14.`);
      }
      if (typed.words === '') return overview(call, agenda, typed, today, asOf);

      const question = {
        command: 'status',
        typed: typed.words,
        options: asOf === null ? '' : `as-of:${asOf}`,
        part: readCount(typed.options.get('part')),
      };
      return withIssue(call, agenda, question, (issues, unknown) =>
        cards(call, agenda, { ...question, issues, unknown, today, asOf }),
      );
    });
  },
};

interface Shown {
  readonly options: string;
  readonly part: number;
  readonly issues: readonly IssueRef[];
  readonly unknown: readonly string[];
  readonly today: IsoDate;
  readonly asOf: IsoDate | null;
}

async function cards(call: Call, agenda: Agenda, shown: Shown): Promise<Reply> {
  const { issues, unknown, options, part, today, asOf } = shown;
  const pieces: Piece[] = [];
  const buttons: SayButton[] = [];
  for (const { key } of issues) {
    const card = await readCard(call.db, agenda, key, asOf ?? today);
    pieces.push(...issueCard({ agenda, card, today, asOf }));
    const { mark, entries } = await marksOf(call.db, agenda.id, key);
    pieces.push(...markLine(mark, entries));
    buttons.push(...cardButtons(key, card, { asOf, isAlone: issues.length === 1 }));
  }
  for (const words of unknown) pieces.push(quoting(`No issue answers to “${echo(words)}”.`));
  const keys = issues.map(({ key }) => key);
  const words = ['status', keys.join(', '), options].filter(Boolean).join(' ');
  return { message: compose({ pieces, words, part, buttons }), outcome: 'match', issues: keys };
}

async function overview(
  { db }: Call,
  agenda: Agenda,
  typed: Typed,
  today: IsoDate,
  asOf: IsoDate | null,
): Promise<Reply> {
  const asked = readPage(typed);
  const order = Object.values(STATUS_GROUPS).flat();
  const totals = await countStandings(db, agenda, asOf ?? today);
  const { rows, more } = await listByStatus(db, agenda, asOf ?? today, order, totals, {
    limit: ROWS_A_PAGE,
    offset: (asked.page - 1) * ROWS_A_PAGE,
  });
  const words = asOf === null ? 'status' : `status as-of:${asOf}`;
  return tell(
    compose({
      pieces: agendaOverview({ agenda, ...totals, rows, today, asOf }),
      ...pageLinks(words, asked, more),
    }),
  );
}
