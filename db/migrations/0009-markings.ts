import { type Kysely, sql } from 'kysely';
import { isOnPostgres } from './on-postgres.ts';
import { keepOnlyAppended } from './only-appended.ts';

/** How far each agenda may be told, and its annexes: the parts of it that fewer people may see. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('agendas')
    .addColumn('marking', 'text', (column) =>
      column
        .notNull()
        .defaultTo('GREEN')
        .check(sql`marking in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')`),
    )
    .execute();
  for (const column of ['room', 'readers'] as const) {
    await db.schema.alterTable('agendas').addColumn(column, 'text').execute();
  }
  await db.schema
    .alterTable('agendas')
    .addColumn('annex_of', 'text', (column) => column.references('agendas.id'))
    .execute();

  // 1 for an issue of the agenda that has entries in an annex too.
  await db.schema
    .alterTable('issues')
    .addColumn('continues', 'integer', (column) =>
      column
        .notNull()
        .defaultTo(0)
        .check(sql`continues in (0, 1)`),
    )
    .execute();
  await db.schema
    .createIndex('issues_continued')
    .on('issues')
    .columns(['agenda_id', 'key'])
    .where(sql.ref('continues'), '=', 1)
    .execute();

  await db.schema.alterTable('entries').addColumn('attribution_rule', 'text').execute();
  await db.schema.alterTable('entries').addColumn('embargo_until', 'text').execute();
  await db.schema
    .createIndex('entries_under_embargo')
    .on('entries')
    .columns(['embargo_until', 'id'])
    .where(sql.ref('embargo_until'), 'is not', null)
    .execute();

  await db.schema
    .createTable('ceilings')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('marking', 'text', (column) =>
      column.notNull().check(sql`marking in ('CLEAR', 'GREEN', 'AMBER')`),
    )
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addColumn('set_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ceilings_key', ['team_id', 'channel_id'])
    .modifyEnd(sql`strict, without rowid`)
    .execute();
  await createReadings(db);

  // No record of earlier steps was ever kept there.
  if (isOnPostgres(db)) return;
  // How many changes of an issue there are is told to people, and which lines of the log they are to nobody.
  await sql`
    update issue_cards set card = json_set(
      json_remove(card, '$.lastChange.line'),
      '$.lastChange.revision',
      (
        select count(*) from audit_lines
        where audit_lines.agenda_id = issue_cards.agenda_id
          and audit_lines.issue_key = issue_cards.issue_key
      )
    )
    where json_extract(card, '$.lastChange.line') is not null
  `.execute(db);
}

/** Who was shown what is restricted: a log of its own, for it grows with what is read and not with what is changed. */
async function createReadings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('readings')
    .addColumn('seq', 'integer', (column) => column.notNull().primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('how', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute();
  await db.schema
    .createIndex('readings_by_issue')
    .on('readings')
    .columns(['agenda_id', 'issue_key', 'seq'])
    .execute();
  await keepOnlyAppended(db, 'readings', 'readings');
}
