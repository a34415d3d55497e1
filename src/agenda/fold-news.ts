import type { Fact, IssueInDigest } from './digest.ts';
import type { Action, IsoDate, Precision } from './record.ts';
import type { StatusKey } from './status.ts';
import { tellableOn } from './tellable.ts';

/** An entry, as far as it says where an issue stands. */
export interface EntryFact {
  readonly id: string;
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly status: StatusKey;
  readonly reported: IsoDate | null;
  readonly recordedBy: string;
  readonly recordedAt: string;
  /** From when it can be told, where that is not for its day to say. */
  readonly toldFrom?: IsoDate;
}

/** What one line of the log did to an issue. */
export interface IssueStep {
  readonly line: number;
  readonly by: string;
  readonly action: Action;
  /** True when the issue was not there before. */
  readonly isFirst: boolean;
  /** Entries by their ids: those that count from then on, and those that count no more. */
  readonly made: readonly string[];
  readonly ended: readonly string[];
  /** The line it takes back. */
  readonly undoes: number | null;
  /** The entry that was put down again, by its id then. */
  readonly restores: string | null;
  readonly because: string | null;
}

/** An issue and all that was done to it in a span. */
export interface IssueInSpan {
  /** The entries that count now, those for days to come too. */
  readonly counting: readonly EntryFact[];
  /** Entries that the steps ended, and that count no more. */
  readonly ended: readonly EntryFact[];
  /** In the order of the log. */
  readonly steps: readonly IssueStep[];
}

/** The days as of which it was told last, and is now. */
export interface DaysTold {
  readonly since: IsoDate;
  readonly until: IsoDate;
}

export type FoldedIssue = Pick<
  IssueInDigest,
  'because' | 'from' | 'kind' | 'otherFacts' | 'others' | 'to'
> & {
  /** What says so, by its id. */
  readonly entryId: string | null;
  /** The last thing done; null when a day came that something was entered for before. */
  readonly step: IssueStep | null;
  /** The last file that brought it, when nothing else did, and whether it is news of these days. */
  readonly file: { readonly line: number; readonly isFresh: boolean } | null;
};

/**
 * What became of an issue between two moments, or null when that is nothing: where it stood, as
 * far as could be told then, beside where it stands now. What was done and taken back in
 * between is nothing. `notBy` leaves out what that person did.
 */
export function foldNews(
  issue: IssueInSpan,
  days: DaysTold,
  notBy: string | null = null,
): FoldedIssue | null {
  const steps = withoutUndone(issue.steps);
  const known = knownEntries(issue);
  const all = [...daysThatCame(known, days, notBy), ...steps.map((step) => toTurn(step, known))];
  const path = walk(known, all, days, (turn) => notBy === null || turn.by !== notBy);
  if (path === null) return null;

  const { turns, made, ended } = path;
  const done = turns.flatMap(({ step }) => step ?? []);
  const step = done.at(-1) ?? null;
  const isKnown = path.stood || !steps.some((one) => one.action === 'import' && one.isFirst);
  const from = isKnown ? path.from : statusOf(oldOnesOfFiles(turns, days.since));
  const kind = kindOf({ ...path, from }, done);
  if (kind === null) return null;
  return {
    kind,
    from,
    to: path.to,
    entryId: kind === 'facts' || kind === 'withdrawn' ? null : (latest(made)?.id ?? null),
    because: ended.length > 0 && kind === 'withdrawn' ? (step?.because ?? null) : null,
    others: Math.max(0, done.length - 1),
    otherFacts: factsChanged(done).filter((fact) => fact !== step?.action),
    step,
    file: fileOf(turns, { made, moved: isKnown && from !== path.to }, days.since),
  };
}

/** A step as the entries know it; or, without one, a day that came. */
interface Turn {
  readonly by: string;
  readonly step: IssueStep | null;
  readonly made: readonly EntryFact[];
  readonly ended: readonly EntryFact[];
}

