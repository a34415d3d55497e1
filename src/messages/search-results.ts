import type { ListedIssue } from '../agenda/record.ts';
import { issueLine } from './agenda-overview.ts';
import { type Piece, heading, lines, paragraph } from './pieces.ts';
import { echo } from './which-issue.ts';

/** The issues that hold the words, one a line. */
export function searchResults(
  words: string,
  issues: readonly ListedIssue[],
  isLaterPage: boolean,
): Piece[] {
  const title = heading(`Search: ${echo(words)}`);
  if (issues.length > 0) return [...title, ...lines(issues.map(issueLine))];
  return [
    ...title,
    ...paragraph([
      isLaterPage ? 'There are no more.' : 'Nothing in the record holds all these words.',
    ]),
  ];
}
