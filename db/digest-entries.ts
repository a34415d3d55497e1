import { sql, type SqlBool } from 'kysely';
import type { EntryFact } from '../src/agenda/fold-news.ts';
import type { Entry, IsoDate, IssueRef, Precision } from '../src/agenda/record.ts';
import type { StatusKey } from '../src/agenda/status.ts';
import { ENTRY_COLUMNS } from './entry-columns.ts';
import { withSources } from './history.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** A file, by which its entries are known. */
export interface FileName {
  readonly by: string;
  readonly at: string;
}

interface Days {
  readonly agendaId: string;
  readonly since: IsoDate;
  readonly until: IsoDate;
}

/** The issues with entries of some days that count, but for those of these files. */
export async function listKeysOfDays(
  db: Db,
  days: Days,
  without: readonly FileName[],
): Promise<string[]> {
  const rows = await selectOfDays(db, { ...days, without: namesOf(without) });
  return rows.map(({ key }) => key);
}

/** The same of some months and years, by their first days. */
export async function listKeysOfPeriods(
  db: Db,
  agendaId: string,
  firstDays: readonly IsoDate[],
  without: readonly FileName[],
): Promise<string[]> {
  const keys: string[] = [];
  // One by one, so that each is read by its date.
  for (const day of firstDays) {
    const days = { agendaId, since: day, until: day, without: namesOf(without) };
    keys.push(...(await selectOfPeriod(db, days)).map(({ key }) => key));
  }
  return keys;
}

/** The issues of which a file has entries for some days that count; a few of them. */
export async function listKeysOfFile(
  db: Db,
  days: Days,
  file: FileName,
  most: number,
): Promise<string[]> {
  const rows = await selectKeysOfFile(db, { ...days, ...file, most });
  return rows.map(({ key }) => key);
}

/** The entries of some issues that count. */
export async function listCounting(
  db: Db,
  agendaId: string,
  keys: readonly string[],
): Promise<(EntryFact & { readonly key: string })[]> {
  return selectCounting(db, { agendaId, keys: JSON.stringify(keys) });
}

/** Entries by their ids, whether they count or not, as far as they are there. */
export async function listFacts(db: Db, ids: readonly string[]): Promise<EntryFact[]> {
  return ids.length === 0 ? [] : selectFacts(db, { ids: JSON.stringify(ids) });
}

/** All of some entries, by their ids. */
export async function readEntries(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Entry>> {
  if (ids.length === 0) return new Map();
  const rows = await selectEntries(db, { ids: JSON.stringify(ids) });
  return new Map((await withSources(db, rows)).map((entry) => [entry.id, entry]));
}

/** An entry for a day to come. */
export interface EntryAhead extends IssueRef {
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly status: StatusKey;
  readonly note: string;
}

/** What was entered for days to come, the first first. */
export async function listEntriesAhead(
  db: Db,
  days: Days & { readonly most: number },
): Promise<EntryAhead[]> {
  return selectAhead(db, days);
}

function namesOf(files: readonly FileName[]): string {
  return JSON.stringify(files.map(({ by, at }) => `${at} ${by}`));
}

const FACTS = [
  'id',
  'date',
  'precision',
  'status',
  'reported',
  'recorded_by as recordedBy',
  'recorded_at as recordedAt',
] as const;

function ofDays(db: Db, { agendaId, since, until }: Days) {
  return db
    .selectFrom('entries')
    .where('entries.agenda_id', '=', agendaId)
    .where('entries.ended_at', 'is', null)
    .where('entries.date', '>=', since)
    .where('entries.date', '<=', until);
}

const selectOfDays = prepared((db, given: Days & { without: string }) =>
  ofDays(db, given).where(isWithout(given)).select('issue_key as key').distinct(),
);

const selectOfPeriod = prepared((db, given: Days & { without: string }) =>
  ofDays(db, given)
    .where('precision', '<>', 'day')
    .where(isWithout(given))
    .select('issue_key as key')
    .distinct(),
);

function isWithout({ without }: { readonly without: string }) {
  return sql<SqlBool>`recorded_at || ' ' || recorded_by not in (select value from json_each(${without}))`;
}

const selectKeysOfFile = prepared((db, given: Days & FileName & { most: number }) =>
  ofDays(db, given)
    .where('recorded_at', '=', given.at)
    .where('recorded_by', '=', given.by)
    .select('issue_key as key')
    .distinct()
    .limit(given.most),
);

const selectCounting = prepared((db, given: { agendaId: string; keys: string }) =>
  db
    .selectFrom('entries')
    .where('agenda_id', '=', given.agendaId)
    .where(sql<SqlBool>`issue_key in (select value from json_each(${given.keys}))`)
    .where('ended_at', 'is', null)
    .select([...FACTS, 'issue_key as key']),
);

const selectFacts = prepared((db, { ids }: { ids: string }) =>
  db
    .selectFrom('entries')
    .where(sql<SqlBool>`id in (select value from json_each(${ids}))`)
    .select(FACTS),
);

const selectEntries = prepared((db, { ids }: { ids: string }) =>
  db
    .selectFrom('entries')
    .where(sql<SqlBool>`id in (select value from json_each(${ids}))`)
    .select(ENTRY_COLUMNS),
);

const selectAhead = prepared((db, given: Days & { most: number }) =>
  ofDays(db, given)
    .innerJoin('issues', (join) =>
      join
        .onRef('issues.agenda_id', '=', 'entries.agenda_id')
        .onRef('issues.key', '=', 'entries.issue_key'),
    )
    .orderBy('entries.date')
    .orderBy('entries.issue_key')
    .limit(given.most)
    .select([
      'issues.key',
      'issues.title',
      'entries.date',
      'entries.precision',
      'entries.status',
      'entries.note',
    ]),
);
