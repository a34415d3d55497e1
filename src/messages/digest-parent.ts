import type { DigestFilter, DigestNews, IssueInDigest } from '../agenda/digest.ts';
import { choosesIssues, isNarrowed } from '../agenda/digest-filter.ts';
import { counted, dateInWords } from './dates.ts';
import type { DigestFacts } from './digest.ts';
import {
  aheadLine,
  daysOfNews,
  importLine,
  issueLine,
  KINDS,
  oneLine,
  staleHeading,
  staleLine,
} from './digest-lines.ts';
import { filtersInWords } from './filter-in-words.ts';
import { heading, lines, paragraph, type Piece, smallPrint } from './pieces.ts';
import { momentInWords, scheduleInWords } from './schedule-in-words.ts';
import type { Span } from './spans.ts';

/** What a digest tells beside issues that changed. */
export type Aside = 'ahead' | 'imports' | 'stale';

/** What a digest says in the channel itself. */
export interface Parent {
  readonly pieces: readonly Piece[];
  /** What it could tell only a part of, by agenda: the thread tells it in full. */
  readonly cut: ReadonlyMap<DigestNews, ReadonlySet<Aside>>;
}

const MOST_AGENDAS = 3;
const MOST_ISSUES = 12;
/** Of imports, of days to come, and of issues gone stale. */
const MOST_ASIDES = 3;
/** Characters for the lines of all agendas together. */
const ROOM = 2600;
const TITLE_LIMIT = 90;

/** A digest in short: how much happened, what moved first, and what is coming up. */
export function digestParent(facts: DigestFacts): Parent {
  const { news, isUneventful } = facts;
  if (isUneventful) return { pieces: uneventful(facts), cut: new Map() };
  const shown = news.slice(0, MOST_AGENDAS);
  const shares = sharesOf(
    shown.map(({ issues }) => issues.length),
    MOST_ISSUES,
  );
  const told = shown.map((one, at) =>
    agendaInShort(one, facts, shares[at] ?? 0, ROOM / shown.length),
  );
  const untold = news.slice(MOST_AGENDAS);
  const cut = new Map(told.map((one, at) => [shown[at] as DigestNews, one.cut]));
  for (const one of untold) cut.set(one, new Set(ASIDES));
  return {
    pieces: [
      ...heading(titleOf(news)),
      ...smallPrint([sinceWhen(facts)]),
      ...told.flatMap(({ pieces }) => pieces),
      ...(untold.length === 0
        ? []
        : paragraph([`And on ${counted(untold.length, 'more agenda')}, in the thread.`])),
      ...smallPrint(onlyWhat(facts)),
      ...smallPrint(whoAsked(facts)),
    ],
    cut,
  };
}

/** The filters to name beside an issue: where a digest has but one, it is named once for all. */
export function filtersToName(
  { choices }: Pick<DigestFacts, 'choices'>,
  { matched }: IssueInDigest,
): readonly DigestFilter[] {
  return choices.only.filter(choosesIssues).length > 1 ? matched.filter(choosesIssues) : [];
}

/** `13 moves, 3 new, 1 update`; nothing where no issue changed and nothing was imported. */
function countsInWords({ issues, imports }: DigestNews): string {
  const counts = Map.groupBy(issues, ({ kind }) => kind);
  return [
    ...KINDS.map(({ kind, noun, nouns }) => ({
      count: counts.get(kind)?.length ?? 0,
      noun,
      nouns,
    })),
    { count: imports.length, noun: 'import', nouns: 'imports' },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, noun, nouns }) => counted(count, noun, nouns))
    .join(', ');
}

/** Lines of one sort, and how many there are of them in all. */
interface Lines {
  readonly name: Aside | 'issues';
  readonly above: readonly Span[] | null;
  readonly rows: readonly (readonly Span[])[];
  readonly total: number;
  readonly noun: string;
}

interface Short {
  readonly pieces: readonly Piece[];
  readonly cut: ReadonlySet<Aside>;
}

function agendaInShort(
  news: DigestNews,
  facts: DigestFacts,
  mostIssues: number,
  room: number,
): Short {
  const { agenda, imports, ahead, stale } = news;
  const issues = news.issues.slice(0, mostIssues);
  const zone = facts.schedule.timeZone;
  const title = [
    { bold: oneLine(agenda.title, TITLE_LIMIT) },
    `: ${countsInWords(news) || 'nothing changed'}`,
  ];
  const { rows, cut } = inShort(
    [
      {
        name: 'issues',
        above: null,
        rows: issues.map((issue) => issueLine(issue, filtersToName(facts, issue))),
        total: news.issues.length,
        noun: 'issue',
      },
      {
        name: 'imports',
        above: null,
        rows: imports.slice(0, MOST_ASIDES).map((one) => importLine(one, zone)),
        total: imports.length,
        noun: 'import',
      },
      {
        name: 'ahead',
        above: [{ bold: 'Coming up' }],
        rows: ahead.slice(0, MOST_ASIDES).map(aheadLine),
        total: ahead.length,
        noun: 'date',
      },
      {
        name: 'stale',
        above: [{ bold: staleHeading(stale) }],
        rows: stale.fresh.slice(0, MOST_ASIDES).map(staleLine),
        total: stale.fresh.length,
        noun: 'issue',
      },
    ],
    room - lengthOf(title),
  );
  return { pieces: lines([title, ...rows]), cut };
}

