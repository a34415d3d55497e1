import { type Expression, type SqlBool, sql } from 'kysely';
import type { Selectable } from 'kysely';
import { hashOfWorkspace, workspaceOfAgenda } from '../agenda-workspaces.ts';
import { hashOfChannel } from '../agendas.ts';
import { hashCeilings } from '../ceilings.ts';
import { hashGrants } from '../grants.ts';
import type { Db } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { Write } from '../record/audit.ts';
import { hashOfEnd, hashOfEntry } from '../record/entries.ts';
import { hashOfAgenda, hashOfSource } from '../record/heads.ts';
import { hashOfDesk, readFacts } from '../record/issue-facts.ts';
import { hashOfIssue, readIssueHead } from '../record/issues.ts';
import type { Schema } from '../schema.ts';

/** What a line of the log can tell of a row: its kind, what it belongs to and its id. */
export interface RowName {
  readonly kind: Exclude<Write[0], 'gone'>;
  /** Of the agenda the line is about. */
  readonly agendaId: string;
  readonly id: string;
}

/** What a row holds now, in short, as `Write` has it; null when it is not there. */
export type HashNow = string | null;

/** What entries hold now and how they ended, by their ids. */
export interface EntryNow {
  readonly entry: string;
  /** Null while it counts. */
  readonly end: string | null;
}

/** What a row that is no entry holds now. */
export async function hashNow(db: Db, { kind, agendaId, id }: RowName): Promise<HashNow> {
  switch (kind) {
    case 'agenda':
      return readable(() => hashOfAgenda(db, id));
    case 'issue':
      return readable(async () => {
        const head = await readIssueHead(db, agendaId, id);
        return head === null ? null : hashOfIssue(head);
      });
    case 'source': {
      const [source] = await selectSource(db, { agendaId, id });
      return source === undefined ? null : hashOfSource(source);
    }
    case 'desk':
      return hashOfDesk(await readFacts(db, agendaId, id, 'deskOwners'));
    case 'channel': {
      const [teamId = '', channelId = ''] = id.split('/');
      const [chosen] = await selectChannel(db, { teamId, channelId });
      return chosen === undefined ? null : hashOfChannel(chosen);
    }
    case 'workspace': {
      const teamId = await workspaceOfAgenda(db, id);
      return teamId === null ? null : hashOfWorkspace(teamId);
    }
    case 'grant':
      return (await hashGrants(db)).get(id) ?? null;
    case 'ceiling':
      return (await hashCeilings(db)).get(id) ?? null;
    case 'entry':
    case 'end':
      return (await entriesNow(db, [id])).get(id)?.[kind] ?? null;
  }
}

/** What these entries hold now; those that are not there are left out. */
export async function entriesNow(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, EntryNow>> {
  const now = new Map<string, EntryNow>();
  for (let from = 0; from < ids.length; from += ENTRIES_AT_ONCE) {
    const some = { ids: JSON.stringify(ids.slice(from, from + ENTRIES_AT_ONCE)) };
    const sources = await selectEntrySources(db, some);
    const sourcesOf = Map.groupBy(sources, ({ entry_id: id }) => id);
    for (const row of await selectEntries(db, some)) {
      const named = (sourcesOf.get(row.id) ?? []).map((source, at) => nameOf(source, at, row));
      now.set(row.id, { entry: hashOfEntry(row, named), end: endOf(row) });
    }
  }
  return now;
}

const ENTRIES_AT_ONCE = 1_000;

/** A text that should be JSON and is none was altered: no line ever wrote such a row. */
async function readable(read: () => Promise<HashNow>): Promise<HashNow> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return 'unreadable';
    throw error;
  }
}

/** A source in another place, or of another agenda, is not the one that was written. */
function nameOf(
  { agenda_id: agendaId, source_id: id, position }: Row<'entry_sources'>,
  at: number,
  entry: Row<'entries'>,
): string {
  return agendaId === entry.agenda_id && position === at ? id : `${agendaId} ${position} ${id}`;
}

function endOf(row: Row<'entries'>): string | null {
  const { id, ended_at: at, ended_by: by, ended_because: because, replaced_by: replacedBy } = row;
  if (at === null && by === null && because === null && replacedBy === null) return null;
  return hashOfEnd({ id, by: by ?? '', at: at ?? '', because, replacedBy });
}

type Row<Table extends keyof Schema> = Selectable<Schema[Table]>;

function among(column: string, ids: string): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${ids}))`;
}

const selectEntries = prepared((db, { ids }: { ids: string }) =>
  db.selectFrom('entries').selectAll().where(among('id', ids)),
);

const selectEntrySources = prepared((db, { ids }: { ids: string }) =>
  db
    .selectFrom('entry_sources')
    .selectAll()
    .where(among('entry_id', ids))
    .orderBy('entry_id')
    .orderBy('position'),
);

const selectSource = prepared((db, { agendaId, id }: { agendaId: string; id: string }) =>
  db.selectFrom('sources').selectAll().where('agenda_id', '=', agendaId).where('id', '=', id),
);

const selectChannel = prepared((db, given: { teamId: string; channelId: string }) =>
  db
    .selectFrom('channel_agendas')
    .selectAll()
    .where('team_id', '=', given.teamId)
    .where('channel_id', '=', given.channelId),
);
