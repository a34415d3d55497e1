import { type Kysely, sql } from 'kysely';

/** Where Summit is installed, and which workspace an agenda belongs to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('installations')
    // A workspace's id, or an organisation's where all of it has Summit.
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('app_id', 'text', (column) => column.notNull())
    .addColumn('bot_user_id', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('installed_by', 'text', (column) => column.notNull())
    .addColumn('installed_at', 'text', (column) => column.notNull())
    // Both sealed; null once Summit was removed.
    .addColumn('token', 'text')
    .addColumn('refresh_token', 'text')
    // Null for a token that lasts.
    .addColumn('expires_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('ended_because', 'text')
    .addColumn('refresh_epoch', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('refresh_leased_until', 'text')
    .modifyEnd(sql`strict`)
    .execute();
  await db.schema
    .createTable('org_workspaces')
    .addColumn('team_id', 'text', (column) => column.primaryKey())
    .addColumn('enterprise_id', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict, without rowid`)
    .execute();
  await db.schema
    .createTable('install_states')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('browser_hash', 'text', (column) => column.notNull())
    .addColumn('until', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict, without rowid`)
    .execute();
  await db.schema
    .createIndex('install_states_until')
    .on('install_states')
    .column('until')
    .execute();
  await db.schema
    .createTable('agenda_workspaces')
    .addColumn('agenda_id', 'text', (column) => column.primaryKey().references('agendas.id'))
    .addColumn('team_id', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict, without rowid`)
    .execute();
}
