import { type ExpressionBuilder, sql } from 'kysely';
import type { Db, Tx } from './open.ts';
import type { PersonOfIssue } from './people.ts';
import { prepared } from './prepared.ts';
import { type AuditHead, NO_LINE } from './record/audit.ts';
import type { Schema } from './schema.ts';

/** Someone in a workspace. */
export interface Watcher {
  readonly teamId: string;
  readonly userId: string;
}

/** A watched issue whose watcher was not told yet what was last recorded of it. */
export interface UntoldWatch extends PersonOfIssue {
  /** What was recorded up to this line was told, or was there before they watched. */
  readonly toldLine: number;
  readonly lastLine: number;
}

/** Someone who is to be told of what they watch. */
export interface UntoldWatcher extends Watcher {
  /** When the first and the last of what they were not told was recorded. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** What was recorded of an issue up to a line is no news to whoever watches it from now on. */
export async function beginToTell(tx: Tx, person: PersonOfIssue, line: number): Promise<void> {
  await insert(tx, { ...person, line });
}

/** Nobody is told any more. */
export async function tellNoMore(tx: Tx, person: PersonOfIssue): Promise<void> {
  await remove(tx, person);
}

/** What was recorded of an issue up to a line counts as told. */
export async function markWatchTold(tx: Tx, person: PersonOfIssue, line: number): Promise<void> {
  await update(tx, { ...person, line });
}

/** Everybody who was not told yet what was recorded of an issue they watch. */
export async function listUntoldWatchers(db: Db): Promise<UntoldWatcher[]> {
  return selectUntold(db, {});
}

/**
 * The same, of what was recorded after the log ended there; null when that line is not in the
 * log any more, so that it is another one.
 */
export async function listUntoldSince(
  db: Db,
  { seq, hash }: AuditHead,
): Promise<UntoldWatcher[] | null> {
  const isThere = seq === NO_LINE.seq || (await selectLine(db, { seq, hash })).length > 0;
  return isThere ? selectUntoldSince(db, { after: seq }) : null;
}

/** What someone watches, as far as something was recorded of it that they were not told. */
export async function listUntoldOf(db: Db, watcher: Watcher): Promise<UntoldWatch[]> {
  const rows = await selectUntoldOf(db, watcher);
  return rows.flatMap(({ lastLine, ...watch }) =>
    lastLine === null ? [] : [{ ...watch, lastLine }],
  );
}

const insert = prepared((db, given: PersonOfIssue & { readonly line: number }) =>
  db
    .insertInto('told_watches')
    .values({
      agenda_id: given.agendaId,
      issue_key: given.key,
      team_id: given.teamId,
      user_id: given.userId,
      told_line: given.line,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const remove = prepared((db, { agendaId, key, teamId, userId }: PersonOfIssue) =>
  db
    .deleteFrom('told_watches')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId),
);

const update = prepared((db, given: PersonOfIssue & { readonly line: number }) =>
  db
    .updateTable('told_watches')
    .set({ told_line: given.line })
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('team_id', '=', given.teamId)
    .where('user_id', '=', given.userId),
);

const UNTOLD = (
  row: ExpressionBuilder<Schema & { line: Schema['audit_lines'] }, 'line' | 'told_watches'>,
) =>
  [
    'told_watches.team_id as teamId',
    'told_watches.user_id as userId',
    row.fn.min('line.at').as('firstAt'),
    row.fn.max('line.at').as('lastAt'),
  ] as const;

/** Each watch with its own few lines: most of the log is of what nobody watches. */
const selectUntold = prepared((db, _given: object) =>
  db
    .selectFrom('told_watches')
    .crossJoin('audit_lines as line')
    .whereRef('line.agenda_id', '=', 'told_watches.agenda_id')
    .whereRef('line.issue_key', '=', 'told_watches.issue_key')
    .whereRef('line.seq', '>', 'told_watches.told_line')
    .select(UNTOLD)
    // Not by the index of people: it has not how far they were told.
    .groupBy([sql`+team_id`, sql`+user_id`]),
);

/** Each line with those who watch its issue. */
const selectUntoldSince = prepared((db, { after }: { readonly after: number }) =>
  db
    .selectFrom('audit_lines as line')
    .crossJoin('told_watches')
    .where('line.seq', '>', after)
    .whereRef('told_watches.agenda_id', '=', 'line.agenda_id')
    .whereRef('told_watches.issue_key', '=', 'line.issue_key')
    .whereRef('told_watches.told_line', '<', 'line.seq')
    .select(UNTOLD)
    .groupBy(['team_id', 'user_id']),
);

const selectLine = prepared((db, { seq, hash }: AuditHead) =>
  db.selectFrom('audit_lines').select('seq').where('seq', '=', seq).where('hash', '=', hash),
);

const selectUntoldOf = prepared((db, { teamId, userId }: Watcher) =>
  db
    .selectFrom('told_watches')
    .select((row) => [
      'agenda_id as agendaId',
      'issue_key as key',
      'team_id as teamId',
      'user_id as userId',
      'told_line as toldLine',
      row
        .selectFrom('audit_lines as line')
        .select('line.seq')
        .whereRef('line.agenda_id', '=', 'told_watches.agenda_id')
        .whereRef('line.issue_key', '=', 'told_watches.issue_key')
        .whereRef('line.seq', '>', 'told_watches.told_line')
        .orderBy('line.seq', 'desc')
        .limit(1)
        .as('lastLine'),
    ])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .orderBy('agenda_id')
    .orderBy('issue_key'),
);
