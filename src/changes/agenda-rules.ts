import type { IssueDocument } from '../agenda/document.ts';
import { phaseOn } from '../agenda/phase.ts';
import type { IsoDate } from '../agenda/record.ts';
import { isUsualMove } from '../agenda/transitions.ts';
import { isDay } from './calendar.ts';
import { listIn, namesIn, type Path, type Problem, problem, textIn } from './problem.ts';

/** What an issue may refer to. */
export interface Known {
  readonly parties: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly issues: ReadonlySet<string>;
  /** First and last day; null while they can't be relied on, and then no phase is checked. */
  readonly event: { readonly start: IsoDate; readonly end: IsoDate } | null;
}

/**
 * What all but the issues of a document gets wrong beside its shape. Whatever has no
 * shape to rely on is passed over: that was told already.
 */
export function headProblems(head: unknown, known: Known): Problem[] {
  const start = textIn(head, 'dataset', 'start_date');
  const end = textIn(head, 'dataset', 'end_date');
  const isTurned = isDay(start) && isDay(end) && start > end;
  const languages = [
    ['dataset'],
    ...listIn(head, 'parties').map((_, at) => ['parties', at]),
  ].flatMap((at) => languageProblems(head, at));
  return [
    ...(isTurned
      ? [problem(['dataset', 'end_date'], `must not be before start_date, ${start}`)]
      : []),
    ...languages,
    ...repeatedIds(head, 'parties', 'party'),
    ...repeatedIds(head, 'sources', 'source'),
    ...['contacts', 'events'].flatMap((list) =>
      listIn(head, 'context', list).flatMap((happening, at) =>
        sourcingProblems(happening, known, ['context', list, at]),
      ),
    ),
  ];
}

/** What an issue gets wrong beside its shape. */
export function issueProblems(issue: unknown, known: Known, at: Path): Problem[] {
  const { parties, sources, issues } = known;
  const history = listIn(issue, 'history');
  return [
    ...languageProblems(issue, []).map(({ said }) => problem([...at, 'names', '__proto__'], said)),
    ...namesIn(issue, 'positions').flatMap((party) =>
      missing(parties, party, 'party', [...at, 'positions', party]),
    ),
    ...listIn(issue, 'owners').flatMap((owner, n) =>
      missing(parties, textIn(owner, 'party'), 'party', [...at, 'owners', n, 'party']),
    ),
    ...history.flatMap((entry, n) =>
      entryProblems(entry, history[n - 1], known, [...at, 'history', n]),
    ),
    ...listIn(issue, 'evidence').flatMap((quote, n) =>
      missing(sources, textIn(quote, 'source'), 'source', [...at, 'evidence', n, 'source']),
    ),
    ...listIn(issue, 'related').flatMap((key, n) =>
      missing(issues, textIn(key), 'issue', [...at, 'related', n]),
    ),
  ];
}

/** What is unusual about an issue of the right shape, and allowed. */
export function issueWarnings(issue: IssueDocument, at: Path): Problem[] {
  return issue.history.flatMap((entry, n) => {
    const warnings: Problem[] = [];
    const from = issue.history[n - 1]?.status;
    if (from !== undefined && !isUsualMove(from, entry.status)) {
      const said = `going from ${from} to ${entry.status} is unusual`;
      warnings.push(problem([...at, 'history', n, 'status'], said));
    }
    const [year = '', month = ''] = entry.date.split('-');
    const first = { day: entry.date, month: `${year}-${month}-01`, year: `${year}-01-01` };
    if (entry.date !== first[entry.precision]) {
      const said = `with precision "${entry.precision}" would be ${first[entry.precision]}`;
      warnings.push(problem([...at, 'history', n, 'date'], said));
    }
    return warnings;
  });
}

/** The days of the event, when they are days. */
export function eventOf(head: unknown): Known['event'] {
  const start = textIn(head, 'dataset', 'start_date');
  const end = textIn(head, 'dataset', 'end_date');
  return isDay(start) && isDay(end) && start <= end ? { start, end } : null;
}

function entryProblems(entry: unknown, previous: unknown, known: Known, at: Path): Problem[] {
  const problems = sourcingProblems(entry, known, at);
  const date = textIn(entry, 'date');
  if (!isDay(date)) return problems;

  const before = textIn(previous, 'date');
  if (isDay(before) && date <= before) {
    problems.push(problem([...at, 'date'], `must be later than the entry before it, ${before}`));
  }
  const phase = textIn(entry, 'phase');
  if (known.event !== null && phase !== undefined && phase !== phaseOn(date, known.event)) {
    const said = `must be "${phaseOn(date, known.event)}", by the dates of the event`;
    problems.push(problem([...at, 'phase'], said));
  }
  return problems;
}

/** Unverified exactly when there is no source, and every source is there. */
function sourcingProblems(sourced: unknown, known: Known, at: Path): Problem[] {
  const sources = listIn(sourced, 'sources');
  const basis = textIn(sourced, 'basis');
  const problems = sources.flatMap((id, n) =>
    missing(known.sources, textIn(id), 'source', [...at, 'sources', n]),
  );
  if (basis === 'unverified' && sources.length > 0) {
    problems.push(problem([...at, 'sources'], 'must be empty, because the basis is "unverified"'));
  }
  if ((basis === 'seed' || basis === 'verified') && sources.length === 0) {
    problems.push(
      problem([...at, 'sources'], `must name a source, because the basis is "${basis}"`),
    );
  }
  return problems;
}

/** The shape passes over this one name, and it could stand for anything. */
function languageProblems(whole: unknown, at: Path): Problem[] {
  const isThere = namesIn(whole, ...at, 'names').includes('__proto__');
  return isThere ? [problem([...at, 'names', '__proto__'], 'is not a language')] : [];
}

function missing(
  known: ReadonlySet<string>,
  id: string | undefined,
  what: string,
  path: Path,
): Problem[] {
  if (id === undefined || known.has(id)) return [];
  return [problem(path, `there is no ${what} ${JSON.stringify(id)} in this file`)];
}

function repeatedIds(head: unknown, list: string, what: string): Problem[] {
  const seen = new Set<string>();
  return listIn(head, list).flatMap((item, at) => {
    const id = textIn(item, 'id');
    if (id === undefined) return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const said = `there is another ${what} ${JSON.stringify(id)} before it`;
    return [problem([list, at, 'id'], said)];
  });
}
