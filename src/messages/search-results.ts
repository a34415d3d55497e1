import type { IssueRef } from '../agenda/record.ts';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import { type Piece, heading, lines, paragraph } from './pieces.ts';
import { echo } from './which-issue.ts';

/** The issues that hold the words, one a line. */
export function searchResults(
  words: string,
  issues: readonly IssueRef[],
  isLaterPage: boolean,
): Piece[] {
  const title = heading(`Search: ${echo(words)}`);
  if (issues.length === 0) {
    return [
      ...title,
      ...paragraph([
        isLaterPage ? 'There are no more.' : 'Nothing in the record holds all these words.',
      ]),
    ];
  }
  return [
    ...title,
    ...lines(
      issues.map(({ key, title: name }) => [`• ${cutTo(visible(name), 120)} `, { code: key }]),
    ),
  ];
}
