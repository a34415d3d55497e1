import type { Action, Agenda, Category, Entry, IsoDate, IssueRef, Precision } from './record.ts';
import type { StatusKey } from './status.ts';

/** What a digest is about and how much it says. */
export interface DigestChoices {
  /** With none, every issue of the agenda in use where the digest goes. */
  readonly only: readonly DigestFilter[];
  readonly except: readonly DigestFilter[];
  /** True when nothing is said where nothing changed; otherwise one line. */
  readonly quiet: boolean;
  /** How many days ahead it looks, 0 to 60. */
  readonly daysAhead: number;
  /** Days without an entry after which an issue goes stale, 1 to 365; 0 never. */
  readonly staleAfter: number;
}

export const USUAL_CHOICES: DigestChoices = {
  only: [],
  except: [],
  quiet: true,
  daysAhead: 7,
  staleAfter: 30,
};

/** Which issues are meant. */
export type DigestFilter =
  | { readonly kind: 'category'; readonly category: Category }
  /** Issues that stand there now, or stood there before they moved. */
  | { readonly kind: 'status'; readonly statuses: readonly StatusKey[] }
  | { readonly kind: 'issue'; readonly agendaId: string; readonly key: string }
  /** A person of the workspace who keeps the issue. */
  | { readonly kind: 'owner'; readonly userId: string }
  /** An official, by a word of the name. */
  | { readonly kind: 'official'; readonly name: string }
  | { readonly kind: 'watched'; readonly userId: string }
  /** Under `only`, the agenda to tell of in place of the one in use. */
  | { readonly kind: 'agenda'; readonly agendaId: string };

/** The part of the record a digest tells: what was recorded after one line of the log up to another, between two moments. */
export interface DigestSpan {
  readonly fromLine: number;
  readonly untilLine: number;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** What happened on one agenda in a span. */
export interface DigestNews {
  readonly agenda: Agenda;
  /** The first and the last day it tells of. */
  readonly since: IsoDate;
  readonly until: IsoDate;
  /** What moved first, then what is new, was withdrawn, was updated; one line an issue. */
  readonly issues: readonly IssueInDigest[];
  /** Files that were imported, a line each, whatever was in them. */
  readonly imports: readonly ImportInDigest[];
  /** The first first. */
  readonly ahead: readonly DateAhead[];
  readonly stale: StaleInDigest;
  /** How many issues stand where now, of those the digest is about; statuses without any left out. */
  readonly counts: ReadonlyMap<StatusKey, number>;
}

/** What an issue has beside its entries, by the word that changes it. */
export type Fact = Extract<Action, 'alias' | 'owner' | 'position' | 'source'>;

/** What became of an issue in a span, folded into one line however often it was changed. */
export interface IssueInDigest extends IssueRef {
  /**
   * `new`: it had no status before; `move`: another status; `withdrawn`: an entry was, and no
   * other was made; `update`: the same status said again, or an earlier day filled in;
   * `facts`: sources, positions, owners or names.
   */
  readonly kind: 'facts' | 'move' | 'new' | 'update' | 'withdrawn';
  readonly from: StatusKey | null;
  /** Null when it has no status any more. */
  readonly to: StatusKey | null;
  /** What says so: the last entry of the span that counts; null for facts and where none is left. */
  readonly entry: Entry | null;
  /** Why an entry was withdrawn, as far as was said. */
  readonly because: string | null;
  /** What was done, by its word; the last of it. */
  readonly action: Action;
  /** Who did it. */
  readonly by: string;
  /** How many changes there were beside that one, and what they changed beside entries and what it changed. */
  readonly others: number;
  readonly otherFacts: readonly Fact[];
  /** The filters that asked for it; none when the digest is about everything. */
  readonly matched: readonly DigestFilter[];
}

export interface ImportInDigest {
  readonly by: string;
  readonly at: string;
  readonly issues: number;
  readonly entries: number;
  /** How many of its issues have a line of their own. */
  readonly told: number;
}

/** A day to come. */
export interface DateAhead {
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly what: string;
  /** The issue, when it is an entry for a day to come. */
  readonly issue: IssueRef | null;
}

export interface StaleInDigest {
  readonly after: number;
  /** Those that went stale in the span, the oldest first. */
  readonly fresh: readonly (IssueRef & { readonly status: StatusKey; readonly lastOn: IsoDate })[];
  /** How many are stale in all, of those the digest is about. */
  readonly total: number;
}
