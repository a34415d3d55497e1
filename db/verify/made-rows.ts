import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import { composeKeptCard, findKeptCard } from '../cards.ts';
import type { Db } from '../open.ts';

/** A row made from the entries that says something else than they do. */
export interface MadeWrong {
  readonly table: 'agendas' | 'issue_cards' | 'standing_days' | 'standings' | 'status_counts';
  readonly agendaId: string;
  /** Null where the row is of a whole agenda. */
  readonly issueKey: string | null;
}

/** The first of where issues stand, and of what is counted, that isn't what the entries make. */
export async function findWrongStanding(db: Db): Promise<MadeWrong | null> {
  return (await wrongStanding(db)) ?? (await wrongCount(db)) ?? wrongTotal(db);
}

/** The first card that isn't the one its issue makes. Hears how many it has seen. */
export async function findWrongCard(
  db: Db,
  seen: (cards: number) => void,
): Promise<MadeWrong | null> {
  let cards = 0;
  for await (const { agendaId, key } of readIssueKeys(db)) {
    const kept = await findKeptCard(db, agendaId, key).catch(unlessBroken);
    const made = await composeKeptCard(db, agendaId, key);
    if (!isDeepStrictEqual(kept, JSON.parse(JSON.stringify(made)))) {
      return { table: 'issue_cards', agendaId, issueKey: key };
    }
    cards += 1;
    seen(cards);
  }
  return null;
}

export async function countIssues(db: Db): Promise<number> {
  const { issues } = await db
    .selectFrom('issues')
    .select(({ fn }) => fn.countAll<number>().as('issues'))
    .executeTakeFirstOrThrow();
  return issues;
}

/** A text that is no JSON is nobody's card. */
function unlessBroken(error: unknown): null {
  if (error instanceof SyntaxError) return null;
  throw error;
}

const KEYS_AT_ONCE = 1_000;

async function* readIssueKeys(db: Db): AsyncGenerator<{ agendaId: string; key: string }> {
  let after = { agendaId: '', key: '' };
  while (true) {
    const { rows } = await sql<{ agendaId: string; key: string }>`
      select agenda_id as "agendaId", key from issues
      where (agenda_id, key) > (${after.agendaId}, ${after.key})
      order by agenda_id, key
      limit ${KEYS_AT_ONCE}
    `.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield* rows;
    after = last;
  }
}

async function wrongStanding(db: Db): Promise<MadeWrong | null> {
  return first(
    db,
    sql`
      select 'standings' as "table", issue.agenda_id as "agendaId", issue.key as "issueKey"
      from issues as issue
      left join standings as stands
        on stands.agenda_id = issue.agenda_id and stands.issue_key = issue.key
      left join entries as last on last.id = (
        select id from entries
        where agenda_id = issue.agenda_id and issue_key = issue.key and ended_at is null
        order by date desc limit 1
      )
      where stands.entry_id is distinct from last.id
        or stands.status is distinct from last.status
        or stands.basis is distinct from last.basis
        or stands.date is distinct from last.date
        or (last.id is not null and stands.category is distinct from issue.category)
        or stands.since is distinct from (
          select min(date) from entries
          where agenda_id = issue.agenda_id and issue_key = issue.key and ended_at is null
            and date > coalesce((
              select other.date from entries as other
              where other.agenda_id = issue.agenda_id and other.issue_key = issue.key
                and other.ended_at is null and other.status <> last.status
              order by other.date desc limit 1
            ), '')
        )
      limit 1
    `,
  );
}

async function wrongCount(db: Db): Promise<MadeWrong | null> {
  return (
    (await miscounted(db, 'status_counts', sql`agenda_id, status`)) ??
    (await miscounted(db, 'standing_days', sql`agenda_id, status, date`))
  );
}

async function miscounted(
  db: Db,
  table: MadeWrong['table'],
  columns: RawBuilder<unknown>,
): Promise<MadeWrong | null> {
  const counted = sql`select ${columns}, count(*) from standings group by ${columns}`;
  const kept = sql`select ${columns}, issues from ${sql.table(table)}`;
  return first(
    db,
    sql`
      select ${table} as "table", agenda_id as "agendaId", null as "issueKey"
      from (
        select * from (${counted} except ${kept}) as uncounted
        union all
        select * from (${kept} except ${counted}) as miscounted
      ) as wrong
      limit 1
    `,
  );
}

/** The last day only ever grows: with an issue that was taken back it may stay behind. */
async function wrongTotal(db: Db): Promise<MadeWrong | null> {
  return first(
    db,
    sql`
      select 'agendas' as "table", id as "agendaId", null as "issueKey"
      from agendas
      left join (select agenda_id, max(date) as last from entries group by agenda_id) as of_entries
        on of_entries.agenda_id = agendas.id
      where issue_count <> (select count(*) from issues where issues.agenda_id = agendas.id)
        or (
          last_entry_on is distinct from of_entries.last
          and (
            coalesce(last_entry_on, '') < of_entries.last
            or not exists (
              select 1 from audit_lines as line
              where line.agenda_id = agendas.id and instr(line.writes, '["gone",') > 0
            )
          )
        )
      limit 1
    `,
  );
}

async function first(db: Db, query: ReturnType<typeof sql>): Promise<MadeWrong | null> {
  const { rows } = await sql<MadeWrong>`${query}`.execute(db);
  return rows[0] ?? null;
}
