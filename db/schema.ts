import type { Generated } from 'kysely';
import type { AttributionRule } from '../src/agenda/attribution-rule.ts';
import type {
  Basis,
  Category,
  Confidence,
  IsoDate,
  Origin,
  Phase,
  Precision,
} from '../src/agenda/record.ts';
import type { Marking } from '../src/agenda/marking.ts';
import type { StatusKey } from '../src/agenda/status.ts';
import type { AccessTables } from './schema-access.ts';
import type { InstallationTables } from './schema-installations.ts';
import type { MadeTables } from './schema-made.ts';
import type { UnaskedTables } from './schema-unasked.ts';

/** Every table, as Kysely sees it. `json` columns hold JSON text; `position` keeps a document's own order. */
export interface Schema extends AccessTables, InstallationTables, MadeTables, UnaskedTables {
  readonly agendas: AgendaTable;
  readonly parties: PartyTable;
  readonly statements: StatementTable;
  readonly happenings: HappeningTable;
  readonly sources: SourceTable;
  readonly issues: IssueTable;
  readonly aliases: AliasTable;
  readonly positions: PositionTable;
  readonly owners: OwnerTable;
  readonly quotes: QuoteTable;
  readonly related_issues: RelatedIssueTable;
  readonly entries: EntryTable;
  readonly entry_sources: EntrySourceTable;
  readonly issue_names: IssueNameTable;
  readonly name_words: WordTable;
  readonly text_words: WordTable;
  /** Words on their way to `text_words` while a new agenda is imported; there only meanwhile. */
  readonly staged_text_words: WordTable;
  readonly word_spellings: WordSpellingTable;
  readonly channel_agendas: ChannelAgendaTable;
  readonly audit_lines: AuditLineTable;
  readonly inputs: InputTable;
  readonly desk_owners: PersonOfIssueTable;
  readonly watches: PersonOfIssueTable;
  readonly home_visits: HomeVisitTable;
  readonly live_cards: LiveCardTable;
  readonly record_version: RecordVersionTable;
}

interface AgendaTable {
  id: string;
  title: string;
  /** JSON object, language tag → name; null where the document has none. */
  names: string | null;
  kind: 'bilateral' | 'multilateral';
  start_date: IsoDate;
  end_date: IsoDate;
  time_zone: string;
  location: string | null;
  as_of: IsoDate;
  as_of_label: string | null;
  coverage_end: IsoDate;
  /** JSON array of language tags. */
  languages: string | null;
  statuses: string;
  disclaimer: string | null;
  /** JSON array of the lists the document's context has, empty ones too; null where it has no context. */
  context: string | null;
  /** The last day any entry stands on; what holds "now" holds from that day on. */
  last_entry_on: IsoDate | null;
  /** Kept as issues are added: counting a million takes too long to answer. */
  issue_count: number;
  marking: Generated<Marking>;
  /** The private channel whose members alone may see it. */
  room: string | null;
  /** JSON array of the people who alone may see it. */
  readers: string | null;
  /** The agenda, or the annex of one, that it is a part of. */
  annex_of: string | null;
}

interface PartyTable {
  agenda_id: string;
  id: string;
  position: number;
  name: string;
  short: string | null;
  names: string | null;
}

/** What the parties want of the meeting and what is expected of it. */
interface StatementTable {
  agenda_id: string;
  kind: 'goal' | 'expectation';
  position: number;
  text: string;
  attribution: string;
  basis: Basis;
}

/** Meetings between the parties and events around them. */
interface HappeningTable {
  agenda_id: string;
  kind: 'contact' | 'event';
  position: number;
  date: IsoDate;
  precision: Precision;
  what: string;
  basis: Basis;
  /** JSON array of source ids. */
  sources: string;
}

interface SourceTable {
  agenda_id: string;
  id: string;
  position: number;
  publisher: string;
  date: string;
  url: string;
  /** By which two addresses are one source: see `sameAddress`. */
  address: string;
  about: string | null;
  kind: 'seed' | 'news' | 'official' | 'readout' | 'analysis' | null;
  lang: string | null;
}

interface IssueTable {
  agenda_id: string;
  key: string;
  position: number;
  title: string;
  names: string | null;
  category: Category;
  origin: Origin;
  summary: string;
  owner_note: string | null;
  /** 1 for one of the agenda that has entries in this annex: all else of it is there. */
  continues: Generated<0 | 1>;
}

