import type { Holder, Role } from '../src/access/roles.ts';

/** The tables of who may see and do what, and of who saw what. */
export interface AccessTables {
  readonly grants: GrantTable;
  readonly ceilings: CeilingTable;
  readonly readings: ReadingTable;
}

interface GrantTable {
  team_id: string;
  /** Empty for the whole workspace. */
  agenda_id: string;
  holder_kind: Holder['kind'];
  /** Empty for everyone. */
  holder_id: string;
  role: Role;
  given_by: string;
  given_at: string;
}

/** How much an admin allows a channel to be shown. */
interface CeilingTable {
  team_id: string;
  channel_id: string;
  marking: 'AMBER' | 'CLEAR' | 'GREEN';
  set_by: string;
  set_at: string;
}

/** Somebody, or a channel, was shown what is restricted. Lines are only ever added, like those of the log. */
interface ReadingTable {
  seq: number;
  at: string;
  team_id: string;
  by: string;
  /** The channel it was shown in; empty for the Home tab. */
  place: string;
  agenda_id: string;
  issue_key: string;
  /** `alone` to one person, or `posted` for all in the place. */
  how: 'alone' | 'posted';
  hash: string;
}
