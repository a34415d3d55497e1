import type { ExpressionBuilder } from 'kysely';
import type { Db, Tx } from './open.ts';
import type { PersonOfIssue } from './people.ts';
import { prepared } from './prepared.ts';
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

/** Everybody's watched issues of which something was recorded that they were not told. */
export async function listUntoldWatches(db: Db): Promise<UntoldWatch[]> {
  return complete(await selectUntold(db, {}));
}

/** The same of one person. */
export async function listUntoldOf(db: Db, watcher: Watcher): Promise<UntoldWatch[]> {
  return complete(await selectUntoldOf(db, watcher));
}

type UntoldRow = {
  readonly [Name in keyof UntoldWatch]: UntoldWatch[Name] | (Name extends Late ? null : never);
};
type Late = 'firstAt' | 'lastAt' | 'lastLine';

function complete(rows: readonly UntoldRow[]): UntoldWatch[] {
  return rows.flatMap(({ firstAt, lastAt, lastLine, ...watch }) =>
    firstAt === null || lastAt === null || lastLine === null
      ? []
      : [{ ...watch, firstAt, lastAt, lastLine }],
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

const selectUntold = prepared((db, _given: object) => untold(db));

const selectUntoldOf = prepared((db, { teamId, userId }: Watcher) =>
  untold(db).where('told_watches.team_id', '=', teamId).where('told_watches.user_id', '=', userId),
);

function untold(db: Db) {
  return db
    .selectFrom('told_watches')
    .select((row) => [
      'told_watches.agenda_id as agendaId',
      'told_watches.issue_key as key',
      'told_watches.team_id as teamId',
      'told_watches.user_id as userId',
      'told_watches.told_line as toldLine',
      linesAfter(row, 'asc').select('line.at').as('firstAt'),
      linesAfter(row, 'desc').select('line.at').as('lastAt'),
      linesAfter(row, 'desc').select('line.seq').as('lastLine'),
    ])
    .where((row) => row.exists(linesAfter(row, 'desc').select('line.seq')))
    .orderBy('told_watches.agenda_id')
    .orderBy('told_watches.issue_key');
}

function linesAfter(row: ExpressionBuilder<Schema, 'told_watches'>, order: 'asc' | 'desc') {
  return row
    .selectFrom('audit_lines as line')
    .whereRef('line.agenda_id', '=', 'told_watches.agenda_id')
    .whereRef('line.issue_key', '=', 'told_watches.issue_key')
    .whereRef('line.seq', '>', 'told_watches.told_line')
    .orderBy('line.seq', order)
    .limit(1);
}
