import type { IssueRef, ListedIssue } from '../agenda/record.ts';
import { issueLine } from './agenda-overview.ts';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import { counted } from './dates.ts';
import { type Piece, type SayButton, heading, lines, paragraph, quoting } from './pieces.ts';
import type { Span } from './spans.ts';
import { echo } from './which-issue.ts';

/** Who hears of what from now on. */
export interface Watched {
  /** Those that were not watched before. */
  readonly begun: readonly IssueRef[];
  readonly already: readonly IssueRef[];
  /** Words that name no issue. */
  readonly unknown: readonly string[];
}

/** Confirms what is watched, and says where its news will be. */
export function nowWatching({ begun, already, unknown }: Watched): Piece[] {
  return [
    ...(begun.length === 0
      ? []
      : paragraph([
          'You watch ',
          ...named(begun),
          ' now. When it moves, Summit tells you in a direct message; the Home tab shows it too.',
        ])),
    ...(already.length === 0
      ? []
      : paragraph(['You watch ', ...named(already), ' already. Nothing was changed.'])),
    ...unknown.map(noIssue),
  ];
}

/** Confirms what is watched no more. */
export function noLongerWatching(ended: readonly IssueRef[], never: readonly IssueRef[]): Piece[] {
  return [
    ...(ended.length === 0 ? [] : paragraph(['You watch ', ...named(ended), ' no more.'])),
    ...(never.length === 0
      ? []
      : paragraph(['You did not watch ', ...named(never), '. Nothing was changed.'])),
  ];
}

/** A page of what someone watches, the latest news first. */
export function watchList(rows: readonly ListedIssue[], total: number): Piece[] {
  if (total === 0) {
    return paragraph([
      'You watch nothing yet. To begin: ',
      { code: '/summit watch fentanyl' },
      ', or the button below an issue.',
    ]);
  }
  return [...heading(`You watch ${counted(total, 'issue')}`), ...lines(rows.map(issueLine))];
}

export function noIssue(words: string): Piece {
  return quoting(`No issue answers to “${echo(words)}”.`);
}

/** One button an issue, or a short one when there is only one. */
export function buttonsFor(
  label: string,
  command: string,
  issues: readonly IssueRef[],
): SayButton[] {
  return issues.map(({ key, title }) => ({
    label: issues.length === 1 ? label : `${label} ${cutTo(visible(title), 40)}`,
    say: `${command} ${key}`,
  }));
}

function named(issues: readonly IssueRef[]): Span[] {
  return issues.flatMap(({ title }, index): Span[] => [
    index === 0 ? '' : index === issues.length - 1 ? ' and ' : ', ',
    { bold: cutTo(visible(title), 150) },
  ]);
}
