import type { DigestNews, IssueInDigest } from '../agenda/digest.ts';
import type { Action, Entry, IsoDate } from '../agenda/record.ts';
import { counted, dateInWords } from './dates.ts';
import type { DigestFacts } from './digest.ts';
import {
  aheadLine,
  emojiOf,
  fitting,
  importLine,
  KINDS,
  moveInWords,
  oneLine,
  staleHeading,
  staleLine,
  titleSpan,
  otherFactsInWords,
} from './digest-lines.ts';
import { type Aside, filtersToName } from './digest-parent.ts';
import type { Section, Showable } from './digest-parts.ts';
import { visible } from './escape.ts';
import { filtersInWords } from './filter-in-words.ts';
import { ACTION_IN_WORDS } from './hindrance.ts';
import { sourceSpans, trust } from './issue-card.ts';
import { buttonRow, lines, paragraph, type Piece, type SayButton, smallPrint } from './pieces.ts';
import { render, type Span } from './spans.ts';

/** One thing a digest tells in its thread. */
export interface Detail extends Showable {
  readonly agenda: DigestNews;
  readonly kind: Aside | 'issues';
  readonly count: number;
  /** The days it is of. */
  readonly days: readonly IsoDate[];
}

/** So much of each, as Slack counts it: all of them, with the rest of an issue, go into one message. */
const NOTE_LIMIT = 750;
const REASON_LIMIT = 300;
const SPEAKER_LIMIT = 300;
const SOURCES_LIMIT = 800;
const FILTERS_LIMIT = 300;
const LINES_LIMIT = 1900;

/** What the thread of a digest tells, by what it is: every issue at length, and asides that were cut above. */
export function digestDetails(
  facts: DigestFacts,
  cut: ReadonlyMap<DigestNews, ReadonlySet<Aside>>,
): Section<Detail>[] {
  return facts.news.flatMap((news) => {
    const on = facts.news.length === 1 ? '' : ` · ${oneLine(news.agenda.title, 90)}`;
    const issues = KINDS.map(({ kind, title }) => ({
      title: `${title}${on}`,
      items: news.issues
        .filter((issue) => issue.kind === kind)
        .map((issue) => detailOf(issue, news, facts)),
    }));
    const asides = [...(cut.get(news) ?? [])].map((kind) => asideSection(kind, news, facts, on));
    return [...issues, ...asides].filter(({ items }) => items.length > 0);
  });
}

/** What is left out where even the thread has no room, and what to type to see it. */
export function leftOutPieces(left: readonly Detail[]): Piece[] {
  const byAgenda = [...Map.groupBy(left, ({ agenda }) => agenda)];
  const more = byAgenda.length - MOST_AGENDAS;
  return [
    ...paragraph([{ bold: 'There is more than fits here.' }]),
    ...lines(byAgenda.slice(0, MOST_AGENDAS).map(([news, items]) => leftOutLine(news, items))),
    ...(more > 0 ? smallPrint([`And on ${counted(more, 'more agenda')}.`]) : []),
  ];
}

const MOST_AGENDAS = 5;

function leftOutLine(news: DigestNews, items: readonly Detail[]): Span[] {
  const days = [news.since, news.until, ...items.flatMap((item) => item.days)].toSorted();
  const counts = LEFT_OUT.map(({ kind, noun, nouns }) => ({
    noun,
    nouns,
    count: items.filter((item) => item.kind === kind).reduce((sum, { count }) => sum + count, 0),
  })).filter(({ count }) => count > 0);
  return [
    titleSpan(news.agenda.title),
    `: ${counts.map(({ count, noun, nouns }) => counted(count, `more ${noun}`, `more ${nouns}`)).join(', ')}. `,
    { code: `/summit changes since:${days[0] ?? ''} until:${days.at(-1) ?? ''}` },
    ' and ',
    { code: '/summit list' },
    ' show them.',
  ];
}

const LEFT_OUT: readonly {
  readonly kind: Detail['kind'];
  readonly noun: string;
  readonly nouns: string;
}[] = [
  { kind: 'issues', noun: 'issue', nouns: 'issues' },
  { kind: 'imports', noun: 'import', nouns: 'imports' },
  { kind: 'ahead', noun: 'date to come', nouns: 'dates to come' },
  { kind: 'stale', noun: 'issue without a new entry', nouns: 'issues without a new entry' },
];

function detailOf(issue: IssueInDigest, agenda: DigestNews, facts: DigestFacts): Detail {
  return {
    agenda,
    kind: 'issues',
    count: 1,
    days: issue.entry === null ? [] : [issue.entry.date],
    show: () => [
      ...paragraph(whatHappened(issue)),
      ...smallPrint(whatItRestsOn(issue, facts)),
      buttonRow(muteButtons(issue, agenda, facts)),
    ],
  };
}

function whatHappened(issue: IssueInDigest): Span[] {
  const { key, title, to, entry, because } = issue;
  return [
    `${emojiOf(to)} `,
    titleSpan(title),
    ': ',
    { bold: moveInWords(issue) },
    entry === null ? '' : `, ${dateInWords(entry.date, entry.precision)}`,
    ...noteSpans(key, entry?.note ?? '', NOTE_LIMIT),
    ...(because === null ? [] : noteSpans(key, `Why: ${because}`, REASON_LIMIT)),
  ];
}

