import { type Kysely, sql } from 'kysely';

/** Who may do what in a workspace, as far as somebody said so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('grants')
    .addColumn('team_id', 'text', (column) => column.notNull())
    // Empty for the whole workspace: part of the key, so never null.
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('holder_kind', 'text', (column) =>
      column.notNull().check(sql`holder_kind in ('everyone', 'group', 'person')`),
    )
    // Empty for everyone.
    .addColumn('holder_id', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) =>
      column.notNull().check(sql`role in ('none', 'reader', 'contributor', 'editor', 'admin')`),
    )
    .addColumn('given_by', 'text', (column) => column.notNull())
    .addColumn('given_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('grants_key', ['team_id', 'agenda_id', 'holder_kind', 'holder_id'])
    .modifyEnd(sql`strict, without rowid`)
    .execute();
}
