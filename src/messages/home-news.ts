import type { Action, Change, IsoDate, IssueRef } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { counted, dateInWords } from './dates.ts';
import { visible } from './escape.ts';
import { ACTION_IN_WORDS } from './hindrance.ts';
import { heading, lines, type Piece, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';

/** What others did to one issue since someone last looked; the last of it, and how much more there was. */
export interface IssueNews extends IssueRef {
  readonly action: Action;
  readonly by: string;
  readonly entry: Omit<Change, 'key' | 'title'> | null;
  readonly others: number;
  /** True for an issue that whoever looks owns or watches. */
  readonly isMine: boolean;
}

export interface HomeNews {
  /** The day they last looked; null on their first look, when it is the last week. */
  readonly since: IsoDate | null;
  /** Theirs first, moves before updates. */
  readonly issues: readonly IssueNews[];
  readonly imports: readonly {
    readonly by: string;
    readonly at: string;
    readonly issues: number;
  }[];
}

const MOST_SHOWN = 8;

/** True for news of another status, not of the same said again. */
export function isMove({ entry }: Pick<IssueNews, 'entry'>): boolean {
  return entry !== null && entry.from !== entry.to;
}

/** What others recorded since someone last looked; nothing where there is no news. */
export function newsPieces({ since, issues, imports }: HomeNews): Piece[] {
  if (issues.length === 0 && imports.length === 0) return [];
  const moves = issues.filter(isMove).length;
  const updates = issues.length - moves;
  const count = [
    moves > 0 ? counted(moves, 'move') : '',
    updates > 0 ? counted(updates, 'update') : '',
  ].filter((part) => part !== '');
  const title =
    since === null ? 'What others recorded in the last 7 days' : 'Since you last looked';
  const more =
    issues.length > MOST_SHOWN
      ? [`, and ${issues.length - MOST_SHOWN} more: `, { code: '/summit changes' }]
      : [];
  return [
    ...heading(title),
    ...smallPrint([
      [...(since === null ? [] : [dateInWords(since)]), ...count].join(' · ') || 'Imports only',
      ...more,
    ]),
    ...lines([...issues.slice(0, MOST_SHOWN).map(newsLine), ...imports.map(importLine)]),
  ];
}

function newsLine({ key, title, action, by, entry, others, isMine }: IssueNews): Span[] {
  const name: Span = { bold: cutTo(visible(title), 90) };
  const rest: Span[] = [
    others === 0 ? '' : `, and ${counted(others, 'change')} before that`,
    isMine ? ' (yours) ' : ' ',
    { code: key },
  ];
  if (entry === null) return ['• ', { person: by }, ` ${ACTION_IN_WORDS[action]} `, name, ...rest];
  return [
    `${statusOf(entry.to).emoji} `,
    name,
    `: ${moveInWords(entry)}, ${dateInWords(entry.date, entry.precision)}, by `,
    { person: by },
    ...rest,
  ];
}

function moveInWords({ from, to, basis }: Omit<Change, 'key' | 'title'>): string {
  const now = statusInWords({ status: to, basis });
  if (from === null) return `new, ${now}`;
  return from === to ? `update, still ${now}` : `${statusOf(from).label} → ${now}`;
}

function importLine({ by, at, issues }: HomeNews['imports'][number]): Span[] {
  const count =
    issues >= MOST_COUNTED ? `${counted(issues, 'issue')} or more` : counted(issues, 'issue');
  return ['• ', { person: by }, ` imported ${count} on ${dateInWords(at.slice(0, 10))}`];
}

/** Further lines of an import are not counted. */
const MOST_COUNTED = 1000;