interface Known {
  /** Which entry another one is, put down again. */
  readonly first: (id: string) => string;
  /** By the id of the first. */
  readonly facts: ReadonlyMap<string, EntryFact>;
  /** What counts now, and counted before the steps, by the ids of the first. */
  readonly now: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
}

function knownEntries({ counting, ended, steps }: IssueInSpan): Known {
  const again = new Map(
    steps.flatMap(({ made, restores }): [string, string][] =>
      restores === null ? [] : made.map((id) => [id, restores]),
    ),
  );
  const first = (id: string): string => {
    let earliest = id;
    for (let old = again.get(id); old !== undefined; old = again.get(old)) earliest = old;
    return earliest;
  };
  const made = new Set(steps.flatMap((step) => step.made));
  const endedNow = new Set(steps.flatMap((step) => step.ended));
  const kept = counting.filter(({ id }) => !made.has(id));
  const left = ended.filter(({ id }) => endedNow.has(id) && !made.has(id));
  return {
    first,
    facts: new Map([...ended, ...counting].map((entry) => [first(entry.id), entry])),
    now: new Set(counting.map(({ id }) => first(id))),
    before: new Set([...kept, ...left].map(({ id }) => first(id))),
  };
}

/** Steps, but for those of the span that another one of it took back. */
function withoutUndone(steps: readonly IssueStep[]): IssueStep[] {
  const lines = new Set(steps.map(({ line }) => line));
  const undone = new Set(
    steps.flatMap(({ undoes }) => (undoes !== null && lines.has(undoes) ? [undoes] : [])),
  );
  return steps.filter(({ line, undoes }) => !undone.has(line) && !undone.has(undoes ?? -1));
}

function toTurn(step: IssueStep, { first, facts }: Known): Turn {
  const named = (ids: readonly string[]): EntryFact[] =>
    ids.flatMap((id) => facts.get(first(id)) ?? []);
  return { by: step.by, step, made: named(step.made), ended: named(step.ended) };
}

/** Days that came for what was entered before: for others', and for one's own. */
function daysThatCame({ before, facts }: Known, days: DaysTold, notBy: string | null): Turn[] {
  const came = [...before]
    .flatMap((id) => facts.get(id) ?? [])
    .filter((entry) => isBetween(toldFrom(entry), days));
  const byPerson = Map.groupBy(came, ({ recordedBy }) => (recordedBy === notBy ? notBy : ''));
  return [...byPerson].map(([by, made]) => ({ by, step: null, made, ended: [] }));
}

interface Path {
  readonly from: StatusKey | null;
  readonly to: StatusKey | null;
  /** True when it had a status before all of it. */
  readonly stood: boolean;
  /** Those that are news. */
  readonly turns: readonly Turn[];
  /** What they put there that is still there, and what they took away, as far as it can be told. */
  readonly made: readonly EntryFact[];
  readonly ended: readonly EntryFact[];
}

/** Goes all the turns, and tells of those that are news; null when none is. */
function walk(
  { facts, first, before, now }: Known,
  turns: readonly Turn[],
  { since, until }: DaysTold,
  isNews: (turn: Turn) => boolean,
): Path | null {
  const there = new Map(
    [...before].flatMap((id): [string, EntryFact][] => {
      const entry = facts.get(id);
      return entry === undefined || toldFrom(entry) > since ? [] : [[id, entry]];
    }),
  );
  const start = statusOf(there.values());
  const balance = new Map<string, number>();
  const news: Turn[] = [];
  let from: StatusKey | null = null;
  let to: StatusKey | null = null;
  for (const turn of turns) {
    const isOne = isNews(turn);
    if (isOne && news.length === 0) from = statusOf(there.values());
    for (const [entries, change] of [
      [turn.ended, -1],
      [turn.made, 1],
    ] as const) {
      for (const entry of entries.filter((one) => toldFrom(one) <= until)) {
        const id = first(entry.id);
        if (change === 1) there.set(id, entry);
        else there.delete(id);
        if (isOne) balance.set(id, (balance.get(id) ?? 0) + change);
      }
    }
    if (!isOne) continue;
    news.push(turn);
    to = statusOf(there.values());
  }
  if (news.length === 0) return null;
  const changed = (sign: number): EntryFact[] =>
    [...balance].flatMap(([id, sum]) => (Math.sign(sum) === sign ? (facts.get(id) ?? []) : []));
  return {
    from,
    to,
    stood: start !== null || from !== null,
    turns: news,
    made: changed(1).flatMap((entry) =>
      stillThere(
        entry,
        [...now].flatMap((id) => facts.get(id) ?? []),
      ),
    ),
    ended: changed(-1).filter(({ id }) => !now.has(first(id))),
  };
}

