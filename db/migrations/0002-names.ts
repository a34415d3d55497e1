import { type Kysely, sql } from 'kysely';

const byKey = sql`strict, without rowid`;

/** What issues are called and what is written about them, kept so that a look-up is a few steps in an index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('issue_names')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(sql`kind in ('bag', 'initials', 'key', 'name')`),
    )
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('issue_names_key', ['agenda_id', 'form', 'kind', 'issue_key'])
    .addForeignKeyConstraint('issue_names_issue', ['agenda_id', 'issue_key'], 'issues', [
      'agenda_id',
      'key',
    ])
    .modifyEnd(byKey)
    .execute();
  await db.schema
    .createIndex('issue_names_by_issue')
    .on('issue_names')
    .columns(['agenda_id', 'issue_key', 'kind', 'form'])
    .execute();

  // No foreign keys: there are millions of these rows, and looking up their issue would be
  // most of the time it takes to add them.
  for (const table of ['name_words', 'text_words']) {
    await db.schema
      .createTable(table)
      .addColumn('agenda_id', 'text', (column) => column.notNull())
      .addColumn('word', 'text', (column) => column.notNull())
      .addColumn('issue_key', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, ['agenda_id', 'word', 'issue_key'])
      .modifyEnd(byKey)
      .execute();
    await db.schema
      .createIndex(`${table}_by_issue`)
      .on(table)
      .columns(['agenda_id', 'issue_key', 'word'])
      .execute();
  }

  await db.schema
    .createTable('word_spellings')
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('spelling', 'text', (column) => column.notNull())
    .addColumn('word', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('word_spellings_key', ['agenda_id', 'spelling', 'word'])
    .modifyEnd(byKey)
    .execute();
}
