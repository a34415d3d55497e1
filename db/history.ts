import { sql, type SqlBool } from 'kysely';
import type { Entry, IsoDate, Source } from '../src/agenda/record.ts';
import { ENTRY_COLUMNS } from './entry-columns.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

interface Page {
  /** Nothing later than this day. */
  readonly until: IsoDate;
  readonly limit: number;
  readonly offset: number;
}

interface Wanted extends Page {
  readonly agendaId: string;
  readonly key: string;
}

/** An issue's entries with their sources, the latest first. */
export async function lastEntries(
  db: Db,
  agendaId: string,
  key: string,
  page: Page,
): Promise<Entry[]> {
  return withSources(db, await selectEntries(db, { agendaId, key, ...page }));
}

/** Entries with the sources each of them names, in its own order. */
export async function withSources<Item extends { readonly id: string }>(
  db: Db,
  entries: readonly Item[],
): Promise<(Item & { readonly sources: readonly Source[] })[]> {
  if (entries.length === 0) return [];
  const ids = JSON.stringify(entries.map(({ id }) => id));
  const sourcesOf = Map.groupBy(await selectSourcesOf(db, { ids }), ({ entry_id }) => entry_id);
  return entries.map((entry) => ({
    ...entry,
    sources: (sourcesOf.get(entry.id) ?? []).map(toSource),
  }));
}

/** The entry that says where an issue stands on a day; null before its first. */
export async function entryInForce(
  db: Db,
  agendaId: string,
  key: string,
  day: IsoDate,
): Promise<Entry | null> {
  const [entry] = await lastEntries(db, agendaId, key, { until: day, limit: 1, offset: 0 });
  return entry ?? null;
}

const selectEntries = prepared((db, { agendaId, key, until, limit, offset }: Wanted) =>
  db
    .selectFrom('entries')
    .select(ENTRY_COLUMNS)
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('ended_at', 'is', null)
    .where('date', '<=', until)
    .orderBy('date', 'desc')
    .limit(limit)
    .offset(offset),
);

const selectSourcesOf = prepared((db, { ids }: { ids: string }) =>
  db
    .selectFrom('entry_sources')
    .innerJoin('sources', (join) =>
      join
        .onRef('sources.agenda_id', '=', 'entry_sources.agenda_id')
        .onRef('sources.id', '=', 'entry_sources.source_id'),
    )
    .select([
      'entry_sources.entry_id',
      'sources.id',
      'sources.publisher',
      'sources.date',
      'sources.url',
    ])
    .where(sql<SqlBool>`entry_sources.entry_id in (select value from json_each(${ids}))`)
    .orderBy('entry_sources.entry_id')
    .orderBy('entry_sources.position'),
);

function toSource({ id, publisher, date, url }: Source): Source {
  return { id, publisher, date, url };
}
