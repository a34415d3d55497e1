import { sql, type SqlBool } from 'kysely';
import type { DigestChoices, DigestFilter } from '../src/agenda/digest.ts';
import { choosesIssues, type FilteredIssue } from '../src/agenda/digest-filter.ts';
import type { IssueRef, IsoDate } from '../src/agenda/record.ts';
import type { StatusKey } from '../src/agenda/status.ts';
import { CATEGORIES } from '../src/agenda/typed-filters.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** An issue as filters see it, and where it stands by its last entry. */
export interface StandingToFilter extends FilteredIssue {
  readonly status: StatusKey | null;
  readonly lastOn: IsoDate | null;
}

/** The same, with its title. */
export interface IssueToFilter extends StandingToFilter, IssueRef {}

interface Which {
  readonly agendaId: string;
  /** The workspace whose people own and watch issues. */
  readonly teamId: string;
}

/** Some issues as filters see them, as far as they are there. */
export async function listIssuesToFilter(
  db: Db,
  which: Which,
  keys: readonly string[],
): Promise<IssueToFilter[]> {
  if (keys.length === 0) return [];
  const given = { ...which, keys: JSON.stringify(keys) };
  const issues = await selectSome(db, given);
  const standings = new Map(
    (await selectStandingsOf(db, given)).map(({ key, ...standing }) => [key, standing]),
  );
  const rows = issues.map((issue) => ({ ...issue, ...(standings.get(issue.key) ?? NOWHERE) }));
  return toFilter(which, rows, {
    owners: await selectPeople.desk_owners.some(db, given),
    watchers: await selectPeople.watches.some(db, given),
    officials: await selectOfficials.some(db, given),
  });
}

/** Every issue that stands somewhere and that these filters may be about, and others. */
export async function listStandingsToFilter(
  db: Db,
  which: Which,
  { only, except }: Pick<DigestChoices, 'except' | 'only'>,
): Promise<StandingToFilter[]> {
  const named = await keysNamed(db, which, only);
  if (named !== null) return listIssuesToFilter(db, which, named);
  // There may be very many, and most filters are about none of these.
  const asksOf = (kind: DigestFilter['kind']): boolean =>
    [...only, ...except].some((filter) => filter.kind === kind);
  const rows = await selectStandings(db, { ...which, categories: categoriesAsked(only) });
  return toFilter(which, rows, {
    owners: asksOf('owner') ? await selectPeople.desk_owners.all(db, which) : [],
    watchers: asksOf('watched') ? await selectPeople.watches.all(db, which) : [],
    officials: asksOf('official') ? await selectOfficials.all(db, which) : [],
  });
}

/** As JSON; all of them where filters ask otherwise. */
function categoriesAsked(only: readonly DigestFilter[]): string {
  const asked = only
    .filter(choosesIssues)
    .map((filter) => (filter.kind === 'category' ? filter.category : null));
  return JSON.stringify(asked.length === 0 || asked.includes(null) ? CATEGORIES : asked);
}

/** The issues that filters name one by one, or by the person; null when they ask otherwise. */
async function keysNamed(
  db: Db,
  { agendaId, teamId }: Which,
  only: readonly DigestFilter[],
): Promise<string[] | null> {
  const keys: string[] = [];
  for (const filter of only.filter(choosesIssues)) {
    if (filter.kind === 'issue') {
      if (filter.agendaId === agendaId) keys.push(filter.key);
    } else if (filter.kind === 'owner' || filter.kind === 'watched') {
      const table = filter.kind === 'owner' ? 'desk_owners' : 'watches';
      const rows = await selectPeople[table].ofPerson(db, {
        agendaId,
        teamId,
        userId: filter.userId,
      });
      keys.push(...rows.map(({ key }) => key));
    } else return null;
  }
  return only.some(choosesIssues) ? [...new Set(keys)] : null;
}

/** What a digest does not tell, by the issue. */
export async function listMutes(
  db: Db,
  digestId: string,
  agendaId: string,
): Promise<ReadonlyMap<string, 'all' | 'updates'>> {
  const rows = await selectMutes(db, { digestId, agendaId });
  return new Map(rows.map(({ key, level }) => [key, level]));
}

type Row = Pick<StandingToFilter, 'category' | 'key' | 'lastOn' | 'status'>;
type Named = readonly { readonly key: string; readonly name: string }[];

function toFilter<Of extends Row>(
  { agendaId }: Which,
  rows: readonly Of[],
  people: { readonly owners: Named; readonly watchers: Named; readonly officials: Named },
): (Of & StandingToFilter)[] {
  const owners = byIssue(people.owners);
  const watchers = byIssue(people.watchers);
  const officials = byIssue(people.officials);
  return rows.map((row) => ({
    ...row,
    agendaId,
    statuses: [row.status],
    owners: owners(row.key),
    watchers: watchers(row.key),
    officials: officials(row.key),
  }));
}

function byIssue(named: Named): (key: string) => readonly string[] {
  const names = Map.groupBy(named, ({ key }) => key);
  return (key) => names.get(key)?.map(({ name }) => name) ?? [];
}

const NOWHERE = { status: null, lastOn: null } as const;

const selectStandings = prepared((db, given: Which & { categories: string }) =>
  db
    .selectFrom('standings')
    .where('agenda_id', '=', given.agendaId)
    .where(sql<SqlBool>`category in (select value from json_each(${given.categories}))`)
    .select(['issue_key as key', 'category', 'status', 'date as lastOn']),
);

const selectSome = prepared((db, { agendaId, keys }: Which & { keys: string }) =>
  db
    .selectFrom('issues')
    .where('agenda_id', '=', agendaId)
    .where(sql<SqlBool>`key in (select value from json_each(${keys}))`)
    .select(['key', 'title', 'category']),
);

const selectStandingsOf = prepared((db, { agendaId, keys }: Which & { keys: string }) =>
  db
    .selectFrom('standings')
    .where('agenda_id', '=', agendaId)
    .where(isOneOf(keys))
    .select(['issue_key as key', 'status', 'date as lastOn']),
);

const selectPeople = { desk_owners: people('desk_owners'), watches: people('watches') };

function people(table: 'desk_owners' | 'watches') {
  const of = (db: Db, { agendaId, teamId }: Which) =>
    db
      .selectFrom(table)
      .where('agenda_id', '=', agendaId)
      .where('team_id', '=', teamId)
      .select(['issue_key as key', 'user_id as name']);
  return {
    all: prepared((db, which: Which) => of(db, which)),
    ofPerson: prepared((db, which: Which & { userId: string }) =>
      of(db, which).where('user_id', '=', which.userId),
    ),
    some: prepared((db, which: Which & { keys: string }) =>
      of(db, which).where(isOneOf(which.keys)),
    ),
  };
}

const officialsOf = (db: Db, { agendaId }: Which) =>
  db.selectFrom('owners').where('agenda_id', '=', agendaId).select(['issue_key as key', 'name']);

const selectOfficials = {
  all: prepared((db, which: Which) => officialsOf(db, which)),
  some: prepared((db, which: Which & { keys: string }) =>
    officialsOf(db, which).where(isOneOf(which.keys)),
  ),
};

function isOneOf(keys: string) {
  return sql<SqlBool>`issue_key in (select value from json_each(${keys}))`;
}

const selectMutes = prepared((db, given: { digestId: string; agendaId: string }) =>
  db
    .selectFrom('digest_mutes')
    .select(['issue_key as key', 'level'])
    .where('digest_id', '=', given.digestId)
    .where('agenda_id', '=', given.agendaId),
);
