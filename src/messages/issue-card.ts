import type { Agenda, Entry, IsoDate, IssueCard, Owner, Position } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { counted, dateInWords, daysBetween, spanInWords } from './dates.ts';
import { type Piece, heading, lines, paragraph, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';

/** What the card of one issue is made from. */
export interface IssueStanding {
  readonly agenda: Agenda;
  readonly card: IssueCard;
  /** The day the question is asked on. */
  readonly today: IsoDate;
  /** The day asked for with `as-of:`, if any. */
  readonly asOf: IsoDate | null;
  /** True where a whole channel sees it for days: it calls nobody, and counts no days until today. */
  readonly isPublic?: boolean;
}

/** Earlier moves shown below the present one; the history has all. */
const MOVES_SHOWN = 3;

/** Where one issue stands, who says so and how far to trust it. */
export function issueCard(standing: IssueStanding): Piece[] {
  const { card, asOf } = standing;
  const { title, entries, positions, owners } = card;
  const [last, ...earlier] = entries;
  return [
    ...heading(title),
    ...(asOf === null ? [] : smallPrint([`As the record stood on ${dateInWords(asOf)}.`])),
    ...(last === undefined ? notYet(standing) : present(last, card)),
    ...positionLines(positions),
    ...lines(earlier.length === 0 ? [] : [[{ bold: 'Before that' }], ...moves(earlier)]),
    ...ownerLine(owners),
    ...(standing.isPublic === true ? [] : deskOwnerLine(card.deskOwners)),
    ...(last === undefined ? [] : smallPrint([freshness(standing, last)])),
  ];
}

/** What a status rests on: `verified, high confidence`. */
export function trust({ basis, confidence }: Pick<Entry, 'basis' | 'confidence'>): string {
  const words = {
    seed: 'from the article the agenda was drawn from',
    verified: 'verified',
    unverified: 'unverified, no source',
  };
  return `${words[basis]}, ${confidence} confidence`;
}

/** `Sources: Reuters (15 Nov 2023), …`, each a link. */
export function sourceSpans(sources: Entry['sources']): Span[] {
  return sources.flatMap((source, index): Span[] => [
    index === 0 ? 'Sources: ' : ' · ',
    { url: source.url, label: source.publisher },
    ` (${dateInWords(`${source.date}-01`.slice(0, 10), source.date.length > 7 ? 'day' : 'month')})`,
  ]);
}

function notYet({ card: { summary }, asOf }: IssueStanding): Piece[] {
  const when = asOf === null ? '' : ` on ${dateInWords(asOf)}`;
  return paragraph([{ bold: `Not yet on the agenda${when}` }, `\n${summary}`]);
}

function present(last: Entry, { since, sincePrecision }: IssueCard): Piece[] {
  const { emoji } = statusOf(last.status);
  const began = since ?? last.date;
  const updated =
    began < last.date ? `, last update ${dateInWords(last.date, last.precision)}` : '';
  const said: Span[] = ['Who says so: ', last.attribution, ` · ${trust(last)}`];
  if (last.reported !== null) said.push(` · became known ${dateInWords(last.reported)}`);
  if (last.sources.length > 0) said.push('\n', ...sourceSpans(last.sources));
  if (last.dateNote !== null) said.push(`\nOn the date: ${last.dateNote}`);
  return [
    ...paragraph([
      `${emoji} `,
      { bold: statusInWords(last) },
      ` since ${dateInWords(began, sincePrecision)}${updated}\n${last.note}`,
    ]),
    ...smallPrint(said),
  ];
}

function positionLines(positions: readonly Position[]): Piece[] {
  if (positions.length === 0) return smallPrint(['No position is recorded for any party.']);
  return lines(
    positions.map(({ party, text, basis }) => [
      { bold: party.short ?? party.name },
      `: ${text}${basis === 'unverified' ? ' (unverified)' : ''}`,
    ]),
  );
}

/** The oldest entry fetched is only there to say what the one after it moved from. */
function moves(earlier: readonly Entry[]): Span[][] {
  return earlier.slice(0, MOVES_SHOWN).map((entry, index) => {
    const from = earlier[index + 1];
    const label = statusInWords(entry);
    const move =
      from === undefined || from.status === entry.status
        ? label
        : `${statusOf(from.status).label} → ${label}`;
    const links = entry.sources.flatMap((source, at): Span[] => [
      at === 0 ? ' · ' : ', ',
      { url: source.url, label: source.publisher },
    ]);
    return [
      `${statusOf(entry.status).emoji} ${dateInWords(entry.date, entry.precision)}: `,
      { bold: move },
      `. ${entry.note}`,
      ...links,
    ];
  });
}

function ownerLine(owners: readonly Owner[]): Piece[] {
  if (owners.length === 0) return smallPrint(['Owners: nobody is named.']);
  const named = owners.map(
    ({ name, role, party }) =>
      `${name} (${[party.short ?? party.name, role].filter(Boolean).join(', ')})`,
  );
  return smallPrint([`Owners: ${named.join('; ')}`]);
}

/** People of the workspace who see to it. */
function deskOwnerLine(people: readonly string[]): Piece[] {
  if (people.length === 0) return [];
  const named = people.flatMap((person, at): Span[] => [at === 0 ? '' : ', ', { person }]);
  return smallPrint(['Kept here by ', ...named]);
}

/** Silence must not read as "no change": how old the last entry is, and where the record ends. */
function freshness({ agenda, today, asOf, isPublic }: IssueStanding, last: Entry): string {
  const entered = `Last entry ${dateInWords(last.date, last.precision)}`;
  // People go on recording after the day the document ends on.
  const lastDay = last.date > agenda.coverageEnd ? last.date : agenda.coverageEnd;
  const end = dateInWords(lastDay);
  if (isPublic === true)
    return last.date > agenda.coverageEnd
      ? `${entered}.`
      : `${entered}. The record runs to ${end}.`;
  const day = asOf ?? today;
  if (day <= lastDay)
    return `${entered}, ${ago(daysBetween(last.date, day), asOf)}. The record runs to ${end}.`;
  const gap = daysBetween(last.date, lastDay);
  const before =
    gap > 0 ? `, ${spanInWords(gap)} before the record ends` : ', where the record ends';
  const past = counted(daysBetween(lastDay, day), 'day');
  return `${entered}${before} (${end}). Nothing is known here of the ${past} since.`;
}

function ago(days: number, asOf: IsoDate | null): string {
  if (days <= 0) return asOf === null ? 'today' : 'that day';
  return `${spanInWords(days)} ${asOf === null ? 'ago' : 'earlier'}`;
}
