import { type Kysely, sql } from 'kysely';
import { isOnPostgres } from './on-postgres.ts';

/** For tables that are read by their own key. */
const byKey = sql`strict, without rowid`;

/** What Summit says unasked: digests, when each is due, and every message on its way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createDigests(db);
  await createSlots(db);
  await createPosts(db);
  await createReminders(db);
}

async function createDigests(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('digests')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('paused_because', 'text')
    .addColumn('schedule', 'text', (column) => column.notNull())
    .addColumn('choices', 'text', (column) => column.notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addColumn('set_at', 'text', (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .addColumn('next_at', 'text')
    .addColumn('planned_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('digests_place', ['team_id', 'place'])
    .modifyEnd(byKey)
    .execute();
  await db.schema.createIndex('digests_due').on('digests').columns(['state', 'next_at']).execute();
  await db.schema
    .createIndex('digests_planned')
    .on('digests')
    .columns(['state', 'planned_at'])
    .execute();

  await db.schema
    .createTable('digest_mutes')
    .addColumn('digest_id', 'text', (column) => column.notNull())
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('level', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('digest_mutes_key', ['digest_id', 'agenda_id', 'issue_key'])
    .modifyEnd(byKey)
    .execute();
}

async function createSlots(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('digest_slots')
    .addColumn('digest_id', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('slot_at', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('local_date', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('planned_at', 'text', (column) => column.notNull())
    .addColumn('from_line', 'integer')
    .addColumn('until_line', 'integer')
    .addColumn('from_at', 'text')
    .addColumn('until_at', 'text')
    .addColumn('tells_stale', 'integer')
    .addColumn('settled_at', 'text')
    .addColumn('why', 'text')
    .addPrimaryKeyConstraint('digest_slots_key', ['digest_id', 'slot_at'])
    .modifyEnd(byKey)
    .execute();
  await db.schema
    .createIndex('digest_slots_unsettled')
    .on('digest_slots')
    .columns(['team_id', 'state', 'slot_at'])
    .where(sql.ref('settled_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('digest_slots_settled')
    .on('digest_slots')
    .columns(['settled_at'])
    .where(sql.ref('settled_at'), 'is not', null)
    .execute();
}

async function createPosts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('posts')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text')
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('digest_id', 'text')
    .addColumn('slot_at', 'text')
    .addColumn('thread_of', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('leased_until', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('first_attempt_at', 'text')
    .addColumn('attempt_at', 'text')
    .addColumn('not_before', 'text', (column) => column.notNull())
    .addColumn('give_up_at', 'text', (column) => column.notNull())
    .addColumn('touched_at', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('settled_at', 'text')
    .addColumn('ts', 'text')
    .addColumn('why', 'text')
    // The longest comes last: SQLite reads a row from its beginning.
    .addColumn('content', 'text', (column) => column.notNull())
    // Rows are too large to stand in an index, as they would by their key.
    .modifyEnd(sql`strict`)
    .execute();
  await db.schema
    .createIndex('posts_unsettled')
    .on('posts')
    .columns(['team_id', 'not_before', 'id', 'state', 'place'])
    .where(sql.ref('settled_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('posts_settled')
    .on('posts')
    .columns(['settled_at'])
    .where(sql.ref('settled_at'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('posts_by_slot')
    .on('posts')
    .columns(['digest_id', 'slot_at'])
    .execute();

  await db.schema
    .createTable('stopped_workspaces')
    .addColumn('team_id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .modifyEnd(byKey)
    .execute();
}

/** No reference to the issues: a reminder of one that was taken back is told so. */
async function createReminders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('told_watches')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('told_line', 'integer', (column) => column.notNull())
    .addColumn('told_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('told_watches_key', ['agenda_id', 'issue_key', 'team_id', 'user_id'])
    .modifyEnd(byKey)
    .execute();
  await db.schema
    .createIndex('told_watches_by_person')
    .on('told_watches')
    .columns(['team_id', 'user_id'])
    .execute();
  if (!isOnPostgres(db)) await tellWatchersNothingOld(db);

  await db.schema
    .createTable('reminders')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .modifyEnd(byKey)
    .execute();
  await db.schema.createIndex('reminders_due').on('reminders').columns(['due_at']).execute();
  await db.schema
    .createIndex('reminders_by_person')
    .on('reminders')
    .columns(['team_id', 'user_id', 'due_at'])
    .execute();

  await db.schema
    .createTable('nudges')
    .addColumn('agenda_id', 'text', (column) => column.notNull())
    .addColumn('issue_key', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('every_days', 'integer', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addColumn('set_at', 'text', (column) => column.notNull())
    .addColumn('next_at', 'text', (column) => column.notNull())
    .addColumn('planned_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('nudges_key', ['agenda_id', 'issue_key', 'team_id'])
    .modifyEnd(byKey)
    .execute();
  await db.schema.createIndex('nudges_due').on('nudges').columns(['next_at']).execute();
  await db.schema.createIndex('nudges_planned').on('nudges').columns(['planned_at']).execute();
}

/** What was recorded before is no news to whoever watches already. */
async function tellWatchersNothingOld(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into told_watches (agenda_id, issue_key, team_id, user_id, told_line, told_at)
    select agenda_id, issue_key, team_id, user_id, (
      select coalesce(max(seq), 0) from audit_lines as line
      where line.agenda_id = watches.agenda_id and line.issue_key = watches.issue_key
    ), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    from watches
  `.execute(db);
}
