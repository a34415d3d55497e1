import type { Entry, Quote } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { dateInWords } from './dates.ts';
import { sourceSpans, trust } from './issue-card.ts';
import { type Piece, heading, lines, paragraph, smallPrint } from './pieces.ts';

export interface IssueHistory {
  readonly title: string;
  /** A page of entries, the latest first, and the one before them, which says what the last of the page moved from. */
  readonly entries: readonly Entry[];
  readonly before: Entry | null;
  readonly quotes: readonly Quote[];
}

/** Everything recorded about one issue, the latest first. */
export function issueHistory({ title, entries, before, quotes }: IssueHistory): Piece[] {
  return [
    ...heading(`History: ${title}`),
    ...(entries.length === 0 ? paragraph(['Nothing is recorded yet.']) : []),
    ...entries.flatMap((entry, index) => entryPieces(entry, entries[index + 1] ?? before)),
    ...lines(quotes.length === 0 ? [] : [[{ bold: 'In their words' }], ...quotes.map(quoteSpans)]),
  ];
}

function entryPieces(entry: Entry, from: Entry | null): Piece[] {
  const { emoji, label } = statusOf(entry.status);
  const move =
    from === null || from.status === entry.status
      ? `${label}${from === null ? '' : ' (update)'}`
      : `${statusOf(from.status).label} → ${label}`;
  const facts = ['Who says so: ', entry.attribution, ` · ${trust(entry)}`];
  if (entry.reported !== null) facts.push(` · became known ${dateInWords(entry.reported)}`);
  if (entry.dateNote !== null) facts.push(` · on the date: ${entry.dateNote}`);
  return [
    ...paragraph([
      `${emoji} `,
      { bold: `${dateInWords(entry.date, entry.precision)}: ${move}` },
      `\n${entry.note}`,
    ]),
    ...smallPrint(
      entry.sources.length === 0 ? facts : [...facts, '\n', ...sourceSpans(entry.sources)],
    ),
  ];
}

function quoteSpans({
  quote,
  speaker,
  via,
  caveat,
  source,
}: Quote): (string | { url: string; label: string })[] {
  const relay = via === null ? '' : `, via ${via}`;
  const caution = caveat === null ? '' : ` Note: ${caveat}`;
  return [
    `“${quote}” – ${speaker}${relay} (`,
    { url: source.url, label: source.publisher },
    `).${caution}`,
  ];
}
