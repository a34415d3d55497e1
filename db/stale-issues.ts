import { sql } from 'kysely';
import type { IsoDate } from '../src/agenda/record.ts';
import { STATUSES, type StatusKey } from '../src/agenda/status.ts';
import type { KeptIssue } from './issues-of-person.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { asListed, type StandingRow } from './standing-lists.ts';

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
  const found: (StandingRow & Pick<KeptIssue, 'lastOn'>)[] = [];
  let total = 0;
  // By status, as the index is: past what is fulfilled, however much that is.
  for (const { key: status } of STATUSES.filter(({ key }) => isOpen(key))) {
    found.push(...(await selectOldest(db, { ...asked, status })));
    const [count] = await selectCount(db, { ...asked, status });
    total += count?.issues ?? 0;
  }
  const oldest = found
    .toSorted((one, other) => ((one.lastOn ?? '') < (other.lastOn ?? '') ? -1 : 1))
    .slice(0, asked.limit);
  return { oldest: await asListed(db, asked.agendaId, oldest), total };
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
    .select(['issue_key as key', 'status', 'basis', 'since', 'date as lastOn'])
    .where('agenda_id', '=', agendaId)
    .where('status', '=', status)
    .where('date', '<', before)
    .orderBy('date')
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