/** The lines there is room for, and how many more the thread has. */
function inShort(
  sorts: readonly Lines[],
  room: number,
): { rows: (readonly Span[])[]; cut: Set<Aside> } {
  const rows: (readonly Span[])[] = [];
  const cut = new Set<Aside>();
  let left = room;
  for (const { name, above, rows: all, total, noun } of sorts) {
    if (total === 0) continue;
    const told = firstThatFit(all, left);
    left -= told.reduce((sum, row) => sum + lengthOf(row), 0);
    rows.push(...(above === null ? [] : [above]), ...told);
    if (told.length === total) continue;
    rows.push([`and ${counted(total - told.length, `more ${noun}`)} in the thread`]);
    if (name !== 'issues') cut.add(name);
  }
  return { rows, cut };
}

function firstThatFit(
  rows: readonly (readonly Span[])[],
  room: number,
): readonly (readonly Span[])[] {
  let left = room;
  const end = rows.findIndex((row) => {
    left -= lengthOf(row);
    return left < 0;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

function lengthOf(row: readonly Span[]): number {
  return lines([row]).reduce((sum, { text }) => sum + text.length + 1, 0);
}

/** So many places given out one by one, to whoever still has something for them. */
function sharesOf(wanted: readonly number[], places: number): number[] {
  const shares = wanted.map(() => 0);
  let left = places;
  for (let round = 0; left > 0 && wanted.some((want) => want > round); round += 1) {
    for (const [at, want] of wanted.entries()) {
      if (want <= round || left === 0) continue;
      shares[at] = round + 1;
      left -= 1;
    }
  }
  return shares;
}

function titleOf(news: readonly DigestNews[]): string {
  const changed = news.some(({ issues, imports }) => issues.length + imports.length > 0);
  return changed ? `What changed, ${daysOfNews(news)}` : 'Coming up';
}

function sinceWhen({ span, schedule, late }: DigestFacts): string {
  const zone = schedule.timeZone;
  const since = `Since ${momentInWords(span.from, zone)} (${zone}).`;
  if (late === null) return since;
  const [due, said] = [momentInWords(late.due, zone), momentInWords(late.said, zone)];
  return `${since} This digest is late: it was due ${due}, and it is ${said} now.`;
}

/** One line, and how old what is known is: silence must not read as “no change”. */
function uneventful(facts: DigestFacts): Piece[] {
  const { news, span, schedule, late, choices } = facts;
  const [only, ...others] = news;
  const since = momentInWords(span.from, schedule.timeZone);
  if (only === undefined)
    return paragraph([`Nothing changed that this digest tells of, since ${since}.`]);
  const where = others.length > 0 ? counted(news.length, 'agenda') : oneLine(only.agenda.title, 90);
  const last =
    news
      .map(({ agenda }) => agenda.lastEntryOn ?? '')
      .toSorted()
      .at(-1) ?? '';
  return [
    ...paragraph([
      `Nothing changed on `,
      { bold: where },
      ` that this digest tells of, since ${since}.`,
      last === '' || isNarrowed(choices)
        ? ''
        : ` The last entry on the ${others.length > 0 ? 'agendas' : 'agenda'} is of ${dateInWords(last)}.`,
    ]),
    ...(late === null ? [] : smallPrint([sinceWhen(facts)])),
    ...smallPrint(whatIsMeant(facts)),
    ...smallPrint(whoAsked(facts)),
  ];
}

/** What was looked at, where that is not everything. */
function whatIsMeant({ choices, isPersonal }: DigestFacts): Span[] {
  const only = choices.only.filter(choosesIssues);
  const left: Span[] = [
    ...filtersInWords(choices.except),
    isPersonal ? `${choices.except.length === 0 ? '' : ', and '}what you changed yourself` : '',
  ].filter((span) => span !== '');
  return [
    ...(only.length === 0 ? [] : ['It tells only of: ', ...filtersInWords(only), '. ']),
    ...(left.length === 0 ? [] : ['It leaves out: ', ...left, '.']),
  ];
}

/** The one filter of a digest that has but one. */
function onlyWhat({ choices }: DigestFacts): Span[] {
  const filters = choices.only.filter(choosesIssues);
  return filters.length === 1 ? ['This digest tells only of: ', ...filtersInWords(filters)] : [];
}

/** Said once, in the first digest of all. */
function whoAsked({ setBy, isPersonal, schedule }: DigestFacts): Span[] {
  if (setBy === null) return [];
  const who: Span[] = isPersonal ? ['You'] : [{ person: setBy }];
  return [
    ...who,
    ` set this digest up. It comes ${scheduleInWords(schedule)}. To change it: `,
    { code: isPersonal ? '/summit digest me' : '/summit digest' },
  ];
}

const ASIDES: readonly Aside[] = ['imports', 'ahead', 'stale'];