/** On a line of its own; of a long one the beginning, and where all of it is. */
function noteSpans(key: string, note: string, limit: number): Span[] {
  const whole = visible(note).trim();
  if (whole === '') return [];
  const shown = fitting(whole, limit);
  return shown === whole
    ? ['\n', whole]
    : ['\n', shown, ' All of it: ', { code: `/summit history ${key}` }];
}

function whatItRestsOn(issue: IssueInDigest, facts: DigestFacts): Span[] {
  const { entry, by, others, action } = issue;
  const filters = filtersToName(facts, issue);
  const ofWhat = issue.otherFacts.length === 0 ? '' : ` (${otherFactsInWords(issue)})`;
  const before = others === 0 ? '' : `, and ${counted(others, 'change')} before that${ofWhat}`;
  const named: Span[] = ['Asked for by ', ...filtersInWords(filters)];
  return [
    ...(entry === null ? [] : sayingSpans(entry)),
    ...whoDidIt(action, by),
    `${before}.`,
    ...(filters.length === 0
      ? []
      : lengthOf(named) > FILTERS_LIMIT
        ? [` Asked for by ${counted(filters.length, 'filter')}.`]
        : [' ', ...named, '.']),
  ];
}

function whoDidIt(action: Action, by: string): Span[] {
  return RECORDS.has(action)
    ? ['Recorded by ', { person: by }]
    : [{ person: by }, ` ${ACTION_IN_WORDS[action]} this issue`];
}

const RECORDS: ReadonlySet<Action> = new Set(['add', 'import', 'update']);

function sayingSpans(entry: Entry): Span[] {
  const speaker = oneLine(entry.attribution, SPEAKER_LIMIT);
  return [
    `Who says so: ${speaker} · ${trust(entry)}\n`,
    ...(entry.sources.length === 0 ? [] : [...firstSources(entry.sources), '\n']),
  ];
}

function firstSources(sources: Entry['sources']): Span[] {
  let shown = sources.length;
  while (shown > 0 && lengthOf(sourceSpans(sources.slice(0, shown))) > SOURCES_LIMIT) shown -= 1;
  const more = sources.length - shown;
  if (shown === 0) return [counted(more, 'source')];
  return [
    ...sourceSpans(sources.slice(0, shown)),
    more === 0 ? '' : ` and ${counted(more, 'more source')}`,
  ];
}

function muteButtons(
  { key, title }: IssueInDigest,
  { agenda }: DigestNews,
  { choices, isPersonal }: DigestFacts,
): SayButton[] {
  const me = isPersonal ? 'me ' : '';
  const where = isPersonal ? 'your digests' : 'this channel’s digests';
  // A channel may use another agenda by the time it is pressed.
  const of = ` agenda:${agenda.id}`;
  const typed = choices.only.some(({ kind }) => kind === 'agenda') ? of : '';
  const name = oneLine(title, TITLE_ON_BUTTON);
  return [
    {
      label: 'Mute',
      say: `digest ${me}mute ${key}${of}`,
      type: `digest ${me}mute ${key}${typed}`,
      heard: `Mute ${name} in ${where}`,
    },
    {
      label: 'Only status changes',
      say: `digest ${me}mute ${key} updates${of}`,
      type: `digest ${me}mute ${key} updates${typed}`,
      heard: `Only status changes of ${name}`,
    },
  ];
}

const TITLE_ON_BUTTON = 40;

function asideSection(
  kind: Aside,
  news: DigestNews,
  facts: DigestFacts,
  on: string,
): Section<Detail> {
  switch (kind) {
    case 'imports': {
      const zone = facts.schedule.timeZone;
      const rows = news.imports.map((one) => ({ row: importLine(one, zone), day: null }));
      return { title: `Imports${on}`, items: asideDetails(kind, news, rows) };
    }
    case 'ahead': {
      const rows = news.ahead.map((one) => ({ row: aheadLine(one), day: one.date }));
      return { title: `Coming up${on}`, items: asideDetails(kind, news, rows) };
    }
    case 'stale': {
      const rows = news.stale.fresh.map((one) => ({ row: staleLine(one), day: null }));
      return { title: `${staleHeading(news.stale)}${on}`, items: asideDetails(kind, news, rows) };
    }
  }
}

interface Row {
  readonly row: readonly Span[];
  readonly day: IsoDate | null;
}

/** Lines in blocks of as many as fit. */
function asideDetails(kind: Aside, agenda: DigestNews, rows: readonly Row[]): Detail[] {
  const blocks: Row[][] = [];
  let room = 0;
  for (const row of rows) {
    const length = lengthOf(row.row) + 1;
    if (length > room) {
      blocks.push([]);
      room = LINES_LIMIT;
    }
    blocks.at(-1)?.push(row);
    room -= length;
  }
  return blocks.map((block) => ({
    agenda,
    kind,
    count: block.length,
    days: block.flatMap(({ day }) => (day === null ? [] : [day])),
    show: () => lines(block.map(({ row }) => row)),
  }));
}

function lengthOf(spans: readonly Span[]): number {
  const { mrkdwn, text } = render(spans);
  return Math.max(mrkdwn.length, text.length);
}
