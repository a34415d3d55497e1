import { type IssueRow, standingInWords } from './agenda-overview.ts';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import { type Piece, heading, lines, paragraph } from './pieces.ts';

/** A page of issues, one a line, under what was asked for. */
export function issueList(title: string, rows: readonly IssueRow[], none: string): Piece[] {
  if (rows.length === 0) return [...heading(title), ...paragraph([none])];
  return [
    ...heading(title),
    ...lines(
      rows.map((row) => [
        { bold: cutTo(visible(row.title), 90) },
        `: ${standingInWords(row)} `,
        { code: row.key },
      ]),
    ),
  ];
}
