import { isDeepStrictEqual } from 'node:util';
import type { StatusKey } from '../../../src/agenda/status.ts';
import type { IssueKey } from './requests.ts';

/** An entry as people know it. */
export interface ModelEntry {
  readonly number: number;
  /** The number of the entry that was first put down: one that comes back has another number and the same origin. */
  readonly origin: number;
  readonly issue: IssueKey;
  readonly date: string;
  readonly status: StatusKey;
  readonly note: string;
  readonly says: string;
  readonly basis: 'unverified' | 'verified';
  readonly confidence: string;
  /** By their addresses. */
  readonly sources: readonly string[];
  readonly by: string;
  end: { readonly by: string; readonly because: string | null; readonly replaced: boolean } | null;
  /** True when it went with its issue. */
  isGone: boolean;
}

export interface ModelSource {
  readonly publisher: string;
  readonly date: string;
  readonly url: string;
}

/** What is said of an issue beside its entries. */
export interface ModelFacts {
  readonly aliases: readonly string[];
  readonly positions: readonly { party: string; text: string; basis: string }[];
  readonly owners: readonly { party: string; name: string; basis: string }[];
  readonly desk: readonly { user: string; since: number }[];
}

/** Who asks, when, and what they have been shown. */
export interface ModelAsked {
  readonly by: string;
  readonly at: number;
  readonly today: string;
  readonly inputId: string | null;
}

/** What the answer is, and what stands in it. */
export interface Told {
  readonly kind:
    | 'as it was'
    | 'built on'
    | 'ended'
    | 'no issue'
    | 'missing'
    | 'nothing to undo'
    | 'overtaken'
    | 'reason wanted'
    | 'recorded'
    | 'repeated'
    | 'status wanted'
    | 'still to come'
    | 'there already'
    | 'undone'
    | 'unknown name'
    | 'withdrawn';
  readonly says: readonly string[];
}

/** An entry as a file has it. */
export type FiledEntry = Pick<
  ModelEntry,
  'basis' | 'confidence' | 'date' | 'note' | 'says' | 'sources' | 'status'
>;

/** Claims of a deal that nothing supports. */
export function isUnsourced({ status, basis }: Pick<ModelEntry, 'basis' | 'status'>): boolean {
  return (status === 'agreed' || status === 'implementing') && basis === 'unverified';
}

/** True when nothing new is in it. */
export function saysTheSame(entry: ModelEntry, other: FiledEntry): boolean {
  return (
    entry.status === other.status &&
    entry.note === other.note &&
    entry.says === other.says &&
    entry.basis === other.basis &&
    entry.confidence === other.confidence &&
    isDeepStrictEqual(entry.sources, other.sources)
  );
}

/** One text after the other, unless it stands in it already. */
export function alsoSaying(text: string, more: string, between: string): string {
  if (text === '' || more === '') return text + more;
  const isThere = (between + text + between).includes(between + more + between);
  return isThere ? text : text + between + more;
}
