/** A part of the record that may be seen: an agenda, or an annex of one. */
export interface SeenPart {
  readonly id: string;
  /** The agenda it is a part of; its own id for an agenda. */
  readonly root: string;
  /** How many annexes it is inside of. */
  readonly depth: number;
}

/** Tables whose rows belong to an issue, or to a part as a whole. */
const BY_PART = [
  'sources',
  'aliases',
  'positions',
  'owners',
  'quotes',
  'related_issues',
  'entry_sources',
  'issue_names',
  'name_words',
  'text_words',
  'word_spellings',
  'desk_owners',
  'watches',
  'told_watches',
  'live_cards',
  'reminders',
  'nudges',
  'digest_mutes',
] as const;

/** Tables with rows of agendas alone: an annex has the same or none. */
const BY_AGENDA = ['parties', 'statements', 'happenings', 'channel_agendas'] as const;

/**
 * SQL that puts a view before each table with anything of an agenda in it, under the table's own
 * name: whatever a connection asks for, it finds the parts it may see and no trace of others. What
 * is in annexes stands beside what is in their agenda, as if it were all one.
 */
export function sightedViews(parts: readonly SeenPart[], tables: Tables): string[] {
  const views = parts.every(({ depth }) => depth === 0)
    ? agendasAlone(tables)
    : withAnnexes(parts, tables);
  return [
    ...tables.seen,
    ...parts.map(
      ({ id, root, depth }) => `insert into seen values (${quoted(id)}, ${quoted(root)}, ${depth})`,
    ),
    ...Object.entries(views).map(
      ([name, select]) =>
        `create temp view ${name} as ${select.replaceAll('main.', `${tables.home}.`)}`,
    ),
  ];
}

/** The tables that views stand before, in the words of their database. */
export interface Tables {
  /** The schema they are in, where this file says `main`. */
  readonly home: string;
  /** Makes the table of the parts that are seen. */
  readonly seen: readonly string[];
  /** What an entry's number is selected by where it is no column. */
  readonly numbers: string;
  readonly columnsOf: (table: string) => readonly string[];
}

type Views = Readonly<Record<string, string>>;

/** Views that are read as quickly as the tables. */
function agendasAlone({ numbers }: Tables): Views {
  const seen = 'select id from seen';
  const ofAgendas = [
    ...BY_PART,
    ...BY_AGENDA,
    'issues',
    'standings',
    'status_counts',
    'standing_days',
    'issue_cards',
  ].map((table) => [table, `select * from main.${table} where agenda_id in (${seen})`]);
  return {
    ...Object.fromEntries(ofAgendas),
    entries: `select ${numbers}* from main.entries as t where agenda_id in (${seen})`,
    agendas: `select * from main.agendas where id in (${seen})`,
    // By no index of agendas: lines are read from the last one on.
    audit_lines: `select * from main.audit_lines
      where coalesce(agenda_id, '') in (select id from seen union all select '')`,
  };
}

function withAnnexes(seen: readonly SeenPart[], { columnsOf, numbers }: Tables): Views {
  const part = (table: string): string => select(table, columnsOf(table));
  return {
    continued: `select seen.root as agenda_id, t.key as issue_key
      from seen join main.issues as t on t.agenda_id = seen.id where t.continues = 1`,
    ...Object.fromEntries(BY_PART.map((table) => [table, part(table)])),
    ...Object.fromEntries(
      BY_AGENDA.map((table) => [
        table,
        `select * from main.${table} where agenda_id in (select root from seen)`,
      ]),
    ),
    agendas: agendas(columnsOf('agendas')),
    issues: `${part('issues')} where t.continues = 0`,
    entries: entries(part('entries').replace('select ', `select ${numbers}`)),
    // A server takes a name in a view for what has it by then: these come after what they read.
    continued_standings: continuedStandings(columnsOf('standings')),
    standings: standings(seen, columnsOf('standings')),
    issue_cards: `${part('issue_cards')} where not exists (${continuedBy('seen.root')})`,
    status_counts: counts(part('status_counts'), ['status']),
    standing_days: counts(part('standing_days'), ['status', 'date']),
    audit_lines: auditLines(columnsOf('audit_lines')),
  };
}

/** The rows of all parts, as rows of their agendas. */
function select(table: string, columns: readonly string[]): string {
  return `select ${named(columns, 'seen.root')} from seen join main.${table} as t on t.agenda_id = seen.id`;
}

function named(columns: readonly string[], root: string): string {
  return columns
    .map((column) => (column === 'agenda_id' ? `${root} as agenda_id` : `t."${column}"`))
    .join(', ');
}

function continuedBy(agenda: string): string {
  return `select 1 from continued where continued.agenda_id = ${agenda} and continued.issue_key = t.issue_key`;
}

