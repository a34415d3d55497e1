import type {
  DateAhead,
  DigestFilter,
  DigestNews,
  Fact,
  ImportInDigest,
  IssueInDigest,
  StaleInDigest,
} from '../agenda/digest.ts';
import { dayIn } from '../agenda/days.ts';
import { type StatusKey, statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { counted, dateInWords, daysInWords } from './dates.ts';
import { escapeText, visible } from './escape.ts';
import { filtersInWords } from './filter-in-words.ts';
import { ACTION_IN_WORDS } from './hindrance.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';

const TITLE_LIMIT = 90;
const SPEAKER_LIMIT = 45;
const WHAT_LIMIT = 120;

/** What can have become of an issue, as a digest orders it and calls it. */
export const KINDS: readonly {
  readonly kind: IssueInDigest['kind'];
  readonly title: string;
  readonly noun: string;
  readonly nouns: string;
}[] = [
  { kind: 'move', title: 'Moves', noun: 'move', nouns: 'moves' },
  { kind: 'new', title: 'New', noun: 'new', nouns: 'new' },
  { kind: 'withdrawn', title: 'Withdrawn', noun: 'withdrawn', nouns: 'withdrawn' },
  { kind: 'update', title: 'Updates', noun: 'update', nouns: 'updates' },
  { kind: 'facts', title: 'Other changes', noun: 'other change', nouns: 'other changes' },
];

/** The days news is of, on whatever agenda. */
export function daysOfNews(news: readonly DigestNews[]): string {
  const since = news.map((one) => one.since).toSorted()[0] ?? '';
  const until =
    news
      .map((one) => one.until)
      .toSorted()
      .at(-1) ?? '';
  return daysInWords(since, until);
}

/** Text from people on one line of its own. */
export function oneLine(text: string, limit: number): string {
  return fitting(visible(text).replaceAll(/\s+/g, ' ').trim(), limit) || '–';
}

/** As much of a text as stands in so many characters once it is escaped. */
export function fitting(text: string, limit: number): string {
  let shown = cutTo(text, limit);
  for (;;) {
    const { length } = escapeText(shown);
    if (length <= limit) return shown;
    shown = cutTo(shown, Math.floor((shown.length * limit) / length) - 1);
  }
}

export function titleSpan(title: string): Span {
  return { bold: oneLine(title, TITLE_LIMIT) };
}

/** One issue in one line: `🤝 Fentanyl: In talks → Agreed, 15 Nov 2023 · both sides`. */
export function issueLine(issue: IssueInDigest, filters: readonly DigestFilter[]): Span[] {
  const { title, entry } = issue;
  const matched = filters.length === 0 ? [] : [' (', ...filtersInWords(filters), ')'];
  if (issue.kind === 'facts') {
    const done = ` ${ACTION_IN_WORDS[issue.action]} `;
    const more = issue.otherFacts.length === 0 ? '' : `, and ${otherFactsInWords(issue)}`;
    return ['• ', { person: issue.by }, done, titleSpan(title), more, ...matched];
  }
  const who = oneLine(entry?.attribution ?? '', SPEAKER_LIMIT);
  return [
    `${emojiOf(issue.to)} `,
    titleSpan(title),
    `: ${moveInWords(issue)}`,
    entry === null ? '' : `, ${dateInWords(entry.date, entry.precision)}`,
    who === '–' ? '' : ` · ${who}`,
    ...matched,
  ];
}

/** What else was changed of an issue: `its names, its owners`. */
export function otherFactsInWords({ otherFacts }: IssueInDigest): string {
  return otherFacts.map((fact) => `its ${FACT_IN_WORDS[fact]}`).join(', ');
}

const FACT_IN_WORDS: Readonly<Record<Fact, string>> = {
  alias: 'names',
  owner: 'owners',
  position: 'positions',
  source: 'sources',
};

/** What became of an issue: `In talks → Agreed`, `new, Agreed`, `update, still Agreed`. */
export function moveInWords({ kind, from, to, entry }: IssueInDigest): string {
  const now = to === null ? null : labelOf(to, entry);
  switch (kind) {
    case 'new':
      return `new, ${now ?? 'without a status'}`;
    case 'withdrawn':
      return `an entry was withdrawn, ${backTo(from, to)}`;
    case 'facts':
      return now === null ? 'not on the agenda yet' : `still ${now}`;
    case 'move':
      return `${from === null ? 'no status' : statusOf(from).label} → ${now ?? 'no status'}`;
    case 'update':
      return entry === null || entry.status === to
        ? `update, still ${now ?? 'without a status'}`
        : `update of an earlier day, ${statusInWords(entry)}; still ${now ?? 'without a status'}`;
  }
}

export function importLine(one: ImportInDigest, timeZone: string): Span[] {
  const day = dateInWords(dayIn(Temporal.Instant.from(one.at), timeZone));
  const what = `${counted(one.issues, 'issue')}, ${counted(one.entries, 'entry', 'entries')}`;
  return ['📥 ', { person: one.by }, ` imported ${what}, ${day}${toldOf(one)}`];
}

export function aheadLine({ date, precision, what, issue }: DateAhead): Span[] {
  return [
    '📅 ',
    { bold: dateInWords(date, precision) },
    ': ',
    ...(issue === null ? [] : [titleSpan(issue.title), ', ']),
    oneLine(what, WHAT_LIMIT),
  ];
}

export function staleLine({ title, status, lastOn }: StaleInDigest['fresh'][number]): Span[] {
  const { emoji, label } = statusOf(status);
  return [`${emoji} `, titleSpan(title), `: ${label}, last entry ${dateInWords(lastOn)}`];
}

/** `No entry for 30 days`, and of how many issues that is true. */
export function staleHeading({ after, total }: StaleInDigest): string {
  return `No entry for ${counted(after, 'day')}: ${counted(total, 'issue')} in all`;
}

export function emojiOf(status: StatusKey | null): string {
  return status === null ? '•' : statusOf(status).emoji;
}

/** The status by its label; marked where the entry that says so names no source. */
function labelOf(status: StatusKey, entry: IssueInDigest['entry']): string {
  return entry?.status === status ? statusInWords(entry) : statusOf(status).label;
}

function backTo(from: StatusKey | null, to: StatusKey | null): string {
  if (to === null) return 'it has no status now';
  return from === null || from === to
    ? `still ${statusOf(to).label}`
    : `${statusOf(from).label} → ${statusOf(to).label}`;
}

function toldOf({ told, issues }: ImportInDigest): string {
  if (told === 0) return '';
  if (told < issues) return `; ${told} of the issues ${told === 1 ? 'has' : 'have'} a line here`;
  return issues === 1 ? '; the issue has a line here' : '; each of the issues has a line here';
}
