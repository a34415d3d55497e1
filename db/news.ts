import { sql } from 'kysely';
import type { Action, Change, IssueRef } from '../src/agenda/record.ts';
import { statusBefore } from './entry-columns.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** A change somebody made to an issue, as news for others. */
export interface NewsLine extends IssueRef {
  readonly action: Action;
  readonly by: string;
  readonly at: string;
  /** What it says of where the issue stands; null when it says nothing, or what it said counts no more. */
  readonly entry: Omit<Change, 'key' | 'title'> | null;
}

/** Issues that came, or were changed, with one file. */
export interface ImportNews {
  readonly by: string;
  readonly at: string;
  readonly issues: number;
}

export interface News {
  /** The latest first. */
  readonly lines: readonly NewsLine[];
  readonly imports: readonly ImportNews[];
}

/** Only so much of the log is looked at, from its end: more is no news but history. */
const MOST_LINES = 1000;

/** What others than this person changed on an agenda after an instant. */
export async function listNews(
  db: Db,
  asked: { readonly agendaId: string; readonly notBy: string; readonly since: string },
): Promise<News> {
  const after = await lastLineUntil(db, asked.since);
  const given = { ...asked, after };
  const rows = await selectLines(db, given);
  const imports = await selectImports(db, given);
  return {
    lines: rows.map(({ key, title, action, by, at, to, date, precision, basis, from }) => ({
      key,
      title,
      action: action as Action,
      by,
      at,
      entry:
        to === null || date === null || precision === null || basis === null
          ? null
          : { date, precision, from, to, basis },
    })),
    imports,
  };
}

/** The number of the last line written by then. The lines are in the order of their times. */
export async function lastLineUntil(db: Db, at: string): Promise<number> {
  const [last] = await selectLastLine(db, {});
  let from = 0;
  let to = last?.seq ?? 0;
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    // In a view of the record lines may be left out.
    const [line] = await selectLineUpTo(db, { seq: middle });
    if (line !== undefined && line.at > at) to = line.seq - 1;
    else from = middle;
  }
  return from;
}

const selectLastLine = prepared((db, _given: object) =>
  db.selectFrom('audit_lines').select('seq').orderBy('seq', 'desc').limit(1),
);

const selectLineUpTo = prepared((db, { seq }: { seq: number }) =>
  db
    .selectFrom('audit_lines')
    .select(['seq', 'at'])
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(1),
);

interface Wanted {
  readonly agendaId: string;
  readonly notBy: string;
  readonly after: number;
}

const selectLines = prepared((db, { agendaId, notBy, after }: Wanted) =>
  db
    .selectFrom(endOfLog(db, after).as('line'))
    .innerJoin('issues', (join) =>
      join
        .onRef('issues.agenda_id', '=', 'line.agenda_id')
        .onRef('issues.key', '=', 'line.issue_key'),
    )
    .leftJoin('entries', (join) =>
      join
        .on('entries.id', '=', sql<string>`json_extract(line.details, '$.entry')`)
        .on('entries.ended_at', 'is', null),
    )
    .select((row) => [
      'issues.key',
      'issues.title',
      'line.action',
      'line.by',
      'line.at',
      'entries.date',
      'entries.precision',
      'entries.basis',
      'entries.status as to',
      statusBefore(row),
    ])
    .where('line.agenda_id', '=', agendaId)
    .where('line.action', '<>', 'import')
    .where('line.by', '<>', notBy)
    .orderBy('line.seq', 'desc'),
);

const selectImports = prepared((db, { agendaId, notBy, after }: Wanted) =>
  db
    .selectFrom(endOfLog(db, after).as('imported'))
    .where('imported.agenda_id', '=', agendaId)
    .where('imported.action', '=', 'import')
    .where('imported.issue_key', 'is not', null)
    .where('imported.by', '<>', notBy)
    .select((row) => ['imported.by', 'imported.at', row.fn.countAll<number>().as('issues')])
    .groupBy(['imported.by', 'imported.at'])
    .orderBy('imported.at', 'desc')
    .limit(3),
);

function endOfLog(db: Db, after: number) {
  return db
    .selectFrom('audit_lines')
    .select(['seq', 'at', 'by', 'action', 'agenda_id', 'issue_key', 'details'])
    .where('seq', '>', after)
    .orderBy('seq', 'desc')
    .limit(MOST_LINES);
}
