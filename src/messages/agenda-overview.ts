import type { TableBlock } from '@slack/types';
import type { Agenda, IsoDate, ListedIssue } from '../agenda/record.ts';
import { recordEnd } from '../agenda/record-end.ts';
import { STATUS_GROUPS } from '../agenda/status-words.ts';
import { type StatusKey, statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { dateInWords } from './dates.ts';
import { visible } from './escape.ts';
import { type Piece, heading, paragraph, smallPrint } from './pieces.ts';
import { render, type Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';

export interface AgendaOverview {
  readonly agenda: Agenda;
  readonly counts: Readonly<Partial<Record<StatusKey, number>>>;
  readonly notYet: number;
  /** One page of the issues, in the order of the groups. */
  readonly rows: readonly ListedIssue[];
  readonly today: IsoDate;
  readonly asOf: IsoDate | null;
}

/** The whole agenda at a glance, grouped by what matters. */
export function agendaOverview({
  agenda,
  counts,
  notYet,
  rows,
  today,
  asOf,
}: AgendaOverview): Piece[] {
  const totals: string[] = Object.entries(STATUS_GROUPS).map(([name, statuses]) => {
    const issues = statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
    return `${name} ${issues.toString()}`;
  });
  if (notYet > 0) totals.push(`Not yet on the agenda ${notYet}`);
  const day = dateInWords(asOf ?? today);
  return [
    ...heading(agenda.title),
    ...paragraph([
      asOf === null ? `Where things stand on ${day}: ` : `As the record stood on ${day}: `,
      { bold: totals.join(' · ') },
    ]),
    ...(rows.length === 0 ? [] : [table(rows)]),
    ...smallPrint([
      `The record runs to ${dateInWords(recordEnd(agenda))}. For one issue type `,
      { code: '/summit status' },
      ' and its name.',
    ]),
  ];
}

/** `🤝 Agreed since 15 Nov 2023`, in the words every list uses. */
export function standingInWords({ status, basis, since, sincePrecision }: ListedIssue): string {
  if (status === null || basis === null || since === null) return 'Not yet on the agenda';
  const label = statusInWords({ status, basis });
  return `${statusOf(status).emoji} ${label} since ${dateInWords(since, sincePrecision)}`;
}

/** An issue in a list: its title, where it stands, and the key to ask for it by. */
export function issueLine(row: ListedIssue): Span[] {
  return [{ bold: cutTo(visible(row.title), 90) }, `: ${standingInWords(row)} `, { code: row.key }];
}

/** `Moving`, `Agreed`, `Stuck` or, before the first entry, `Not yet`. */
function groupOf(status: StatusKey | null): string {
  const group = Object.entries(STATUS_GROUPS).find(([, keys]) =>
    keys.some((key) => key === status),
  );
  return group?.[0] ?? 'Not yet';
}

function table(rows: readonly ListedIssue[]): Piece {
  const text: string[] = [];
  let group = '';
  for (const row of rows) {
    if (groupOf(row.status) !== group) {
      group = groupOf(row.status);
      text.push(`${group}:`);
    }
    text.push(render([`• ${cutTo(visible(row.title), 80)}`, `: ${standingInWords(row)}`]).text);
  }
  const block: TableBlock = {
    type: 'table',
    column_settings: [
      { is_wrapped: true },
      { is_wrapped: true },
      { is_wrapped: true },
      { align: 'right' },
    ],
    rows: [
      ['Group', 'Issue', 'Status', 'Since'].map(cell),
      ...rows.map((row) =>
        [
          groupOf(row.status),
          cutTo(visible(row.title), 80),
          statusCell(row),
          row.since === null ? '–' : dateInWords(row.since, row.sincePrecision),
        ].map(cell),
      ),
    ],
  };
  return { text: text.join('\n'), blocks: [block] };
}

function statusCell({ status, basis }: ListedIssue): string {
  if (status === null || basis === null) return '–';
  return `${statusOf(status).emoji} ${statusInWords({ status, basis })}`;
}

function cell(text: string): { type: 'raw_text'; text: string } {
  return { type: 'raw_text', text: text === '' ? ' ' : text };
}
