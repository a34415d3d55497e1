import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isOnPostgres } from './on-postgres.ts';

/** The rows of a table stay as they are, and follow one another by `seq`. */
export async function keepOnlyAppended(
  db: Kysely<unknown>,
  table: string,
  inWords: string,
): Promise<void> {
  const refuse = isOnPostgres(db) ? refuseOnPostgres : refuseOnSqlite;
  const follows = sql`(select coalesce(max(seq), 0) + 1 from ${sql.ref(table)})`;
  // `insert or replace` deletes first, which the second of these refuses while recursive_triggers is on.
  await refuse(db, { table, name: `${table}_stay`, why: `${inWords} are never changed` }, 'update');
  await refuse(
    db,
    { table, name: `${table}_remain`, why: `${inWords} are never deleted` },
    'delete',
  );
  await refuse(
    db,
    { table, name: `${table}_follow`, why: `${inWords} follow one another` },
    'insert',
    follows,
  );
}

interface Refusal {
  readonly table: string;
  readonly name: string;
  readonly why: string;
}

/** Refuses what would be done to a row; with `unless` only where its `seq` is another one. */
type Refuse = (
  db: Kysely<unknown>,
  refusal: Refusal,
  what: 'delete' | 'insert' | 'update',
  unless?: RawBuilder<unknown>,
) => Promise<void>;

const refuseOnSqlite: Refuse = async (db, { table, name, why }, what, unless) => {
  const when = unless === undefined ? sql`` : sql`when new.seq is not ${unless}`;
  await sql`
    create trigger ${sql.raw(name)} before ${sql.raw(what)} on ${sql.raw(table)}
    ${when}
    begin select raise(abort, ${sql.lit(why)}); end
  `.execute(db);
};

const refuseOnPostgres: Refuse = async (db, { table, name, why }, what, unless) => {
  const condition = unless === undefined ? sql`true` : sql`new.seq is distinct from ${unless}`;
  await sql`
    create or replace function ${sql.raw(name)}() returns trigger language plpgsql as $$
    begin
      if ${condition} then raise exception using message = ${sql.lit(why)}; end if;
      return ${sql.raw(what === 'insert' ? 'new' : 'null')};
    end $$
  `.execute(db);
  await sql`
    create trigger ${sql.raw(name)} before ${sql.raw(what)} on ${sql.raw(table)}
    for each row execute function ${sql.raw(name)}()
  `.execute(db);
  if (what !== 'delete') return;
  await sql`
    create trigger ${sql.raw(`${name}_whole`)} before truncate on ${sql.raw(table)}
    for each statement execute function ${sql.raw(name)}()
  `.execute(db);
};
