import { sql, type SqlBool } from 'kysely';
import type { IssueStep } from '../src/agenda/fold-news.ts';
import type { Action, Category } from '../src/agenda/record.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import type { Write } from './record/audit.ts';
import type { GoneEntry } from './record/remove-issue.ts';

/** The lines of an agenda after one line, up to another. */
export interface Stretch {
  readonly agendaId: string;
  readonly fromLine: number;
  readonly untilLine: number;
}

/** A file that was imported, with the lines of its issues. */
export interface ImportedFile {
  readonly by: string;
  readonly at: string;
  readonly issues: number;
  readonly entries: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** What a line did to an issue, and what went with the issue when it was taken back. */
export interface StepOfIssue extends IssueStep {
  readonly key: string;
  readonly gone: GoneIssue | null;
}

export interface GoneIssue {
  readonly title: string;
  readonly category: Category;
  readonly entries: readonly GoneEntry[];
}

/** The issues that were changed otherwise than by importing. */
export async function listKeysChanged(db: Db, stretch: Stretch): Promise<string[]> {
  const rows = await selectChanged(db, stretch);
  return rows.map(({ key }) => key ?? '');
}

/** The files that were imported, the first first. */
export async function listFiles(db: Db, stretch: Stretch): Promise<ImportedFile[]> {
  return selectFiles(db, stretch);
}

/** The issues that came, or were changed, with a file, and how many entries each got. */
export async function listIssuesOfFile(
  db: Db,
  agendaId: string,
  { by, at, firstLine, lastLine }: ImportedFile,
): Promise<{ readonly key: string; readonly entries: number }[]> {
  const rows = await selectOfFile(db, { agendaId, by, at, firstLine, lastLine });
  return rows.map(({ key, entries }) => ({ key: key ?? '', entries }));
}

/** All that was done to some issues, in the order of the log. */
export async function listSteps(
  db: Db,
  stretch: Stretch,
  keys: readonly string[],
): Promise<StepOfIssue[]> {
  const rows = await selectLines(db, { ...stretch, keys: JSON.stringify(keys) });
  return rows.map(({ line, key, by, action, details, writes }) =>
    stepOf({ line, key: key ?? '', by, action: action as Action }, JSON.parse(details), writes),
  );
}

/** By what and by whom an entry was put down. */
export async function findStepOfEntry(
  db: Db,
  of: { readonly agendaId: string; readonly key: string; readonly id: string },
): Promise<{ readonly action: Action; readonly by: string } | null> {
  const [line] = await selectOfEntry(db, { ...of, written: `%["entry","${of.id}",%` });
  return line === undefined ? null : { action: line.action as Action, by: line.by };
}

/** True when a file put something down about an issue then. */
export async function isImported(
  db: Db,
  then: { readonly agendaId: string; readonly key: string; readonly recordedAt: string },
): Promise<boolean> {
  return (await selectImport(db, then)).length > 0;
}

function stepOf(
  line: Pick<StepOfIssue, 'action' | 'by' | 'key' | 'line'>,
  details: Readonly<Record<string, unknown>>,
  writes: string,
): StepOfIssue {
  const { undoes, restores, because, title, category, entries, issue } = details;
  const rows: readonly Write[] = JSON.parse(writes);
  const ids = (kind: Write[0]): string[] => rows.flatMap(([one, id]) => (one === kind ? [id] : []));
  const gone =
    line.action === 'undo' && typeof title === 'string' && Array.isArray(entries)
      ? { title, category: category as Category, entries: entries as readonly GoneEntry[] }
      : null;
  return {
    ...line,
    isFirst: line.action === 'add' || issue === 'added',
    made: ids('entry'),
    ended: [
      ...ids('end'),
      ...(gone?.entries.flatMap(({ id, counted }) => (counted ? [id] : [])) ?? []),
    ],
    undoes: typeof undoes === 'number' ? undoes : null,
    restores: typeof restores === 'string' ? restores : null,
    because: typeof because === 'string' ? because : null,
    gone,
  };
}

/** The lines by their numbers: by the index of issues SQLite would read all lines of the agenda. */
function stretchOf(db: Db, { agendaId, fromLine, untilLine }: Stretch) {
  return db
    .selectFrom('audit_lines')
    .where(sql<SqlBool>`agenda_id || '' = ${agendaId}`)
    .where('seq', '>', fromLine)
    .where('seq', '<=', untilLine)
    .where('issue_key', 'is not', null);
}

const selectChanged = prepared((db, stretch: Stretch) =>
  stretchOf(db, stretch).where('action', '<>', 'import').select('issue_key as key').distinct(),
);

const ENTRIES = sql<number>`
  cast(coalesce(json_extract(details, '$.entriesAdded'), '0') as integer) +
  cast(coalesce(json_extract(details, '$.entriesReplaced'), '0') as integer)`;

const selectFiles = prepared((db, stretch: Stretch) =>
  stretchOf(db, stretch)
    .where('action', '=', 'import')
    .groupBy(['by', 'at'])
    .select(({ fn }) => [
      'by',
      'at',
      fn.countAll<number>().as('issues'),
      sql<number>`sum(${ENTRIES})`.as('entries'),
      fn.min('seq').as('firstLine'),
      fn.max('seq').as('lastLine'),
    ])
    .orderBy('firstLine'),
);

const selectOfFile = prepared(
  (db, given: Pick<ImportedFile, 'at' | 'by' | 'firstLine' | 'lastLine'> & { agendaId: string }) =>
    db
      .selectFrom('audit_lines')
      .where(sql<SqlBool>`agenda_id || '' = ${given.agendaId}`)
      .where('seq', '>=', given.firstLine)
      .where('seq', '<=', given.lastLine)
      .where('action', '=', 'import')
      .where('issue_key', 'is not', null)
      .where('by', '=', given.by)
      .where('at', '=', given.at)
      .select(['issue_key as key', ENTRIES.as('entries')]),
);

const selectLines = prepared((db, given: Stretch & { keys: string }) =>
  db
    .selectFrom('audit_lines')
    .where('agenda_id', '=', given.agendaId)
    .where('seq', '>', given.fromLine)
    .where('seq', '<=', given.untilLine)
    .where(sql<SqlBool>`issue_key in (select value from json_each(${given.keys}))`)
    .orderBy('seq')
    .select(['seq as line', 'issue_key as key', 'by', 'action', 'details', 'writes']),
);

const selectOfEntry = prepared((db, given: { agendaId: string; key: string; written: string }) =>
  db
    .selectFrom('audit_lines')
    .select(['action', 'by'])
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('writes', 'like', given.written)
    .orderBy('seq', 'desc')
    .limit(1),
);

const selectImport = prepared((db, given: { agendaId: string; key: string; recordedAt: string }) =>
  db
    .selectFrom('audit_lines')
    .select('seq')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('action', '=', 'import')
    .where('at', '=', given.recordedAt)
    .limit(1),
);
