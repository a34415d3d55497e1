import type { Action, Basis, IsoDate, Precision } from './record.ts';
import type { StatusKey } from './status.ts';

/** A change of an issue, as its line in the log and the entries it names tell it. */
export interface LoggedLine {
  readonly line: number;
  readonly at: string;
  readonly by: string;
  readonly action: Action;
  readonly details: Readonly<Record<string, unknown>>;
  /** What was written, withdrawn or put down again. */
  readonly entry: LoggedEntry | null;
  /** Of an import: what it wrote, the latest last. */
  readonly imported: readonly LoggedEntry[];
  /** What that took the place of. */
  readonly replaced: LoggedEntry | null;
  /** For a change that was taken back: its word. */
  readonly undone: Action | null;
}

export interface LoggedEntry {
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly status: StatusKey;
  /** The status up to that day; null before any. */
  readonly from: StatusKey | null;
  readonly note: string;
  readonly basis: Basis;
  readonly sources: readonly { readonly url: string; readonly publisher: string }[];
}

/** The last changes of an issue, the first of them first. */
export interface LoggedLines {
  readonly lines: readonly LoggedLine[];
  /** How many more there were before these. */
  readonly earlier: number;
  /** The number of the last one. */
  readonly last: number;
}
