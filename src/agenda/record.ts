import type { StatusKey } from './status.ts';

/** An ISO calendar date, `2023-11-14`. */
export type IsoDate = string;

/** How exact a date is; a month or a year is stored as its first day. */
export type Precision = 'day' | 'month' | 'year';

/** `seed`: the article the agenda was drawn from; `verified`: a published page; `unverified`: general knowledge. */
export type Basis = 'seed' | 'verified' | 'unverified';

/** How sure the status label is, given who said it. */
export type Confidence = 'high' | 'medium' | 'low';

export type Category = 'tension' | 'cooperation' | 'channel' | 'context';
export type Origin = 'seed' | 'agenda' | 'outcome';
export type Phase = 'before' | 'summit' | 'after';

/** Names by BCP 47 language tag. */
export type Names = Readonly<Record<string, string>>;

/** One summit or negotiation. */
export interface Agenda {
  readonly id: string;
  readonly title: string;
  /** First and last day of the event, where it is held. */
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
  readonly timeZone: string;
  /** The record says nothing after this day. */
  readonly coverageEnd: IsoDate;
  /** The day of the last entry of all; null while there is none. */
  readonly lastEntryOn: IsoDate | null;
}

/** An agenda with what tells it apart from others. */
export interface ListedAgenda extends Agenda {
  readonly names: Names;
}

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly short: string | null;
}

export interface Position {
  readonly party: Party;
  readonly text: string;
  readonly basis: Basis;
}

export interface Owner {
  readonly party: Party;
  readonly name: string;
  readonly role: string | null;
  readonly basis: Basis;
}

export interface Source {
  readonly id: string;
  readonly publisher: string;
  /** A day or a month, `2023-11-15` or `2023-11`. */
  readonly date: string;
  readonly url: string;
}

/** One dated line in an issue's history. Never edited. */
export interface Entry {
  readonly id: string;
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly status: StatusKey;
  readonly note: string;
  readonly attribution: string;
  readonly basis: Basis;
  readonly confidence: Confidence;
  readonly reported: IsoDate | null;
  readonly dateNote: string | null;
  /** A person's id, `terminal:name`, or whatever recorded it. */
  readonly recordedBy: string;
  /** An instant, as ISO text. */
  readonly recordedAt: string;
  readonly sources: readonly Source[];
}

/** An entry that counts for nothing any more: withdrawn, or replaced by another. */
export interface EndedEntry extends Entry {
  readonly endedAt: string;
  readonly endedBy: string;
  readonly endedBecause: string | null;
  readonly replacedBy: string | null;
}

/** The last change anyone made to an issue: its word, who and when. */
export interface LastChange {
  /** How many changes of the issue there are, this one included; of others it tells nothing. */
  readonly revision: number;
  readonly action: Action;
  readonly by: string;
  readonly at: string;
}

/** Words that change the record. */
export type Action =
  | 'access'
  | 'add'
  | 'agenda'
  | 'alias'
  | 'ceiling'
  | 'import'
  | 'mark'
  | 'note'
  | 'owner'
  | 'position'
  | 'source'
  | 'undo'
  | 'update'
  | 'withdraw';

/** Words somebody said, at most a dozen, that support an entry or a position. */
export interface Quote {
  readonly quote: string;
  readonly speaker: string;
  readonly via: string | null;
  readonly supports: string;
  readonly caveat: string | null;
  readonly source: Source;
}

/** Where an issue stands and what that rests on. */
export interface IssueCard {
  readonly title: string;
  readonly summary: string;
  readonly category: Category;
  /** The day the present status was first entered without a break; null before any entry. */
  readonly since: IsoDate | null;
  readonly sincePrecision: Precision;
  /** The last entries, the latest first. */
  readonly entries: readonly Entry[];
  readonly positions: readonly Position[];
  readonly owners: readonly Owner[];
  /** People of the workspace who own it, by their ids. */
  readonly deskOwners: readonly string[];
  /** Null while nobody changed it but by importing. */
  readonly lastChange: LastChange | null;
}

/** What tells an issue apart in a list. */
export interface IssueRef {
  readonly key: string;
  readonly title: string;
}

/** An issue in a list and where it stands; nulls before its first entry. */
export interface ListedIssue extends IssueRef {
  readonly status: StatusKey | null;
  /** Of the last entry. */
  readonly basis: Basis | null;
  readonly since: IsoDate | null;
  readonly sincePrecision: Precision;
}

/** One entry seen as news: what it moved an issue from and to. */
export interface Change extends IssueRef {
  readonly date: IsoDate;
  readonly precision: Precision;
  /** Null for the issue's first entry. */
  readonly from: StatusKey | null;
  readonly to: StatusKey;
  readonly basis: Basis;
}
