import type { IsoDate } from '../src/agenda/record.ts';

/** The tables of what Summit says unasked: digests, when each is due, and every message on its way. */
export interface UnaskedTables {
  readonly digests: DigestTable;
  readonly digest_mutes: DigestMuteTable;
  readonly digest_slots: DigestSlotTable;
  readonly posts: PostTable;
  readonly stopped_workspaces: StoppedWorkspaceTable;
  readonly told_watches: ToldWatchTable;
  readonly reminders: ReminderTable;
  readonly nudges: NudgeTable;
}

/** A standing order for digests: one a channel, one a person. It stays when it is off, so that its days are remembered. */
interface DigestTable {
  id: string;
  team_id: string;
  /** A channel's id or, for one in a direct message, the person's. */
  place: string;
  state: 'off' | 'on' | 'paused';
  /** Slack's word for why Summit paused it by itself; null when a person did, and while it is on. */
  paused_because: string | null;
  /** A `Schedule` as JSON. */
  schedule: string;
  /** `DigestChoices` as JSON. */
  choices: string;
  set_by: string;
  set_at: string;
  changed_by: string;
  changed_at: string;
  /** The next slot; null when it has to be worked out from now, and while the digest is not on. */
  next_at: string | null;
  /** When `next_at` was worked out. In the future, it was by a clock that has gone back since. */
  planned_at: string;
}

/** What a digest does not tell of one issue: `updates` leaves out all but changes of status. */
interface DigestMuteTable {
  digest_id: string;
  agenda_id: string;
  issue_key: string;
  level: 'all' | 'updates';
  by: string;
  at: string;
}

/** One moment a digest is due at: there is one row for it, ever. */
interface DigestSlotTable {
  digest_id: string;
  /** That of the digest. */
  team_id: string;
  slot_at: string;
  /** `due` by its schedule, or `asked` for with `digest now`. */
  kind: 'asked' | 'due';
  /** The day in the digest's zone then. */
  local_date: IsoDate;
  /**
   * `due`: to be composed; `composed`: its messages are on their way; and then for good `said`;
   * `silent`, for nothing had changed; `missed`, too late or overtaken by a later one, which
   * tells it all; `failed`: surely not there; `unknown`: nobody can tell whether it is there.
   */
  state: 'composed' | 'due' | 'failed' | 'missed' | 'said' | 'silent' | 'unknown';
  planned_at: string;
  /** What it tells: the lines of the log after the first up to the second, and the time between. */
  from_line: number | null;
  until_line: number | null;
  from_at: string | null;
  until_at: string | null;
  /** 1 when it tells what went stale; a digest of the one line that nothing changed doesn't. */
  tells_stale: 0 | 1 | null;
  settled_at: string | null;
  why: string | null;
}

/** A message on its way, and what became of it. */
interface PostTable {
  id: string;
  /** Goes along as metadata, so that the message can be found again. It tells nobody anything. */
  key: string;
  team_id: string;
  /** A channel's id, or a person's for a direct message. */
  place: string;
  /** Where that is, once Slack told. */
  channel_id: string | null;
  purpose: 'digest' | 'notice' | 'nudge' | 'reminder' | 'watch';
  digest_id: string | null;
  slot_at: string | null;
  /** The post in whose thread it stands, and that has to be there first. */
  thread_of: string | null;
  /** An `Outgoing` as JSON. */
  content: string;
  /**
   * `waiting` to be posted; `posting`: a process took it, and a request may be on its way;
   * `unclear`: to be looked for; and then for good `sent`; `failed`:
   * surely not there; `unknown`: nobody can tell.
   */
  state: 'failed' | 'posting' | 'sent' | 'unclear' | 'unknown' | 'waiting';
  /** Counts the leases: whoever holds an older one changes nothing. */
  epoch: number;
  leased_until: string | null;
  attempts: number;
  first_attempt_at: string | null;
  attempt_at: string | null;
  not_before: string;
  /** Nobody wants it any more then. */
  give_up_at: string;
  /** When this row was last written. In the future, it was by a clock that has gone back since. */
  touched_at: string;
  created_at: string;
  settled_at: string | null;
  ts: string | null;
  why: string | null;
}

/** A workspace that Summit was removed from, or whose token is refused: nothing is said there. */
interface StoppedWorkspaceTable {
  team_id: string;
  at: string;
  why: string;
}

/** How far someone who watches an issue was told of it: a row beside each in `watches`. */
interface ToldWatchTable {
  agenda_id: string;
  issue_key: string;
  team_id: string;
  user_id: string;
  /** The last audit line of the issue that was told, or was there when they began to watch. */
  told_line: number;
  /** When: entries for days that have come since are news. */
  told_at: string;
}

/** `remind fentanyl in 3 days`: gone once it was told. */
interface ReminderTable {
  id: string;
  team_id: string;
  user_id: string;
  agenda_id: string;
  issue_key: string;
  due_at: string;
  note: string;
  asked_at: string;
}

/** An issue whose owners in a workspace want to be told when nothing was entered for so many days. */
interface NudgeTable {
  agenda_id: string;
  issue_key: string;
  team_id: string;
  every_days: number;
  /** In which it is morning when they are told. */
  time_zone: string;
  set_by: string;
  set_at: string;
  /** When to look again whether an entry is due. */
  next_at: string;
  /** When `next_at` was worked out. In the future, it was by a clock that has gone back since. */
  planned_at: string;
}
