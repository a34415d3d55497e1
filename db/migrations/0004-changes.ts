import { type Kysely, sql } from 'kysely';
import { keepOnlyAppended } from './only-appended.ts';

/** For tables that are read by their own key. */
const byKey = sql`strict, without rowid`;

/** Who changed what, what was acted on already, and what people asked to keep an eye on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createAudit(db);
  await createInputs(db);
  await createPersonal(db);
  await createLiveCards(db);
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_lines')
    .addColumn('seq', 'integer', (column) => column.notNull().primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('agenda_id', 'text')
    .addColumn('issue_key', 'text')
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('writes', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute();
  await db.schema
    .createIndex('audit_lines_by_issue')
    .on('audit_lines')
    .columns(['agenda_id', 'issue_key', 'seq'])
    .execute();
  await db.schema
    .createIndex('audit_lines_by_person')
    .on('audit_lines')
    .columns(['by', 'seq'])
    .execute();

  await keepOnlyAppended(db, 'audit_lines', 'audit lines');
}

async function createInputs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inputs')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .modifyEnd(byKey)
    .execute();
}

async function createPersonal(db: Kysely<unknown>): Promise<void> {
  for (const table of ['desk_owners', 'watches']) {
    await db.schema
      .createTable(table)
      .addColumn('agenda_id', 'text', (column) => column.notNull())
      .addColumn('issue_key', 'text', (column) => column.notNull())
      .addColumn('team_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('since', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, ['agenda_id', 'issue_key', 'team_id', 'user_id'])
      .addForeignKeyConstraint(`${table}_issue`, ['agenda_id', 'issue_key'], 'issues', [
        'agenda_id',
        'key',
      ])
      .modifyEnd(byKey)
      .execute();
    await db.schema
      .createIndex(`${table}_by_person`)
      .on(table)
      .columns(['team_id', 'user_id', 'agenda_id', 'issue_key'])
      .execute();
  }

  await db.schema
    .createTable('home_visits')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('looked_at', 'text', (column) => column.notNull())
    .addColumn('before_that', 'text')
    .addPrimaryKeyConstraint('home_visits_key', ['team_id', 'user_id'])
    .modifyEnd(byKey)
    .execute();
}

/** No reference to the issues: a card outlives an issue that is taken back, so that it can say so. */
async function createLiveCards(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('live_cards')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('ts', 'text', (column) => column.notNull())
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('shared_by', 'text', (column) => column.notNull())
    .addColumn('shared_at', 'text', (column) => column.notNull())
    .addColumn('told_line', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('live_cards_key', ['team_id', 'channel_id', 'ts'])
    .modifyEnd(byKey)
    .execute();
  await db.schema
    .createIndex('live_cards_by_issue')
    .on('live_cards')
    .columns(['agenda_id', 'issue_key'])
    .execute();
}
