import type { IssueRef, Owner, Source } from '../agenda/record.ts';
import { sourceSpans } from './issue-card.ts';
import { type Piece, paragraph, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';

/** Who owns an issue: people here by their ids, and officials of its parties. */
export interface OwnersShown {
  readonly issue: IssueRef;
  readonly desk: readonly string[];
  readonly officials: readonly Owner[];
}

/** Confirms who keeps an issue here. */
export function deskOwnersChanged(
  issue: IssueRef,
  before: readonly string[],
  after: readonly string[],
): Piece[] {
  return [
    ...paragraph([{ bold: issue.title }, ' is now kept here by ', ...people(after), '.']),
    ...smallPrint(['Before: ', ...people(before), '.']),
  ];
}

/** Confirms who is in charge of it for its parties. */
export function officialsChanged(
  issue: IssueRef,
  before: readonly Owner[],
  after: readonly Owner[],
  sources: readonly Source[],
): Piece[] {
  return [
    ...paragraph([{ bold: issue.title }, `: in charge is now ${officialsInLine(after)}.`]),
    ...(sources.length === 0 ? [] : smallPrint(sourceSpans(sources))),
    ...smallPrint([`Before: ${officialsInLine(before)}.`]),
  ];
}

/** They are in charge already, or were not to begin with. */
export function officialsAsTheyWere(issue: IssueRef, officials: readonly Owner[]): Piece[] {
  return paragraph([
    { bold: issue.title },
    `: in charge is ${officialsInLine(officials)}, as before. Nothing was changed.`,
  ]);
}

/** There is nothing to change. */
export function ownersAsTheyWere({ issue, desk, officials }: OwnersShown): Piece[] {
  return [
    ...ownersInWords({ issue, desk, officials }),
    ...smallPrint(['That is how it was already. Nothing was changed.']),
  ];
}

/** Both, and how to change them. */
export function ownersOfIssue(shown: OwnersShown): Piece[] {
  const { key } = shown.issue;
  return [
    ...ownersInWords(shown),
    ...smallPrint([
      'To make it yours: ',
      { code: `/summit owner ${key} me` },
      '. To give it to somebody: ',
      { code: `/summit owner ${key} @person` },
      '. An official: ',
      { code: `/summit owner ${key} party Name, role` },
      '.',
    ]),
  ];
}

function ownersInWords({ issue, desk, officials }: OwnersShown): Piece[] {
  return paragraph([
    { bold: issue.title },
    '\nKept here by: ',
    ...people(desk),
    `\nIn charge: ${officialsInLine(officials)}`,
  ]);
}

function people(ids: readonly string[]): Span[] {
  if (ids.length === 0) return ['nobody'];
  return ids.flatMap((person, at): Span[] => (at === 0 ? [{ person }] : [', ', { person }]));
}

function officialsInLine(officials: readonly Owner[]): string {
  if (officials.length === 0) return 'nobody';
  return officials
    .map(
      ({ name, role, party }) =>
        `${name} (${[party.short ?? party.name, role].filter(Boolean).join(', ')})`,
    )
    .join('; ');
}
