import type {
  AgendaHead,
  ContextDocument,
  EntryDocument,
  HappeningDocument,
  IssueDocument,
} from '../agenda/document.ts';
import type { IsoDate, Names, Phase } from '../agenda/record.ts';
import { isUsualMove } from '../agenda/transitions.ts';
import { type Problem, problem } from './problem.ts';

/** What an issue may refer to. */
export interface Known {
  readonly parties: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly issues: ReadonlySet<string>;
  /** First and last day; null while they can't be relied on, and then no phase is checked. */
  readonly event: { readonly start: IsoDate; readonly end: IsoDate } | null;
}

type Path = readonly (string | number)[];

/** What a head of the right shape gets wrong all the same. */
export function headProblems(head: AgendaHead, known: Known): Problem[] {
  const { dataset, parties, sources, context = {} } = head;
  return [
    ...nameProblems(dataset.names, ['dataset']),
    ...(dataset.start_date > dataset.end_date
      ? [problem(['dataset', 'end_date'], `must not be before start_date, ${dataset.start_date}`)]
      : []),
    ...repeats(
      parties.map(({ id }) => id),
      'party',
    ).map(({ at, said }) => problem(['parties', at, 'id'], said)),
    ...parties.flatMap((party, at) => nameProblems(party.names, ['parties', at])),
    ...repeats(
      sources.map(({ id }) => id),
      'source',
    ).map(({ at, said }) => problem(['sources', at, 'id'], said)),
    ...contextProblems(context, known),
  ];
}

/** What an issue of the right shape gets wrong all the same. */
export function issueProblems(issue: IssueDocument, known: Known, at: Path): Problem[] {
  const { positions, owners, history, evidence, related } = issue;
  return [
    ...nameProblems(issue.names, at),
    ...Object.keys(positions).flatMap((party) =>
      missing(known.parties, party, 'party', [...at, 'positions', party]),
    ),
    ...owners.flatMap(({ party }, n) =>
      missing(known.parties, party, 'party', [...at, 'owners', n, 'party']),
    ),
    ...history.flatMap((entry, n) =>
      entryProblems(entry, history[n - 1], known, [...at, 'history', n]),
    ),
    ...evidence.flatMap(({ source }, n) =>
      missing(known.sources, source, 'source', [...at, 'evidence', n, 'source']),
    ),
    ...related.flatMap((key, n) => missing(known.issues, key, 'issue', [...at, 'related', n])),
  ];
}

/** What is unusual about an issue, and allowed. */
export function issueWarnings(issue: IssueDocument, at: Path): Problem[] {
  const unusual = issue.history.flatMap((entry, n) => {
    const from = issue.history[n - 1]?.status;
    if (from === undefined || isUsualMove(from, entry.status)) return [];
    const said = `going from ${from} to ${entry.status} is unusual`;
    return [problem([...at, 'history', n, 'status'], said)];
  });
  const inexact = issue.history.flatMap((entry, n) => {
    const first = {
      day: entry.date,
      month: entry.date.slice(0, 7) + '-01',
      year: entry.date.slice(0, 4) + '-01-01',
    };
    if (entry.date === first[entry.precision]) return [];
    const said = `with precision "${entry.precision}" would be ${first[entry.precision]}`;
    return [problem([...at, 'history', n, 'date'], said)];
  });
  return [...unusual, ...inexact];
}

function entryProblems(
  entry: EntryDocument,
  previous: EntryDocument | undefined,
  known: Known,
  at: Path,
): Problem[] {
  const problems = sourcingProblems(entry, known, at);
  if (previous !== undefined && entry.date <= previous.date) {
    problems.push(
      problem([...at, 'date'], `must be later than the entry before it, ${previous.date}`),
    );
  }
  const phase = known.event === null ? entry.phase : phaseOn(entry.date, known.event);
  if (entry.phase !== phase) {
    problems.push(problem([...at, 'phase'], `must be "${phase}", by the dates of the event`));
  }
  return problems;
}

function contextProblems(context: ContextDocument, known: Known): Problem[] {
  return (['contacts', 'events'] as const).flatMap((list) =>
    (context[list] ?? []).flatMap((happening, at) =>
      sourcingProblems(happening, known, ['context', list, at]),
    ),
  );
}

/** Unverified exactly when there is no source, and every source is there. */
function sourcingProblems(
  { basis, sources }: Pick<HappeningDocument, 'basis' | 'sources'>,
  known: Known,
  at: Path,
): Problem[] {
  const problems = sources.flatMap((id, n) =>
    missing(known.sources, id, 'source', [...at, 'sources', n]),
  );
  if (basis === 'unverified' && sources.length > 0) {
    problems.push(problem([...at, 'sources'], 'must be empty, because the basis is "unverified"'));
  }
  if (basis !== 'unverified' && sources.length === 0) {
    problems.push(
      problem([...at, 'sources'], `must name a source, because the basis is "${basis}"`),
    );
  }
  return problems;
}

/** The zod format passes over this one name, and it could stand for anything. */
function nameProblems(names: Names | undefined, at: Path): Problem[] {
  if (names === undefined || !Object.hasOwn(names, '__proto__')) return [];
  return [problem([...at, 'names', '__proto__'], 'is not a language')];
}

function phaseOn(date: IsoDate, event: { readonly start: IsoDate; readonly end: IsoDate }): Phase {
  if (date < event.start) return 'before';
  return date > event.end ? 'after' : 'summit';
}

function missing(known: ReadonlySet<string>, id: string, what: string, path: Path): Problem[] {
  return known.has(id)
    ? []
    : [problem(path, `there is no ${what} ${JSON.stringify(id)} in this file`)];
}

function repeats(ids: readonly string[], what: string): { at: number; said: string }[] {
  const seen = new Set<string>();
  return ids.flatMap((id, at) => {
    if (seen.has(id))
      return [{ at, said: `there is another ${what} ${JSON.stringify(id)} before it` }];
    seen.add(id);
    return [];
  });
}
