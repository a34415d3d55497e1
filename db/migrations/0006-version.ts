import { type Kysely, sql } from 'kysely';

/** What tells whether the record was written to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('record_version')
    .addColumn('only', 'integer', (column) => column.primaryKey().check(sql`"only" = 1`))
    .addColumn('token', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute();
  await sql`insert into record_version ("only", token) values (1, random())`.execute(db);
}
