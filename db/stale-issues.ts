import { sql } from 'kysely';
import type { IsoDate } from '../src/agenda/record.ts';
import { STATUSES, type StatusKey } from '../src/agenda/status.ts';
import type { KeptIssue } from './issues-of-person.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** Issues nobody wrote about for long. */
export interface StaleIssues {
  /** The oldest first. */
  readonly oldest: readonly KeptIssue[];
  /** Counted up to `MOST_COUNTED` a status. */
  readonly total: number;
}

export const MOST_COUNTED = 1000;

/** What is fulfilled or off the table needs no news. */
export function isOpen(status: StatusKey): boolean {
  return status !== 'fulfilled' && status !== 'off-table';
}

/** The open issues whose last entry is of before a day. */
export async function listStale(
  db: Db,
  asked: { readonly agendaId: string; readonly before: IsoDate; readonly limit: number },
): Promise<StaleIssues> {
  const oldest: KeptIssue[] = [];
  let total = 0;
  // By status, as the index is: past what is fulfilled, however much that is.
  for (const { key: status } of STATUSES.filter(({ key }) => isOpen(key))) {
    oldest.push(...(await selectOldest(db, { ...asked, status })));
    const [count] = await selectCount(db, { ...asked, status });
    total += count?.issues ?? 0;
  }
  return {
    oldest: oldest
      .toSorted((one, other) => ((one.lastOn ?? '') < (other.lastOn ?? '') ? -1 : 1))
      .slice(0, asked.limit),
    total,
  };
}

interface Wanted {
  readonly agendaId: string;
  readonly before: IsoDate;
  readonly limit: number;
  readonly status: StatusKey;
}

const selectOldest = prepared((db, { agendaId, before, limit, status }: Wanted) =>
  db
    .selectFrom('standings')
    .innerJoin('issues', (join) =>
      join
        .onRef('issues.agenda_id', '=', 'standings.agenda_id')
        .onRef('issues.key', '=', 'standings.issue_key'),
    )
    .innerJoin('entries as began', (join) =>
      join
        .onRef('began.agenda_id', '=', 'standings.agenda_id')
        .onRef('began.issue_key', '=', 'standings.issue_key')
        .onRef('began.date', '=', 'standings.since')
        .on('began.ended_at', 'is', null),
    )
    .select([
      'issues.key',
      'issues.title',
      'standings.status',
      'standings.basis',
      'standings.since',
      'standings.date as lastOn',
      'began.precision as sincePrecision',
    ])
    .where('standings.agenda_id', '=', agendaId)
    .where('standings.status', '=', status)
    .where('standings.date', '<', before)
    .orderBy('standings.date')
    .limit(limit),
);

const selectCount = prepared((db, { agendaId, before, status }: Wanted) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom('standings')
        .select(sql`1`.as('one'))
        .where('agenda_id', '=', agendaId)
        .where('status', '=', status)
        .where('date', '<', before)
        .limit(MOST_COUNTED)
        .as('stale'),
    )
    .select(({ fn }) => fn.countAll<number>().as('issues')),
);