/** An entry that counts; or what someone else made of it, when that says the same of its day. */
function stillThere(entry: EntryFact, counting: readonly EntryFact[]): EntryFact[] {
  return counting.filter(({ date, status }) => date === entry.date && status === entry.status);
}

function kindOf(
  { from, to, made, ended }: Pick<Path, 'ended' | 'from' | 'made' | 'to'>,
  steps: readonly IssueStep[],
): FoldedIssue['kind'] | null {
  if (made.length > 0) {
    if (from === null) return 'new';
    if (from !== to) return 'move';
    const isEvidence = steps.length > 0 && steps.every(isOfFacts);
    return isEvidence ? 'facts' : 'update';
  }
  if (ended.length > 0) return 'withdrawn';
  return steps.some((step) => isOfFacts(step) || isUndoOfFacts(step)) ? 'facts' : null;
}

function isOfFacts({ action }: IssueStep): boolean {
  return FACTS.some((fact) => fact === action);
}

function factsChanged(steps: readonly IssueStep[]): Fact[] {
  return FACTS.filter((fact) => steps.some(({ action }) => action === fact));
}

const FACTS: readonly Fact[] = ['alias', 'owner', 'position', 'source'];

function isUndoOfFacts({ action, made, ended }: IssueStep): boolean {
  return action === 'undo' && made.length === 0 && ended.length === 0;
}

/** What a file says of days before: not news, but where the issue stood. */
function oldOnesOfFiles(turns: readonly Turn[], since: IsoDate): EntryFact[] {
  return turns
    .filter(({ step }) => step?.action === 'import')
    .flatMap(({ made }) => made.filter((entry) => !isOfDays(entry, since)));
}

/** When files alone brought it: the last one, and whether it says anything of these days or moved the issue. */
function fileOf(
  turns: readonly Turn[],
  { made, moved }: { readonly made: readonly EntryFact[]; readonly moved: boolean },
  since: IsoDate,
): FoldedIssue['file'] {
  if (turns.some(({ step }) => step?.action !== 'import')) return null;
  const line = turns.at(-1)?.step?.line;
  if (line === undefined) return null;
  return { line, isFresh: moved || made.some((entry) => isOfDays(entry, since)) };
}

/** True for what happened, or was reported, since that day. */
function isOfDays(entry: EntryFact, since: IsoDate): boolean {
  return toldFrom(entry) >= since || (entry.reported ?? '') >= since;
}

/** The day from which an entry can be told. */
export function toldFrom(entry: EntryFact): IsoDate {
  return entry.toldFrom ?? tellableOn(entry);
}

function isBetween(day: IsoDate, { since, until }: DaysTold): boolean {
  return day > since && day <= until;
}

function statusOf(entries: Iterable<EntryFact>): StatusKey | null {
  return latest(entries)?.status ?? null;
}

function latest(entries: Iterable<EntryFact>): EntryFact | null {
  let last: EntryFact | null = null;
  for (const entry of entries) if (last === null || entry.date > last.date) last = entry;
  return last;
}
