import { listKeysOfDays, listKeysOfPeriods, readEntries } from '../../db/digest-entries.ts';
import { type IssueToFilter, listIssuesToFilter } from '../../db/digest-issues.ts';
import { findStepOfEntry, listKeysChanged, type StepOfIssue } from '../../db/digest-lines.ts';
import type { Db } from '../../db/open.ts';
import { addDays } from '../agenda/days.ts';
import type { DigestNews, IssueInDigest } from '../agenda/digest.ts';
import { filtersFor } from '../agenda/digest-filter.ts';
import { type FoldedIssue, foldNews } from '../agenda/fold-news.ts';
import { periodsOver } from '../agenda/tellable.ts';
import type { DigestOfAgenda } from './digest-of-agenda.ts';
import {
  type FileOfSpan,
  type FilesOfSpan,
  filesOfSpan,
  MOST_LINES_OF_FILE,
} from './files-of-span.ts';
import { readIssuesInSpan } from './issues-in-span.ts';
import { letOthers } from './let-others.ts';

/** What became of each issue in a span, and the files that were imported. */
export async function issuesOfSpan(
  db: Db,
  of: DigestOfAgenda,
): Promise<Pick<DigestNews, 'imports' | 'issues'>> {
  const files = await filesOfSpan(db, of);
  await letOthers(db);
  const keys = await keysToLookAt(db, of, files);
  const folded = await foldIssues(db, of, keys);
  await letOthers(db);
  const told = withoutLongFiles(await meantOnes(db, of, folded), files.told);
  const filesOf = told.map(({ lines }) => new Set(lines.map((line) => fileAt(files.told, line))));
  return {
    issues: (await inFull(db, of, told)).toSorted(inOrder),
    imports: files.told.flatMap((file) => {
      const lines = filesOf.filter((some) => some.has(file)).length;
      const issues = Math.max(file.issues, lines);
      const { by, at, entries } = file;
      return issues === 0 ? [] : [{ by, at, issues, entries, told: lines }];
    }),
  };
}

/** Issues that something was done to, or whose day came that something was entered for. */
async function keysToLookAt(
  db: Db,
  { agenda, fromLine, untilLine, since, until }: DigestOfAgenda,
  { told, large }: FilesOfSpan,
): Promise<string[]> {
  const changed = await listKeysChanged(db, { agendaId: agenda.id, fromLine, untilLine });
  const days = { agendaId: agenda.id, since: addDays(since, 1), until };
  const came = since < until ? await listKeysOfDays(db, days, large) : [];
  const over = await listKeysOfPeriods(db, agenda.id, periodsOver(since, until), large);
  return [...new Set([...changed, ...told.flatMap(({ keys }) => keys), ...came, ...over])];
}

type Folded = FoldedIssue & {
  readonly key: string;
  /** All that were written about it. */
  readonly lines: readonly number[];
  /** What is known of one that is gone. */
  readonly gone: StepOfIssue['gone'];
};

async function foldIssues(
  db: Db,
  { agenda, fromLine, untilLine, since, until, notBy }: DigestOfAgenda,
  keys: readonly string[],
): Promise<Folded[]> {
  const issues = await readIssuesInSpan(db, { agendaId: agenda.id, fromLine, untilLine }, keys);
  await letOthers(db);
  return issues.flatMap(({ key, ...issue }) => {
    const folded = foldNews(issue, { since, until }, notBy);
    if (folded === null) return [];
    const gone = issue.steps.findLast((step) => step.gone !== null)?.gone ?? null;
    return [{ ...folded, key, lines: issue.steps.map(({ line }) => line), gone }];
  });
}

type Meant = Folded & Pick<IssueInDigest, 'matched' | 'title'>;

/** Those the digest is about, as far as nobody muted them. */
async function meantOnes(
  db: Db,
  { agenda, digest, mutes }: DigestOfAgenda,
  folded: readonly Folded[],
): Promise<Meant[]> {
  const which = { agendaId: agenda.id, teamId: digest.teamId };
  const read = await listIssuesToFilter(
    db,
    which,
    folded.map(({ key }) => key),
  );
  const issues = new Map(read.map((issue) => [issue.key, issue]));
  return folded.flatMap((one) => {
    const issue = issues.get(one.key) ?? goneIssue(agenda.id, one);
    const statuses = [one.from, one.to];
    const matched = filtersFor(digest.choices, { ...issue, statuses });
    if (matched === null || isMuted(one, mutes.get(one.key))) return [];
    return [{ ...one, title: issue.title, matched }];
  });
}

function goneIssue(
  agendaId: string,
  { key, gone }: Folded,
): Pick<IssueToFilter, 'title'> & Parameters<typeof filtersFor>[1] {
  return {
    agendaId,
    key,
    title: gone?.title ?? key,
    category: gone?.category ?? null,
    statuses: [],
    owners: [],
    watchers: [],
    officials: [],
  };
}

function isMuted({ from, to }: Folded, level: 'all' | 'updates' | undefined): boolean {
  return level === 'all' || (level === 'updates' && from === to);
}

/** Without those that files alone brought, where they are old news or too many. */
function withoutLongFiles(issues: readonly Meant[], files: readonly FileOfSpan[]): Meant[] {
  const fresh = issues.filter(({ file }) => file === null || file.isFresh);
  const lines = Map.groupBy(fresh, ({ file }) => (file === null ? null : fileAt(files, file.line)));
  return fresh.filter(({ file }) => {
    if (file === null) return true;
    const from = fileAt(files, file.line);
    if (from === null) return false;
    return !from.isOnlyOneLine && (lines.get(from)?.length ?? 0) <= MOST_LINES_OF_FILE;
  });
}

/** Nobody else writes while a file is imported, so its lines stand together. */
function fileAt(files: readonly FileOfSpan[], line: number): FileOfSpan | null {
  return files.find(({ firstLine, lastLine }) => line >= firstLine && line <= lastLine) ?? null;
}

/** With the entries that say so. */
async function inFull(
  db: Db,
  { agenda }: DigestOfAgenda,
  issues: readonly Meant[],
): Promise<IssueInDigest[]> {
  const entries = await readEntries(
    db,
    issues.flatMap(({ entryId }) => entryId ?? []),
  );
  const told: IssueInDigest[] = [];
  for (const { entryId, step, ...issue } of issues) {
    const entry = entries.get(entryId ?? '') ?? null;
    const of = { agendaId: agenda.id, key: issue.key, id: entryId ?? '' };
    const done = step ?? (await findStepOfEntry(db, of));
    const action = done?.action ?? 'import';
    const by = done?.by ?? entry?.recordedBy ?? '';
    const { key, title, kind, from, to, because, others, otherFacts, matched } = issue;
    const changed = { action, by, others, otherFacts };
    told.push({ key, title, kind, from, to, entry, because, ...changed, matched });
  }
  return told;
}

const KINDS: readonly IssueInDigest['kind'][] = ['move', 'new', 'withdrawn', 'update', 'facts'];

/** What moved first; of those the latest. */
function inOrder(one: IssueInDigest, other: IssueInDigest): number {
  const byKind = KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind);
  return (
    byKind || compare(other.entry?.date ?? '', one.entry?.date ?? '') || compare(one.key, other.key)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
