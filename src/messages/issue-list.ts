import type { ListedIssue } from '../agenda/record.ts';
import { issueLine } from './agenda-overview.ts';
import { type Piece, heading, lines, paragraph, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';

/** A page of issues, one a line, under what was asked for. */
export function issueList(
  { title, asked }: { readonly title: string; readonly asked: readonly Span[] },
  rows: readonly ListedIssue[],
  none: string,
): Piece[] {
  const head = [...heading(title), ...smallPrint(asked)];
  if (rows.length === 0) return [...head, ...paragraph([none])];
  return [...head, ...lines(rows.map(issueLine))];
}
