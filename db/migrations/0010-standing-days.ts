import { type Kysely, sql } from 'kysely';

/** How many issues had their last entry on each day: so that nobody counts them to know how many have had none for long. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('standing_days')
    .addColumn('agenda_id', 'text', (column) => column.notNull().references('agendas.id'))
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('issues', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('standing_days_key', ['agenda_id', 'status', 'date'])
    .modifyEnd(sql`strict, without rowid`)
    .execute();
  await sql`
    insert into standing_days (agenda_id, status, date, issues)
    select agenda_id, status, date, count(*) from standings group by agenda_id, status, date
  `.execute(db);
}
