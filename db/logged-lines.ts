import type { LoggedEntry, LoggedLine, LoggedLines } from '../src/agenda/logged-line.ts';
import type { Action } from '../src/agenda/record.ts';
import { statusBefore } from './entry-columns.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import type { Write } from './record/audit.ts';

/** More don't fit a message. */
const MOST_LINES = 60;
const MOST_IMPORTED = 3;

interface Since {
  readonly agendaId: string;
  readonly key: string;
  /** Only what came after this line. */
  readonly after: number;
}

/** What was changed about an issue after a line of the log, with the entries these changes name. */
export async function listLinesSince(
  db: Db,
  agendaId: string,
  key: string,
  after: number,
): Promise<LoggedLines> {
  const [rows, [count]] = await Promise.all([
    selectLines(db, { agendaId, key, after }),
    countLines(db, { agendaId, key, after }),
  ]);
  const read = rows.toReversed().map(({ writes, ...row }) => ({
    ...row,
    details: detailsOf(row.details),
    imported: row.action === 'import' ? entriesIn(writes) : [],
  }));
  const entries = await readEntries(
    db,
    read.flatMap(({ details, imported }) => [details['entry'], details['replaces'], ...imported]),
  );
  const undone = await readActions(
    db,
    read.map(({ details }) => details['undoes']),
  );
  const lines = read.map(({ action, details, imported, ...row }): LoggedLine => ({
    ...row,
    action: action as Action,
    details,
    imported: imported.flatMap((id) => entries.get(id) ?? []),
    entry: entries.get(String(details['entry'])) ?? null,
    replaced: entries.get(String(details['replaces'])) ?? null,
    undone: undone.get(Number(details['undoes'])) ?? null,
  }));
  const last = lines.at(-1)?.line ?? after;
  return { lines, earlier: Math.max(0, (count?.lines ?? 0) - lines.length), last };
}

/** The last line of the log about an issue, imports included; 0 when there is none. */
export async function lastLineOf(db: Db, agendaId: string, key: string): Promise<number> {
  const [last] = await selectLast(db, { agendaId, key });
  return last?.seq ?? 0;
}

function detailsOf(text: string): Readonly<Record<string, unknown>> {
  return JSON.parse(text) as Record<string, unknown>;
}

/** The ids of the last entries that a line says were written. */
function entriesIn(writes: string): string[] {
  const rows = JSON.parse(writes) as readonly Write[];
  return rows.flatMap(([kind, id]) => (kind === 'entry' ? [id] : [])).slice(-MOST_IMPORTED);
}

async function readEntries(db: Db, named: readonly unknown[]): Promise<Map<string, LoggedEntry>> {
  const ids = [...new Set(named.filter((id) => typeof id === 'string'))];
  const entries = new Map<string, LoggedEntry>();
  for (const id of ids) {
    const [entry] = await selectEntry(db, { id });
    if (entry !== undefined)
      entries.set(id, { ...entry, sources: await selectSources(db, { id }) });
  }
  return entries;
}

async function readActions(db: Db, named: readonly unknown[]): Promise<Map<number, Action>> {
  const actions = new Map<number, Action>();
  for (const seq of new Set(named.filter((line) => typeof line === 'number'))) {
    const [line] = await selectAction(db, { seq });
    if (line !== undefined) actions.set(seq, line.action as Action);
  }
  return actions;
}

function linesOf(db: Db, { agendaId, key, after }: Since) {
  return db
    .selectFrom('audit_lines')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('seq', '>', after);
}

const selectLines = prepared((db, since: Since) =>
  linesOf(db, since)
    .select(['seq as line', 'at', 'by', 'action', 'details', 'writes'])
    .orderBy('seq', 'desc')
    .limit(MOST_LINES),
);

const countLines = prepared((db, since: Since) =>
  linesOf(db, since).select(({ fn }) => fn.countAll<number>().as('lines')),
);

const selectLast = prepared((db, { agendaId, key }: { agendaId: string; key: string }) =>
  db
    .selectFrom('audit_lines')
    .select('seq')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .orderBy('seq', 'desc')
    .limit(1),
);

const selectAction = prepared((db, { seq }: { seq: number }) =>
  db.selectFrom('audit_lines').select('action').where('seq', '=', seq),
);

const selectEntry = prepared((db, { id }: { id: string }) =>
  db
    .selectFrom('entries')
    .select((row) => [
      'entries.date',
      'entries.precision',
      'entries.status',
      'entries.note',
      'entries.basis',
      statusBefore(row),
    ])
    .where('id', '=', id),
);

const selectSources = prepared((db, { id }: { id: string }) =>
  db
    .selectFrom('entry_sources')
    .innerJoin('sources', (join) =>
      join
        .onRef('sources.agenda_id', '=', 'entry_sources.agenda_id')
        .onRef('sources.id', '=', 'entry_sources.source_id'),
    )
    .select(['sources.url', 'sources.publisher'])
    .where('entry_sources.entry_id', '=', id)
    .orderBy('entry_sources.position'),
);
