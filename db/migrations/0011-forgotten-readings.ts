import { type Kysely, sql } from 'kysely';
import { isOnPostgres } from './on-postgres.ts';

/**
 * Of what was shown, that may be deleted which a line of the log of changes says is forgotten. Where
 * such a log is moved to, it begins after that, or in the middle of it. And whoever was shown
 * something lately is found without a look at all who ever were.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index audit_lines_forgetting on audit_lines (seq) where action = 'forget'`.execute(
    db,
  );
  await sql`drop index readings_by_issue`.execute(db);
  await sql`create index readings_by_reader on readings (agenda_id, issue_key, "by", at)`.execute(
    db,
  );
  await (isOnPostgres(db) ? allowOnPostgres(db) : allowOnSqlite(db));
}

async function allowOnSqlite(db: Kysely<unknown>): Promise<void> {
  const forgotten = sql`coalesce((
    select json_extract(details, '$.seq') from audit_lines
    where action = 'forget' order by seq desc limit 1
  ), 0)`;
  await sql`drop trigger readings_remain`.execute(db);
  await sql`
    create trigger readings_remain before delete on readings
    when old.seq > ${forgotten}
    begin select raise(abort, 'readings are never deleted'); end
  `.execute(db);
  await sql`drop trigger readings_follow`.execute(db);
  await sql`
    create trigger readings_follow before insert on readings
    when new.seq is not coalesce(
      (select max(seq) + 1 from readings), min(new.seq, ${forgotten} + 1)
    )
    begin select raise(abort, 'readings follow one another'); end
  `.execute(db);
}

/** The first of these functions also refuses that the table is emptied at once, where there is no old row. */
async function allowOnPostgres(db: Kysely<unknown>): Promise<void> {
  const forgotten = sql`coalesce((
    select (details::json ->> 'seq')::integer from audit_lines
    where action = 'forget' order by seq desc limit 1
  ), 0)`;
  await sql`
    create or replace function readings_remain() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        if old.seq <= ${forgotten} then return old; end if;
      end if;
      raise exception using message = 'readings are never deleted';
    end $$
  `.execute(db);
  await sql`
    create or replace function readings_follow() returns trigger language plpgsql as $$
    begin
      if new.seq is distinct from coalesce(
        (select max(seq) + 1 from readings), least(new.seq, ${forgotten} + 1)
      ) then raise exception using message = 'readings follow one another'; end if;
      return new;
    end $$
  `.execute(db);
}
