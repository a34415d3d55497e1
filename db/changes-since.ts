import type { Action, Entry, IsoDate } from '../src/agenda/record.ts';
import { lastEntries } from './history.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import type { Write } from './record/audit.ts';

/** A change of an issue, and the entries that it put down or ended, by their ids. */
export interface ChangeSince {
  readonly line: number;
  readonly by: string;
  readonly action: Action;
  readonly added: readonly string[];
  readonly ended: readonly string[];
  /** Why something was withdrawn, as far as was said. */
  readonly because: string | null;
}

/** What an entry says of where its issue stands. */
export type EntryStanding = Pick<Entry, 'id' | 'date' | 'status' | 'recordedAt'>;

/** The last day that has come: anywhere, for what people record by hand, and for what files hold. */
export interface DaysCome {
  readonly anywhere: IsoDate;
  readonly inFiles: IsoDate;
}

/** What was changed about an issue after a line of its log, and what is needed to tell what that moved. */
export interface ChangesSince {
  /** The first first. */
  readonly changes: readonly ChangeSince[];
  /** The last entries that count, the latest first: as many as may matter. */
  readonly entries: readonly Entry[];
  /** Entries that counted before, and count no more. */
  readonly ended: readonly EntryStanding[];
}

/** As many entries may stand on days that have begun in some zones only. */
const DAYS_BEGUN_SOMEWHERE = 3;

/** Reads what was changed about an issue after a line of the log. Entries for days to come are left out. */
export async function readChangesSince(
  db: Db,
  issue: IssueSince,
  { anywhere, inFiles }: DaysCome,
): Promise<ChangesSince> {
  const { agendaId, key } = issue;
  const changes = (await selectLines(db, issue)).map(toChange);
  const hasCome = async ({ date, recordedAt }: EntryStanding): Promise<boolean> =>
    date <= inFiles ||
    (date <= anywhere && (await selectImport(db, { agendaId, key, recordedAt })).length === 0);

  const limit = new Set(changes.flatMap(({ added }) => added)).size + 1 + DAYS_BEGUN_SOMEWHERE;
  const counting: Entry[] = [];
  for (const entry of await lastEntries(db, agendaId, key, { until: anywhere, limit, offset: 0 })) {
    if (await hasCome(entry)) counting.push(entry);
  }
  const ended: EntryStanding[] = [];
  for (const id of new Set(changes.flatMap((change) => change.ended))) {
    for (const entry of await selectEntry(db, { id })) if (await hasCome(entry)) ended.push(entry);
  }
  return { changes, entries: counting, ended };
}

interface IssueSince {
  readonly agendaId: string;
  readonly key: string;
  readonly after: number;
}

interface LineRow {
  readonly line: number;
  readonly by: string;
  readonly action: string;
  readonly details: string;
  readonly writes: string;
}

function toChange({ line, by, action, details, writes }: LineRow): ChangeSince {
  const rows = JSON.parse(writes) as readonly Write[];
  const idsOf = (wanted: Write[0]): string[] =>
    rows.flatMap(([kind, id]) => (kind === wanted ? [id] : []));
  const { because } = JSON.parse(details) as { readonly because?: unknown };
  return {
    line,
    by,
    action: action as Action,
    added: idsOf('entry'),
    ended: idsOf('end'),
    because: typeof because === 'string' ? because : null,
  };
}

const selectLines = prepared((db, { agendaId, key, after }: IssueSince) =>
  db
    .selectFrom('audit_lines')
    .select(['seq as line', 'by', 'action', 'details', 'writes'])
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('seq', '>', after)
    .orderBy('seq'),
);

const selectEntry = prepared((db, { id }: { id: string }) =>
  db
    .selectFrom('entries')
    .select(['id', 'date', 'status', 'recorded_at as recordedAt'])
    .where('id', '=', id),
);

/** The change by which a file put something down about an issue then. */
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
