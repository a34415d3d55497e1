import type { IsoDate, ListedIssue } from '../agenda/record.ts';
import { standingInWords } from './agenda-overview.ts';
import { cutTo } from './cut.ts';
import { counted, dateInWords, daysBetween, spanInWords } from './dates.ts';
import { visible } from './escape.ts';
import { heading, lineWithButton, lines, type Piece, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';

/** An issue and the day of its last entry. */
export interface HomeIssue extends ListedIssue {
  readonly lastOn: IsoDate | null;
}

/** As many as are shown of each kind; what is left out is said. */
const MOST_SHOWN = 8;
const MOST_STALE = 5;

/** Issues someone keeps an eye on: where each stands, since when, and how old its last entry is. */
export function homeIssues(
  title: string,
  issues: readonly HomeIssue[],
  {
    today,
    all,
    does,
  }: { readonly today: IsoDate; readonly all: string; readonly does: 'status' | 'update' },
): Piece[] {
  if (issues.length === 0) return [];
  const label = does === 'update' ? 'Update' : 'Status';
  return [
    ...heading(`${title}: ${counted(issues.length, 'issue')}`),
    ...issues
      .slice(0, MOST_SHOWN)
      .flatMap((issue) =>
        lineWithButton(issueSpans(issue, today), { label, say: `${does} ${issue.key}` }),
      ),
    ...(issues.length > MOST_SHOWN
      ? smallPrint([
          `And ${issues.length - MOST_SHOWN} more. To see all: `,
          { code: `/summit ${all}` },
        ])
      : []),
  ];
}

/** What nobody wrote about for long, theirs first. */
export function staleLines(
  {
    mine,
    others,
    total,
    isMore,
  }: {
    readonly mine: readonly HomeIssue[];
    readonly others: readonly HomeIssue[];
    readonly total: number;
    readonly isMore: boolean;
  },
  today: IsoDate,
): Piece[] {
  if (total === 0) return [];
  const shownOfMine = mine.slice(0, MOST_STALE);
  const shown = [
    ...shownOfMine.map((issue) => staleSpans(issue, today, true)),
    ...others
      .slice(0, MOST_STALE - shownOfMine.length)
      .map((issue) => staleSpans(issue, today, false)),
  ];
  const count = isMore ? `More than ${counted(total, 'issue')}` : counted(total, 'issue');
  const ofThem = mine.length === 0 ? '' : `, ${mine.length.toLocaleString('en')} of them yours`;
  return [
    ...heading('Going stale'),
    ...smallPrint([`${count} without an entry for more than 30 days${ofThem}. The oldest:`]),
    ...lines(shown),
  ];
}

function issueSpans(issue: HomeIssue, today: IsoDate): Span[] {
  const { lastOn } = issue;
  const last =
    lastOn === null ? [] : [`\nLast entry ${dateInWords(lastOn)}, ${ago(lastOn, today)}`];
  return [{ bold: cutTo(visible(issue.title), 120) }, `\n${standingInWords(issue)}`, ...last];
}

function staleSpans(issue: HomeIssue, today: IsoDate, isMine: boolean): Span[] {
  return [
    '• ',
    { bold: cutTo(visible(issue.title), 90) },
    `: ${standingInWords(issue)}, last entry ${ago(issue.lastOn ?? today, today)}`,
    isMine ? ' (yours) ' : ' ',
    { code: issue.key },
  ];
}

function ago(day: IsoDate, today: IsoDate): string {
  const days = daysBetween(day, today);
  return days <= 0 ? 'today' : `${spanInWords(days)} ago`;
}
