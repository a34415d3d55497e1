import type { DigestChoices, DigestFilter } from './digest.ts';
import { fold } from './fold.ts';
import type { Category } from './record.ts';
import type { StatusKey } from './status.ts';

/** An issue, as far as filters ask about it. */
export interface FilteredIssue {
  readonly agendaId: string;
  readonly key: string;
  /** Null when nobody knows any more. */
  readonly category: Category | null;
  /** Where it stands, and where it stood before it moved. */
  readonly statuses: readonly (StatusKey | null)[];
  /** People of the workspace who own it, and who watch it. */
  readonly owners: readonly string[];
  readonly watchers: readonly string[];
  /** The names of officials. */
  readonly officials: readonly string[];
}

type Choosing = Pick<DigestChoices, 'except' | 'only'>;

/**
 * The filters that ask for an issue, none when a digest is about everything; null when it is not
 * about this issue.
 */
export function filtersFor(
  { only, except }: Choosing,
  issue: FilteredIssue,
): readonly DigestFilter[] | null {
  if (except.some((filter) => isMeant(filter, issue))) return null;
  const asking = only.filter(choosesIssues);
  const matched = asking.filter((filter) => isMeant(filter, issue));
  return asking.length > 0 && matched.length === 0 ? null : matched;
}

/** True when a digest leaves out some issues of the agendas it tells of. */
export function isNarrowed({ only, except }: Choosing): boolean {
  return except.length > 0 || only.some(choosesIssues);
}

/** Under `only`, an agenda is told of in place of the one in use; every other filter chooses issues. */
export function choosesIssues({ kind }: DigestFilter): boolean {
  return kind !== 'agenda';
}

function isMeant(filter: DigestFilter, issue: FilteredIssue): boolean {
  switch (filter.kind) {
    case 'category':
      return issue.category === filter.category;
    case 'status':
      return issue.statuses.some((status) => status !== null && filter.statuses.includes(status));
    case 'issue':
      return issue.agendaId === filter.agendaId && issue.key === filter.key;
    case 'owner':
      return issue.owners.includes(filter.userId);
    case 'official':
      return issue.officials.some((name) => isCalled(name, filter.name));
    case 'watched':
      return issue.watchers.includes(filter.userId);
    case 'agenda':
      return issue.agendaId === filter.agendaId;
  }
}

/** True when all the words stand in the name. */
function isCalled(name: string, words: string): boolean {
  const inName = new Set(fold(name).words);
  const asked = fold(words).words.filter((word) => word !== '');
  return asked.length > 0 && asked.every((word) => inName.has(word));
}
