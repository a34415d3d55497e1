import type { Agenda, IsoDate, ListedIssue } from '../src/agenda/record.ts';
import type { Db } from './open.ts';
import type { PersonOfIssue } from './people.ts';
import { prepared } from './prepared.ts';
import { asListed, standingsAmong } from './standing-lists.ts';

/** Someone of a workspace, and the agenda they are asking about. */
export type PersonOfAgenda = Omit<PersonOfIssue, 'key'>;

/** An issue someone owns or watches, and the day of its last entry. */
export interface KeptIssue extends ListedIssue {
  readonly lastOn: IsoDate | null;
}

/** More are left out: nobody keeps an eye on so many one by one. */
const MOST = 500;

/** The issues someone owns, or watches, the latest news first and those without any last. */
export async function listOfPerson(
  db: Db,
  table: 'desk_owners' | 'watches',
  { agendaId, teamId, userId }: PersonOfAgenda,
  { agenda, day }: { readonly agenda: Agenda; readonly day: IsoDate },
): Promise<KeptIssue[]> {
  const issues = await selectIssues[table](db, { agendaId, teamId, userId });
  if (issues.length === 0) return [];
  const keys = issues.map(({ key }) => key);
  const standings = await standingsAmong(db, agenda, day, keys);
  const listed = await asListed(db, agenda.id, standings);
  const standingOf = new Map(listed.map((standing) => [standing.key, standing]));
  return issues
    .map((issue) => ({ ...NOT_YET, ...standingOf.get(issue.key), ...issue }))
    .toSorted((one, other) => compare(other.lastOn ?? '', one.lastOn ?? ''));
}

const NOT_YET = {
  status: null,
  basis: null,
  since: null,
  lastOn: null,
  sincePrecision: 'day',
} as const;

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

const selectIssues = { desk_owners: select('desk_owners'), watches: select('watches') };

function select(table: 'desk_owners' | 'watches') {
  return prepared((db, given: PersonOfAgenda) =>
    db
      .selectFrom(`${table} as kept`)
      .innerJoin('issues', (join) =>
        join
          .onRef('issues.agenda_id', '=', 'kept.agenda_id')
          .onRef('issues.key', '=', 'kept.issue_key'),
      )
      .select(['issues.key', 'issues.title'])
      .where('kept.agenda_id', '=', given.agendaId)
      .where('kept.team_id', '=', given.teamId)
      .where('kept.user_id', '=', given.userId)
      .orderBy('kept.issue_key')
      .limit(MOST),
  );
}
