import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import type { Watcher } from './told-watches.ts';

/** An issue of a workspace. */
export interface IssueThere {
  readonly agendaId: string;
  readonly key: string;
  readonly teamId: string;
}

/** A wish that an issue's owners are told when nothing was entered for so many days. */
export interface Nudge extends IssueThere {
  readonly everyDays: number;
  readonly timeZone: string;
  readonly setBy: string;
  readonly setAt: string;
  /** When to look next whether an entry is due, and when that was worked out. */
  readonly nextAt: string;
  readonly plannedAt: string;
}

/** A nudge in a list; no title when the issue is there no more. */
export interface ListedNudge extends Nudge {
  readonly title: string | null;
}

/** Sets a nudge, in the place of the one the issue may have there. */
export async function keepNudge(tx: Tx, nudge: Nudge): Promise<void> {
  await upsert(tx, nudge);
}

/** Null when there is none. */
export async function findNudge(db: Db, issue: IssueThere): Promise<Nudge | null> {
  const [row] = await select(db, issue);
  return row ?? null;
}

/** True when there was one. */
export async function removeNudge(tx: Tx, issue: IssueThere): Promise<boolean> {
  return (await remove(tx, issue)).length > 0;
}

/** What someone set, or is nudged by as an owner; the next to be looked at first. */
export async function listNudges(db: Db, person: Watcher): Promise<ListedNudge[]> {
  return selectOfPerson(db, person);
}

/** Those to look at by then, the oldest first, and those planned after `soon`; at most so many. */
export async function listDueNudges(
  db: Db,
  given: { readonly by: string; readonly soon: string; readonly limit: number },
): Promise<Nudge[]> {
  return selectDue(db, given);
}

/** Whom a nudge asks: who owns the issue in that workspace, the first of them first; while nobody does, whoever set it. */
export async function listAskedBy(
  db: Db,
  nudge: Pick<Nudge, 'setBy'> & IssueThere,
): Promise<{ readonly people: readonly string[]; readonly areOwners: boolean }> {
  const owners = (await selectOwners(db, nudge)).map(({ userId }) => userId);
  const areOwners = owners.length > 0;
  return { people: areOwners ? owners : [nudge.setBy], areOwners };
}

/** The people who are asked about the issues whose nudges are due. */
export async function listNudged(
  db: Db,
  asked: { readonly by: string; readonly soon: string; readonly limit: number },
): Promise<readonly Watcher[]> {
  const people: Watcher[] = [];
  for (const nudge of await selectDue(db, asked)) {
    const of = await listAskedBy(db, nudge);
    people.push(...of.people.map((userId) => ({ teamId: nudge.teamId, userId })));
  }
  return people;
}

const COLUMNS = [
  'nudges.agenda_id as agendaId',
  'nudges.issue_key as key',
  'nudges.team_id as teamId',
  'nudges.every_days as everyDays',
  'nudges.time_zone as timeZone',
  'nudges.set_by as setBy',
  'nudges.set_at as setAt',
  'nudges.next_at as nextAt',
  'nudges.planned_at as plannedAt',
] as const;

const upsert = prepared((db, given: Nudge) =>
  db
    .insertInto('nudges')
    .values({
      agenda_id: given.agendaId,
      issue_key: given.key,
      team_id: given.teamId,
      every_days: given.everyDays,
      time_zone: given.timeZone,
      set_by: given.setBy,
      set_at: given.setAt,
      next_at: given.nextAt,
      planned_at: given.plannedAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['agenda_id', 'issue_key', 'team_id']).doUpdateSet({
        every_days: given.everyDays,
        time_zone: given.timeZone,
        set_by: given.setBy,
        set_at: given.setAt,
        next_at: given.nextAt,
        planned_at: given.plannedAt,
      }),
    ),
);

const select = prepared((db, { agendaId, key, teamId }: IssueThere) =>
  db
    .selectFrom('nudges')
    .select(COLUMNS)
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('team_id', '=', teamId),
);

const remove = prepared((db, { agendaId, key, teamId }: IssueThere) =>
  db
    .deleteFrom('nudges')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('team_id', '=', teamId)
    .returning('issue_key'),
);

const selectOfPerson = prepared((db, { teamId, userId }: Watcher) =>
  db
    .selectFrom('nudges')
    .leftJoin('issues', (join) =>
      join
        .onRef('issues.agenda_id', '=', 'nudges.agenda_id')
        .onRef('issues.key', '=', 'nudges.issue_key'),
    )
    .select([...COLUMNS, 'issues.title'])
    .where('nudges.team_id', '=', teamId)
    .where((row) =>
      row.or([
        row('nudges.set_by', '=', userId),
        row.exists(
          row
            .selectFrom('desk_owners')
            .select('desk_owners.user_id')
            .whereRef('desk_owners.agenda_id', '=', 'nudges.agenda_id')
            .whereRef('desk_owners.issue_key', '=', 'nudges.issue_key')
            .whereRef('desk_owners.team_id', '=', 'nudges.team_id')
            .where('desk_owners.user_id', '=', userId),
        ),
      ]),
    )
    .orderBy('nudges.next_at')
    .orderBy('nudges.issue_key'),
);

const selectDue = prepared((db, given: { by: string; soon: string; limit: number }) =>
  db
    .selectFrom('nudges')
    .select(COLUMNS)
    .where((row) => row.or([row('next_at', '<=', given.by), row('planned_at', '>', given.soon)]))
    .orderBy('next_at')
    .limit(given.limit),
);

const selectOwners = prepared((db, { agendaId, key, teamId }: IssueThere) =>
  db
    .selectFrom('desk_owners')
    .select('user_id as userId')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('team_id', '=', teamId)
    .orderBy('since')
    .orderBy('user_id'),
);
