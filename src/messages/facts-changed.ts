import type { IssueRef, Party, Position, Source } from '../agenda/record.ts';
import { sourceSpans } from './issue-card.ts';
import { type Piece, lines, paragraph, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';

/** What an issue is called beside its title. */
export interface NamesChanged {
  readonly issue: IssueRef;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Names it had before. */
  readonly already: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Names that other issues have too. */
  readonly elsewhere: readonly {
    readonly name: string;
    readonly issues: readonly IssueRef[];
    /** True when it is the key of one of them, by which that one is always found. */
    readonly isKey: boolean;
  }[];
}

/** Confirms other names of an issue. */
export function namesChanged(change: NamesChanged): Piece[] {
  const { issue, added, removed, already, before, after, elsewhere } = change;
  const isChanged = added.length + removed.length > 0;
  return [
    ...(added.length === 0
      ? []
      : paragraph([{ bold: issue.title }, ` now answers to ${quoted(added)} too.`])),
    ...(removed.length === 0
      ? []
      : paragraph([{ bold: issue.title }, ` no longer answers to ${quoted(removed)}.`])),
    ...(already.length === 0
      ? []
      : paragraph([
          { bold: issue.title },
          ` answers to ${quoted(already)} already.${isChanged ? '' : ' Nothing was changed.'}`,
        ])),
    ...elsewhere.flatMap(({ name, issues, isKey }) => {
      const others = listed(issues.map(({ title }) => title));
      return smallPrint([
        isKey
          ? `“${name}” is also the key of ${others}: asked for it, Summit goes on showing that one.`
          : `“${name}” is also a name of ${others}: asked for it, Summit asks which one is meant.`,
      ]);
    }),
    ...(isChanged
      ? smallPrint([`Other names: ${namesInLine(after)}.\nBefore: ${namesInLine(before)}.`])
      : []),
  ];
}

/** All names of an issue. */
export function namesOfIssue(issue: IssueRef, names: readonly string[]): Piece[] {
  return [
    ...paragraph([{ bold: issue.title }, `. Other names: ${namesInLine(names)}.`]),
    ...smallPrint([
      'To add one: ',
      { code: `/summit alias ${issue.key} = another name` },
      '. To take one away: ',
      { code: `/summit alias ${issue.key} remove the name` },
      '.',
    ]),
  ];
}

/** What a party wants, as far as it is known. */
export interface PositionChanged {
  readonly issue: IssueRef;
  readonly party: Party;
  readonly before: string | null;
  /** Null when it was taken away. */
  readonly after: Omit<Position, 'party'> | null;
  readonly sources: readonly Source[];
}

/** Confirms a party's position. */
export function positionChanged({
  issue,
  party,
  before,
  after,
  sources,
}: PositionChanged): Piece[] {
  const who = { bold: party.short ?? party.name };
  return [
    ...(after === null
      ? paragraph([{ bold: issue.title }, ' holds no position of ', who, ' any more.'])
      : paragraph([
          'Recorded for ',
          { bold: issue.title },
          '. ',
          who,
          `: ${after.text}${mark(after)}`,
        ])),
    ...(sources.length === 0 ? [] : smallPrint(sourceSpans(sources))),
    ...smallPrint([before === null ? 'Nothing was recorded before.' : `Before: ${before}`]),
  ];
}

/** That is what it wants already, or nothing as before. */
export function positionAsItWas(issue: IssueRef, party: Party, text: string | null): Piece[] {
  const who = { bold: party.short ?? party.name };
  const said: Span[] =
    text === null
      ? [': no position of ', who, ' is recorded.']
      : [': that is the position of ', who, ' already.'];
  return paragraph([{ bold: issue.title }, ...said, ' Nothing was changed.']);
}

/** What every party wants. */
export function positionsOfIssue(
  issue: IssueRef,
  positions: readonly Position[],
  parties: readonly Party[],
): Piece[] {
  const [party] = parties;
  return [
    ...paragraph([
      { bold: issue.title },
      positions.length === 0 ? ': no position is recorded for any party.' : '',
    ]),
    ...lines(
      positions.map((position): Span[] => [
        { bold: position.party.short ?? position.party.name },
        `: ${position.text}${mark(position)}`,
      ]),
    ),
    ...smallPrint([
      'To record one: ',
      { code: `/summit position ${issue.key} ${party?.id ?? 'party'} what it wants` },
      `. ${partiesInLine(parties)}`,
    ]),
  ];
}

/** `Parties: us (United States), china (China).` */
export function partiesInLine(parties: readonly Party[]): string {
  const named = parties.slice(0, MOST_PARTIES).map(({ id, name }) => `${id} (${name})`);
  const more = parties.length > MOST_PARTIES ? ', …' : '';
  return `Parties: ${named.join(', ')}${more}.`;
}

const MOST_PARTIES = 30;

function mark({ basis }: Pick<Position, 'basis'>): string {
  return basis === 'unverified' ? ' (unverified)' : '';
}

function namesInLine(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function quoted(names: readonly string[]): string {
  return listed(names.map((name) => `“${name}”`));
}

/** `one, two and three`. */
function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
