import type { IssueRef } from '../agenda/record.ts';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import { type SayButton, type Piece, lines, paragraph } from './pieces.ts';

/** Longest part of what someone typed that is said back to them. */
const ECHO_LIMIT = 80;

/** Several issues fit: asks which one. */
export function whichIssue(typed: string, issues: readonly IssueRef[], more: boolean): Piece[] {
  return [
    ...paragraph([`“${echo(typed)}” fits more than one issue. Which one do you mean?`]),
    ...lines(issues.map(issueLine)),
    ...(more ? paragraph(['There are more. Add a word, or use /summit search.']) : []),
  ];
}

/** Nothing fits: says so, offers what is nearest, and picks none. */
export function noSuchIssue(typed: string, nearest: readonly IssueRef[]): Piece[] {
  return [
    ...paragraph([`No issue answers to “${echo(typed)}”.`]),
    ...(nearest.length === 0
      ? []
      : [...paragraph(['The nearest on this agenda:']), ...lines(nearest.map(issueLine))]),
  ];
}

/** The first word was nearly a command: offers the whole line with that command in its place. */
export function didYouMean(words: string): SayButton & { readonly pieces: readonly Piece[] } {
  return {
    label: `Try ${words}`,
    say: words,
    pieces: paragraph(['Did you mean ', { code: `/summit ${words}` }, '?']),
  };
}

/** One button an issue, each saying the same command about it. */
export function issueButtons(
  command: string,
  issues: readonly IssueRef[],
  options: string,
): SayButton[] {
  return issues.map(({ key, title }) => ({
    label: title,
    say: [command, key, options].filter(Boolean).join(' '),
  }));
}

/** What someone typed, short enough to say back. */
export function echo(typed: string): string {
  return cutTo(visible(typed).replaceAll(/\s+/g, ' ').trim(), ECHO_LIMIT);
}

function issueLine({ key, title }: IssueRef): (string | { code: string })[] {
  return [`• ${cutTo(visible(title), 120)} `, { code: key }];
}
