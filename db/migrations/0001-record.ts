import { type Kysely, type RawBuilder, sql } from 'kysely';
import { createSqliteFunctions, isOnPostgres } from './on-postgres.ts';

const STATUSES = [
  'proposed',
  'on-agenda',
  'in-talks',
  'agreed-in-principle',
  'agreed',
  'implementing',
  'fulfilled',
  'stalled',
  'suspended',
  'off-table',
];
const CATEGORIES = ['tension', 'cooperation', 'channel', 'context'];
const BASES = ['seed', 'verified', 'unverified'];
const PRECISIONS = ['day', 'month', 'year'];

const strict = sql`strict`;
/** For tables that are read by their own key. */
const byKey = sql`strict, without rowid`;

/** The record of agendas, their issues and entries, and where each issue stands by them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (isOnPostgres(db)) await createSqliteFunctions(db);
  await createAgendas(db);
  await createIssues(db);
  await createEntries(db);
  await createStandings(db);
}

async function createAgendas(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('agendas')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('names', 'text')
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(oneOf('kind', ['bilateral', 'multilateral'])),
    )
    .addColumn('start_date', 'text', (column) => column.notNull())
    .addColumn('end_date', 'text', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('location', 'text')
    .addColumn('as_of', 'text', (column) => column.notNull())
    .addColumn('as_of_label', 'text')
    .addColumn('coverage_end', 'text', (column) => column.notNull())
    .addColumn('languages', 'text')
    .addColumn('statuses', 'text', (column) => column.notNull())
    .addColumn('disclaimer', 'text')
    .addColumn('context', 'text')
    .addColumn('last_entry_on', 'text')
    .addColumn('issue_count', 'integer', (column) => column.notNull())
    .modifyEnd(strict)
    .execute();

  await db.schema
    .createTable('parties')
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('short', 'text')
    .addColumn('names', 'text')
    .addPrimaryKeyConstraint('parties_key', ['agenda_id', 'id'])
    .modifyEnd(byKey)
    .execute();

  await db.schema
    .createTable('statements')
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(oneOf('kind', ['goal', 'expectation'])),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('attribution', 'text', (column) => column.notNull())
    .addColumn('basis', 'text', (column) => column.notNull().check(oneOf('basis', BASES)))
    .addPrimaryKeyConstraint('statements_key', ['agenda_id', 'kind', 'position'])
    .modifyEnd(byKey)
    .execute();

  await db.schema
    .createTable('happenings')
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(oneOf('kind', ['contact', 'event'])),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('precision', 'text', (column) =>
      column.notNull().check(oneOf('precision', PRECISIONS)),
    )
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('basis', 'text', (column) => column.notNull().check(oneOf('basis', BASES)))
    .addColumn('sources', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('happenings_key', ['agenda_id', 'kind', 'position'])
    .modifyEnd(byKey)
    .execute();

  await db.schema
    .createTable('sources')
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('publisher', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('about', 'text')
    .addColumn('kind', 'text', (column) =>
      column.check(oneOf('kind', ['seed', 'news', 'official', 'readout', 'analysis'])),
    )
    .addColumn('lang', 'text')
    .addPrimaryKeyConstraint('sources_key', ['agenda_id', 'id'])
    .modifyEnd(byKey)
    .execute();
  await index(db, 'sources_by_address', 'sources', ['agenda_id', 'address']);

  await db.schema
    .createTable('channel_agendas')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('chosen_by', 'text', (column) => column.notNull())
    .addColumn('chosen_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('channel_agendas_key', ['team_id', 'channel_id'])
    .modifyEnd(byKey)
    .execute();
}

async function createIssues(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('issues')
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('names', 'text')
    .addColumn('category', 'text', (column) =>
      column.notNull().check(oneOf('category', CATEGORIES)),
    )
    .addColumn('origin', 'text', (column) =>
      column.notNull().check(oneOf('origin', ['seed', 'agenda', 'outcome'])),
    )
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('owner_note', 'text')
    .addPrimaryKeyConstraint('issues_key', ['agenda_id', 'key'])
    .modifyEnd(byKey)
    .execute();
  await index(db, 'issues_by_position', 'issues', ['agenda_id', 'position', 'key']);

  await db.schema
    .createTable('aliases')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('alias', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('aliases_key', ['agenda_id', 'issue_key', 'position'])
    .addForeignKeyConstraint('aliases_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    .modifyEnd(byKey)
    .execute();

  await db.schema
    .createTable('positions')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('party_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('basis', 'text', (column) => column.notNull().check(oneOf('basis', BASES)))
    .addPrimaryKeyConstraint('positions_key', ['agenda_id', 'issue_key', 'party_id'])
    .addForeignKeyConstraint('positions_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    .addForeignKeyConstraint('positions_party', ['agenda_id', 'party_id'], 'parties', [
      'agenda_id',
      'id',
    ])
    .modifyEnd(byKey)
    .execute();

  await db.schema
    .createTable('owners')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('party_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text')
    .addColumn('basis', 'text', (column) => column.notNull().check(oneOf('basis', BASES)))
    .addPrimaryKeyConstraint('owners_key', ['agenda_id', 'issue_key', 'position'])
    .addForeignKeyConstraint('owners_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    .addForeignKeyConstraint('owners_party', ['agenda_id', 'party_id'], 'parties', [
      'agenda_id',
      'id',
    ])
    .modifyEnd(byKey)
    .execute();

  await db.schema
    .createTable('quotes')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('quote', 'text', (column) => column.notNull())
    .addColumn('speaker', 'text', (column) => column.notNull())
    .addColumn('speaker_type', 'text', (column) =>
      column
        .notNull()
        .check(
          oneOf('speaker_type', [
            'named-official',
            'unnamed-official',
            'unnamed-source',
            'outlet',
            'official-text',
          ]),
        ),
    )
    .addColumn('via', 'text')
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('supports', 'text', (column) => column.notNull())
    .addColumn('caveat', 'text')
    .addPrimaryKeyConstraint('quotes_key', ['agenda_id', 'issue_key', 'position'])
    .addForeignKeyConstraint('quotes_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    .addForeignKeyConstraint('quotes_source', ['agenda_id', 'source_id'], 'sources', [
      'agenda_id',
      'id',
    ])
    .modifyEnd(byKey)
    .execute();

  await db.schema
    .createTable('related_issues')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('related_key', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('related_issues_key', ['agenda_id', 'issue_key', 'position'])
    .addForeignKeyConstraint('related_issues_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    // Issues point at one another, so the check waits for the end of the transaction.
    .addForeignKeyConstraint(
      'related_issues_related',
      ['agenda_id', 'related_key'],
      'issues',
      ['agenda_id', 'key'],
      (constraint) => constraint.deferrable().initiallyDeferred(),
    )
    .modifyEnd(byKey)
    .execute();
}

async function createEntries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('entries')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('precision', 'text', (column) =>
      column.notNull().check(oneOf('precision', PRECISIONS)),
    )
    .addColumn('status', 'text', (column) => column.notNull().check(oneOf('status', STATUSES)))
    .addColumn('phase', 'text', (column) =>
      column.notNull().check(oneOf('phase', ['before', 'summit', 'after'])),
    )
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('attribution', 'text', (column) => column.notNull())
    .addColumn('basis', 'text', (column) => column.notNull().check(oneOf('basis', BASES)))
    .addColumn('confidence', 'text', (column) =>
      column.notNull().check(oneOf('confidence', ['high', 'medium', 'low'])),
    )
    .addColumn('reported', 'text')
    .addColumn('date_note', 'text')
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('ended_by', 'text')
    .addColumn('ended_because', 'text')
    .addColumn('replaced_by', 'text')
    .addForeignKeyConstraint('entries_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    .modifyEnd(strict)
    .execute();
  if (isOnPostgres(db)) {
    // What SQLite has by itself: rows are numbered as they are recorded.
    await sql`alter table entries add column rowid bigint generated always as identity`.execute(db);
  }
  await db.schema
    .createIndex('entries_by_issue')
    .unique()
    .on('entries')
    .columns(['agenda_id', 'issue_key', 'date'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('entries_by_date')
    .on('entries')
    .columns(['agenda_id', 'date', 'issue_key'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('ended_entries_by_issue')
    .on('entries')
    .columns(['agenda_id', 'issue_key', 'date'])
    .where(sql.ref('ended_at'), 'is not', null)
    .execute();

  await db.schema
    .createTable('entry_sources')
    .addColumn('entry_id', 'text', (column) => column.notNull().references('entries.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('entry_sources_key', ['entry_id', 'position'])
    .addForeignKeyConstraint('entry_sources_source', ['agenda_id', 'source_id'], 'sources', [
      'agenda_id',
      'id',
    ])
    .modifyEnd(byKey)
    .execute();
}

async function createStandings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('standings')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('entry_id', 'text', (column) => column.notNull().references('entries.id'))
    .addColumn('category', 'text', (column) =>
      column.notNull().check(oneOf('category', CATEGORIES)),
    )
    .addColumn('status', 'text', (column) => column.notNull().check(oneOf('status', STATUSES)))
    .addColumn('basis', 'text', (column) => column.notNull().check(oneOf('basis', BASES)))
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('standings_key', ['agenda_id', 'issue_key'])
    .addForeignKeyConstraint('standings_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    .modifyEnd(byKey)
    .execute();
  const latestFirst = ['date desc', 'issue_key'];
  await index(db, 'standings_by_date', 'standings', ['agenda_id', ...latestFirst]);
  await index(db, 'standings_by_status', 'standings', ['agenda_id', 'status', ...latestFirst]);
  await index(db, 'standings_by_category', 'standings', ['agenda_id', 'category', ...latestFirst]);

  await db.schema
    .createTable('status_counts')
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('status', 'text', (column) => column.notNull().check(oneOf('status', STATUSES)))
    .addColumn('issues', 'integer', (column) => column.notNull().check(sql`issues >= 0`))
    .addPrimaryKeyConstraint('status_counts_key', ['agenda_id', 'status'])
    .modifyEnd(byKey)
    .execute();
}

async function index(
  db: Kysely<unknown>,
  name: string,
  table: string,
  columns: readonly string[],
): Promise<void> {
  await db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
    .execute();
}

function oneOf(column: string, values: readonly string[]): RawBuilder<boolean> {
  return sql`${sql.ref(column)} in (${sql.join(values.map((value) => sql.lit(value)))})`;
}
