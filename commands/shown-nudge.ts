import { type Nudge, listAskedBy } from '../db/nudges.ts';
import type { Db } from '../db/open.ts';
import type { NudgeShown } from '../src/messages/nudges.ts';

/** A nudge as people see it: of an issue by its title, if it is there, and with what held before. */
export async function shownNudge(
  db: Db,
  nudge: Nudge,
  {
    title,
    daysBefore = null,
  }: { readonly title: string | null; readonly daysBefore?: number | null },
): Promise<NudgeShown> {
  const { key, everyDays, nextAt, timeZone } = nudge;
  const { people, areOwners } = await listAskedBy(db, nudge);
  return {
    issue: { key, title: title ?? key },
    everyDays,
    owners: people,
    isForSetter: !areOwners,
    nextAt: Temporal.Instant.from(nextAt),
    timeZone,
    daysBefore,
  };
}
