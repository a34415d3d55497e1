import { type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import type { IsoDate, Precision } from '../src/agenda/record.ts';
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

/** A watched issue of which there may be something that its watcher was not told. */
export interface UntoldWatch extends PersonOfIssue, Told {
  /** The last that was recorded of it. */
  readonly lastLine: number;
}

/** What was recorded up to a line, and for days up to a moment, was told, or was there before they watched. */
export interface Told {
  readonly toldLine: number;
  readonly toldAt: string;
}

/** Someone who watches an issue that has an entry for a day after they were told of it. */
export interface WatcherOfDay extends Watcher, Pick<Told, 'toldAt'> {
  readonly date: IsoDate;
  readonly precision: Precision;
}

/** Someone who is to be told of what they watch. */
export interface UntoldWatcher extends Watcher {
  /** When the first and the last of what they were not told was recorded. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** So much of an issue is no news to whoever watches it from now on. */
export async function beginToTell(tx: Tx, person: PersonOfIssue, told: Told): Promise<void> {
  await insert(tx, { ...person, ...told });
}

/** Nobody is told any more. */
export async function tellNoMore(tx: Tx, person: PersonOfIssue): Promise<void> {
  await remove(tx, person);
}

/** So much of an issue counts as told. */
export async function markWatchTold(tx: Tx, person: PersonOfIssue, told: Told): Promise<void> {
  await update(tx, { ...person, ...told });
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

/** Everybody who watches an issue of an agenda with entries for days after they were told, up to a day. */
export async function listWatchersOfDays(
  db: Db,
  asked: { readonly agendaId: string; readonly until: IsoDate },
): Promise<WatcherOfDay[]> {
  return selectOfDays(db, asked);
}

/** What someone watches, as far as something was recorded of it, or for a day, that they may not have been told. */
export async function listUntoldOf(db: Db, watcher: Watcher): Promise<UntoldWatch[]> {
  const rows = await selectUntoldOf(db, watcher);
  return rows.flatMap(({ lastLine, lastDay, ...watch }) =>
    lastLine === null && lastDay === null
      ? []
      : [{ ...watch, lastLine: lastLine ?? watch.toldLine }],
  );
}

const insert = prepared((db, given: PersonOfIssue & Told) =>
  db
    .insertInto('told_watches')
    .values({
      agenda_id: given.agendaId,
      issue_key: given.key,
      team_id: given.teamId,
      user_id: given.userId,
      told_line: given.toldLine,
      told_at: given.toldAt,
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

const update = prepared((db, given: PersonOfIssue & Told) =>
  db
    .updateTable('told_watches')
    .set({ told_line: given.toldLine, told_at: given.toldAt })
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('team_id', '=', given.teamId)
    .where('user_id', '=', given.userId),
);

/** Of a day after they were told, wherever; or of a month or a year that was not over then. */
const MAY_BE_LATER = sql<SqlBool>`entry.date >= case entry.precision
  when 'day' then date(told_at, '-1 day') else date(told_at, '-367 days') end`;

const UNTOLD = (
  row: ExpressionBuilder<Schema & { line: Schema['audit_lines'] }, 'line' | 'told_watches'>,
) => [row.fn.min('line.at').as('firstAt'), row.fn.max('line.at').as('lastAt')] as const;

/** Not by the index of people: it has not how far they were told. */
const TEAM = sql<string>`team_id || ''`;
const USER = sql<string>`user_id || ''`;

/** Each watch with its own few lines: most of the log is of what nobody watches. */
const selectUntold = prepared((db, _given: object) =>
  db
    .selectFrom('told_watches')
    .crossJoin('audit_lines as line')
    .whereRef('line.agenda_id', '=', 'told_watches.agenda_id')
    .whereRef('line.issue_key', '=', 'told_watches.issue_key')
    .whereRef('line.seq', '>', 'told_watches.told_line')
    .select(UNTOLD)
    .select([TEAM.as('teamId'), USER.as('userId')])
    .groupBy([TEAM, USER]),
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
    .select(['team_id as teamId', 'user_id as userId'])
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
      'told_at as toldAt',
      row
        .selectFrom('audit_lines as line')
        .select('line.seq')
        .whereRef('line.agenda_id', '=', 'told_watches.agenda_id')
        .whereRef('line.issue_key', '=', 'told_watches.issue_key')
        .whereRef('line.seq', '>', 'told_watches.told_line')
        .orderBy('line.seq', 'desc')
        .limit(1)
        .as('lastLine'),
      row
        .selectFrom('entries as entry')
        .select('entry.date')
        .whereRef('entry.agenda_id', '=', 'told_watches.agenda_id')
        .whereRef('entry.issue_key', '=', 'told_watches.issue_key')
        .where('entry.ended_at', 'is', null)
        .where(MAY_BE_LATER)
        .limit(1)
        .as('lastDay'),
    ])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .orderBy('agenda_id')
    .orderBy('issue_key'),
);

const selectOfDays = prepared((db, { agendaId, until }: { agendaId: string; until: IsoDate }) =>
  db
    .selectFrom('told_watches')
    .innerJoin('entries as entry', (join) =>
      join
        .onRef('entry.agenda_id', '=', 'told_watches.agenda_id')
        .onRef('entry.issue_key', '=', 'told_watches.issue_key'),
    )
    .where('told_watches.agenda_id', '=', agendaId)
    .where('entry.ended_at', 'is', null)
    .where('entry.date', '<=', until)
    .where(MAY_BE_LATER)
    .select(['team_id as teamId', 'user_id as userId', 'told_at as toldAt', 'date', 'precision'])
    .distinct(),
);
