import type { Basis, Category, IsoDate } from '../src/agenda/record.ts';
import type { StatusKey } from '../src/agenda/status.ts';

/** The tables that follow from entries and are kept as these change, so that nobody counts or sorts to answer. */
export interface MadeTables {
  readonly standings: StandingTable;
  readonly status_counts: StatusCountTable;
  readonly standing_days: StandingDayTable;
  readonly issue_cards: IssueCardTable;
}

/** Where each issue stands by its last entry: kept in the transaction that adds the entry. */
interface StandingTable {
  agenda_id: string;
  issue_key: string;
  entry_id: string;
  category: Category;
  status: StatusKey;
  /** Of the last entry. */
  basis: Basis;
  /** The day the present run of this status began. */
  since: IsoDate;
  /** The day of the last entry. */
  date: IsoDate;
}

/** What `status` shows of an issue now, in one row. */
interface IssueCardTable {
  agenda_id: string;
  issue_key: string;
  /** An `IssueCard` as JSON. */
  card: string;
}

/** How many issues stand at each status: kept with the standings. */
interface StatusCountTable {
  agenda_id: string;
  status: StatusKey;
  issues: number;
}

/** How many of them had their last entry on each day: kept with the standings too. */
interface StandingDayTable {
  agenda_id: string;
  status: StatusKey;
  date: IsoDate;
  issues: number;
}