interface AliasTable {
  agenda_id: string;
  issue_key: string;
  position: number;
  alias: string;
}

interface PositionTable {
  agenda_id: string;
  issue_key: string;
  party_id: string;
  position: number;
  text: string;
  basis: Basis;
}

interface OwnerTable {
  agenda_id: string;
  issue_key: string;
  position: number;
  party_id: string;
  name: string;
  role: string | null;
  basis: Basis;
}

interface QuoteTable {
  agenda_id: string;
  issue_key: string;
  position: number;
  quote: string;
  speaker: string;
  speaker_type:
    | 'named-official'
    | 'unnamed-official'
    | 'unnamed-source'
    | 'outlet'
    | 'official-text';
  via: string | null;
  source_id: string;
  supports: string;
  caveat: string | null;
}

interface RelatedIssueTable {
  agenda_id: string;
  issue_key: string;
  position: number;
  related_key: string;
}

interface EntryTable {
  id: string;
  agenda_id: string;
  issue_key: string;
  date: IsoDate;
  precision: Precision;
  status: StatusKey;
  phase: Phase;
  note: string;
  attribution: string;
  basis: Basis;
  confidence: Confidence;
  reported: IsoDate | null;
  date_note: string | null;
  recorded_by: string;
  recorded_at: string;
  /** When it was withdrawn or replaced; from then on it counts for nothing but history. */
  ended_at: string | null;
  ended_by: string | null;
  ended_because: string | null;
  /** The entry that stands in its place. */
  replaced_by: string | null;
  /** How it may be passed on. */
  attribution_rule: AttributionRule | null;
  /** Until then it stays where fewer people see it. */
  embargo_until: string | null;
}

interface EntrySourceTable {
  entry_id: string;
  position: number;
  agenda_id: string;
  source_id: string;
}

/** Every way to name an issue as a whole, folded for exact look-up. */
interface IssueNameTable {
  agenda_id: string;
  form: string;
  /** `key` and `name` are folded without spaces; `bag` has a name's words sorted, without plurals. */
  kind: 'bag' | 'initials' | 'key' | 'name';
  issue_key: string;
}

/** Words of names, and of texts; two neighbouring letters where a script has no spaces. */
interface WordTable {
  agenda_id: string;
  word: string;
  issue_key: string;
}

/** The words names are made of, by themselves and with a slip, so that misspelt ones are found by look-up. */
interface WordSpellingTable {
  agenda_id: string;
  spelling: string;
  word: string;
}

interface ChannelAgendaTable {
  team_id: string;
  channel_id: string;
  agenda_id: string;
  chosen_by: string;
  chosen_at: string;
}

/** One change of the record. Lines are only ever added, each with a hash over itself and the one before it. */
interface AuditLineTable {
  seq: number;
  at: string;
  by: string;
  /** The word of the change: `update`, `withdraw`, `import`… */
  action: string;
  agenda_id: string | null;
  issue_key: string | null;
  /** JSON object: what `undo` and a reader of the log need to know. */
  details: string;
  /** JSON array of `[kind, id, hash]`: every row that was written, and what it then held. */
  writes: string;
  hash: string;
}

/** What came from Slack and was acted on: the same again changes nothing. Kept for two days. */
interface InputTable {
  id: string;
  at: string;
}

/** A person of the workspace who owns, or watches, an issue. */
interface PersonOfIssueTable {
  agenda_id: string;
  issue_key: string;
  team_id: string;
  user_id: string;
  since: string;
}

/** When someone last looked at the Home tab, and the time before. */
interface HomeVisitTable {
  team_id: string;
  user_id: string;
  looked_at: string;
  before_that: string | null;
}

/** A card in a channel that is kept current. */
interface LiveCardTable {
  team_id: string;
  channel_id: string;
  ts: string;
  agenda_id: string;
  issue_key: string;
  shared_by: string;
  shared_at: string;
  /** The last audit line of the issue that the card and its thread tell. */
  told_line: number;
}

/** One row. */
interface RecordVersionTable {
  only: 1;
  /** Drawn anew in each transaction that writes anything an answer depends on. */
  token: number;
}
