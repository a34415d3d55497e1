import { type Kysely, sql } from 'kysely';

/** What the commonest question reads, each in one step. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('issue_cards')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('card', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('issue_cards_key', ['agenda_id', 'issue_key'])
    .addForeignKeyConstraint('issue_cards_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    .modifyEnd(sql`strict`)
    .execute();
  await db.schema
    .createIndex('agendas_by_start')
    .on('agendas')
    .columns(['start_date desc', 'id'])
    .execute();
}
