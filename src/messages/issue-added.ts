import type { Category, Entry, IssueRef } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { dateInWords } from './dates.ts';
import { sourceSpans, trust } from './issue-card.ts';
import { type Piece, lines, paragraph, quoting, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';
import { echo } from './which-issue.ts';

/** What was just put on the agenda. */
export interface AddedIssue {
  readonly issue: IssueRef;
  readonly category: Category;
  readonly aliases: readonly string[];
  readonly entry: Entry;
}

/** Confirms an issue: what it says now, and by what it is found. */
export function issueAdded({ issue, category, aliases, entry }: AddedIssue): Piece[] {
  const facts: Span[] = ['Who says so: ', entry.attribution, ` · ${trust(entry)}`];
  if (entry.sources.length > 0) facts.push('\n', ...sourceSpans(entry.sources));
  return [
    ...paragraph([
      'Added ',
      { bold: issue.title },
      `: ${statusOf(entry.status).emoji} `,
      { bold: `${dateInWords(entry.date, entry.precision)}: ${statusInWords(entry)}` },
      `\n${entry.note}`,
    ]),
    ...smallPrint(facts),
    ...smallPrint([
      'Its key is ',
      { code: issue.key },
      `, its category ${category}. Other names: ${aliases.join(', ') || 'none'}.`,
    ]),
  ];
}

/** Issues of that name are there: shows them, and asks. */
export function issueThereAlready(title: string, issues: readonly IssueRef[]): Piece[] {
  const [first] = issues;
  if (issues.length === 1 && first?.title === title) {
    return [quoting(`“${echo(title)}” is on the agenda already. Nothing was added.`)];
  }
  return [
    quoting(`“${echo(title)}” is on the agenda already, or nearly so. Nothing was added.`),
    ...lines(
      issues.map((issue): Span[] => ['• ', { bold: issue.title }, ' ', { code: issue.key }]),
    ),
  ];
}