/** As many parts have a select of their own; SQLite takes 500. */
const MOST_APART = 100;

/**
 * Where issues stand, over all parts. One select for each part, so that whoever wants the latest
 * reads the latest of each part by its index, and no more. SQLite does that where a column is of one
 * type in all selects, and knows the type of no value that isn't cast.
 */
function standings(seen: readonly SeenPart[], columns: readonly string[]): string {
  const withAnnex = new Set(seen.flatMap(({ root, depth }) => (depth > 0 ? [root] : [])));
  const inOrder = seen.toSorted(
    (one, other) => Number(withAnnex.has(other.root)) - Number(withAnnex.has(one.root)),
  );
  const apart = inOrder.slice(0, MOST_APART).map(
    ({ id, root }) => `select ${named(columns, `cast(${quoted(root)} as text)`)}
      from main.standings as t where t.agenda_id = ${quoted(id)}
        and not exists (${continuedBy(quoted(root))})`,
  );
  const rest = inOrder.slice(MOST_APART).map(({ id }) => quoted(id));
  const together = `select ${named(columns, 'cast(seen.root as text)')}
    from seen join main.standings as t on t.agenda_id = seen.id
    where seen.id in (${rest.join()}) and not exists (${continuedBy('seen.root')})`;
  return [
    ...apart,
    ...(rest.length === 0 ? [] : [together]),
    'select * from continued_standings',
  ].join(' union all ');
}

/** What was counted in each part, but for the issues that stand elsewhere over all parts. */
function counts(counted: string, by: readonly string[]): string {
  const of = (row: string): string => by.map((column) => `, ${row}${column}`).join('');
  return `select agenda_id${of('')}, sum(issues) as issues from (
      select agenda_id${of('')}, issues from (${counted}) as each_part
      union all
      select seen.root${of('t.')}, -1
      from (select distinct agenda_id, issue_key from continued) as of
      join seen on seen.root = of.agenda_id
      join main.standings as t on t.agenda_id = seen.id and t.issue_key = of.issue_key
      union all
      select agenda_id${of('')}, 1 from continued_standings
    ) as counted group by agenda_id${of('')}`;
}

/** By no index of agendas: lines are read from the last one on, or of one agenda's issue. */
function auditLines(columns: readonly string[]): string {
  return `select ${named(columns, 'seen.root')} from main.audit_lines as t
    left join seen on seen.id = t.agenda_id
    where t.agenda_id is null or seen.id is not null`;
}

/** What is kept of an agenda's issues, over all its parts. */
function agendas(columns: readonly string[]): string {
  const over = 'from seen join main.agendas as part on part.id = seen.id where seen.root = t.id';
  const kept: Readonly<Record<string, string>> = {
    last_entry_on: `(select max(part.last_entry_on) ${over})`,
    issue_count: `(select sum(part.issue_count) ${over})
      - (select count(*) from continued where continued.agenda_id = t.id)`,
  };
  const named = columns.map((column) =>
    column in kept ? `${kept[column]} as ${column}` : `t."${column}"`,
  );
  return `select ${named.join(', ')} from main.agendas as t where t.id in (select root from seen)`;
}

/** An issue has one entry a day: what fewer people may see stands before what more may. */
function entries(all: string): string {
  return `${all} where t.ended_at is not null or not exists (
    select 1 from seen as inner_part join main.entries as inner_entry
      on inner_entry.agenda_id = inner_part.id
    where inner_part.root = seen.root and inner_part.depth > seen.depth
      and inner_entry.issue_key = t.issue_key and inner_entry.date = t.date
      and inner_entry.ended_at is null
  )`;
}

/** Where issues with entries in several parts stand is worked out from all of them. */
function continuedStandings(columns: readonly string[]): string {
  const made: Readonly<Record<string, string>> = {
    agenda_id: 'last.agenda_id',
    issue_key: 'last.issue_key',
    entry_id: 'last.id',
    category: 'issue.category',
    since: `coalesce((
      select min(run.date) from entries as run
      where run.agenda_id = last.agenda_id and run.issue_key = last.issue_key
        and run.ended_at is null and run.date > coalesce((
          select max(other.date) from entries as other
          where other.agenda_id = last.agenda_id and other.issue_key = last.issue_key
            and other.ended_at is null and other.status <> last.status
        ), '')
    ), last.date)`,
  };
  const named = columns.map(
    (column) => `cast(${made[column] ?? `last."${column}"`} as text) as "${column}"`,
  );
  return `select ${named.join(', ')}
    from (select distinct agenda_id, issue_key from continued) as of
    join issues as issue on issue.agenda_id = of.agenda_id and issue.key = of.issue_key
    join entries as last on last.id = (
      select id from entries
      where agenda_id = of.agenda_id and issue_key = of.issue_key and ended_at is null
      order by date desc limit 1
    )`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
