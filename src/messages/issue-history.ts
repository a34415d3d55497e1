import type { EndedEntry, Entry, Quote } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { dateInWords } from './dates.ts';
import { endedEntry, recorder } from './ended-entry.ts';
import { sourceSpans, trust } from './issue-card.ts';
import { type Piece, heading, lines, paragraph, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';

export interface IssueHistory {
  readonly title: string;
  /** A page of entries, the latest first, and the one before them, which says what the last of the page moved from. */
  readonly entries: readonly Entry[];
  readonly before: Entry | null;
  /** Of the same days, those that count no more. */
  readonly ended: readonly EndedEntry[];
  readonly quotes: readonly Quote[];
  /** In which the days are told on which something was recorded. */
  readonly timeZone: string;
}

/** Everything recorded about one issue, the latest first. */
export function issueHistory(history: IssueHistory): Piece[] {
  const { title, entries, ended, quotes } = history;
  return [
    ...heading(`History: ${title}`),
    ...(entries.length + ended.length === 0 ? paragraph(['Nothing is recorded yet.']) : []),
    ...byDay(history),
    ...lines(quotes.length === 0 ? [] : [[{ bold: 'In their words' }], ...quotes.map(quoteSpans)]),
  ];
}

/** Each entry with those of its day that count no more below it. */
function byDay({ entries, before, ended, timeZone }: IssueHistory): Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  const tellEnded = (isDue: (entry: EndedEntry) => boolean): void => {
    for (let entry = ended[next]; entry !== undefined && isDue(entry); entry = ended[next]) {
      pieces.push(...endedEntry(entry, timeZone));
      next += 1;
    }
  };
  for (const [index, entry] of entries.entries()) {
    tellEnded(({ date }) => date > entry.date);
    pieces.push(...entryPieces(entry, entries[index + 1] ?? before, timeZone));
  }
  tellEnded(() => true);
  return pieces;
}

function entryPieces(entry: Entry, from: Entry | null, timeZone: string): Piece[] {
  const { emoji } = statusOf(entry.status);
  const label = statusInWords(entry);
  const move =
    from === null || from.status === entry.status
      ? `${label}${from === null ? '' : ' (update)'}`
      : `${statusOf(from.status).label} → ${label}`;
  const facts: Span[] = ['Who says so: ', entry.attribution, ` · ${trust(entry)}`];
  if (entry.reported !== null) facts.push(` · became known ${dateInWords(entry.reported)}`);
  if (entry.dateNote !== null) facts.push(` · on the date: ${entry.dateNote}`);
  if (entry.sources.length > 0) facts.push('\n', ...sourceSpans(entry.sources));
  const recorded = recorder(entry, timeZone);
  return [
    ...paragraph([
      `${emoji} `,
      { bold: `${dateInWords(entry.date, entry.precision)}: ${move}` },
      entry.note === '' ? '' : `\n${entry.note}`,
    ]),
    ...smallPrint([
      ...facts,
      '\n',
      ...recorded,
      `${recorded.length === 0 ? '' : ' · '}Wrong? `,
      { code: `/summit withdraw ${entry.id}` },
    ]),
  ];
}

function quoteSpans({ quote, speaker, via, caveat, source }: Quote): Span[] {
  const relay = via === null ? '' : `, via ${via}`;
  const caution = caveat === null ? '' : ` Note: ${caveat}`;
  return [
    `“${quote}” – ${speaker}${relay} (`,
    { url: source.url, label: source.publisher },
    `).${caution}`,
  ];
}
