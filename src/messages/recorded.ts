import type { Entry, IssueRef } from '../agenda/record.ts';
import { type StatusKey, statusOf } from '../agenda/status.ts';
import { dateInWords } from './dates.ts';
import { sourceSpans, trust } from './issue-card.ts';
import { type Piece, paragraph, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';

/** What was just written down. */
export interface Recorded {
  readonly issue: IssueRef;
  readonly entry: Entry;
  /** The status before it; null for the first entry. */
  readonly from: StatusKey | null;
  /** True when it took the place of an entry of the same day. */
  readonly replaced: boolean;
  /** The entry of a later day that still says where the issue stands. */
  readonly later: Entry | null;
}

/** Confirms an entry: what the issue says now, and what else to know of it. */
export function recorded({ issue, entry, from, replaced, later }: Recorded): Piece[] {
  const { emoji } = statusOf(entry.status);
  const label = statusInWords(entry);
  const move =
    from === null || from === entry.status ? label : `${statusOf(from).label} → ${label}`;
  const facts: Span[] = ['Who says so: ', entry.attribution, ` · ${trust(entry)}`];
  if (entry.sources.length > 0) facts.push('\n', ...sourceSpans(entry.sources));
  return [
    ...paragraph([
      'Recorded for ',
      { bold: issue.title },
      `: ${emoji} `,
      { bold: `${dateInWords(entry.date, entry.precision)}: ${move}` },
      entry.note === '' ? '' : `\n${entry.note}`,
    ]),
    ...smallPrint(facts),
    ...(replaced
      ? smallPrint(['It stands in place of the entry of that day; both stay in the history.'])
      : []),
    ...(later === null ? [] : smallPrint([laterSays(later)])),
  ];
}

/** It says what is recorded already. */
export function asItWas({ title }: IssueRef, entry: Entry): Piece[] {
  return paragraph([
    'That is what is recorded for ',
    { bold: title },
    ` on ${dateInWords(entry.date, entry.precision)} already. Nothing was changed.`,
  ]);
}

function laterSays(later: Entry): string {
  const { label } = statusOf(later.status);
  return `The later entry of ${dateInWords(later.date, later.precision)} (${label}) still says where it stands.`;
}
