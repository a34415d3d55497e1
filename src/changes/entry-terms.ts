import { refreshCard } from '../../db/cards.ts';
import type { Db, Tx } from '../../db/open.ts';
import { partFor } from '../../db/record/annexes.ts';
import { listReleased, setEmbargo, setRule } from '../../db/record/entry-terms.ts';
import { indexIssue } from '../../db/record/index-issue.ts';
import { readIssue } from '../../db/record/issues.ts';
import { entryOn, readEntry } from '../../db/record/read-entry.ts';
import { homeOf } from '../agenda/annex.ts';
import type { AttributionRule } from '../agenda/attribution-rule.ts';
import type { Mark } from '../agenda/marking.ts';
import { stamp } from '../agenda/stamp.ts';
import { type Asked, type IssueId, logChange } from './change-of-issue.ts';
import { type MarkOutcome, moveTo, unlessRepeated } from './mark.ts';
import { record } from './record.ts';

/** From now on whoever an entry is attributed to is named only as the rule allows. */
export async function ruleEntry(
  db: Db,
  issue: IssueId,
  entryId: string,
  rule: AttributionRule,
  asked: Asked,
): Promise<MarkOutcome> {
  if ((await readEntry(db, entryId)) === null) return { kind: 'gone' };
  return unlessRepeated(db, asked, async (tx) => {
    const entry = await readEntry(tx, entryId);
    if (entry === null || entry.endedAt !== null) return { kind: 'gone' };
    if (entry.rule === rule) return { kind: 'as it was' };
    const write = await setRule(tx, entryId, rule);
    await logTerms(tx, entry, asked, { rule }, write);
    return { kind: 'marked', key: issue.key };
  });
}

/** Until then an entry is for members alone, and is posted in no public channel; then everyone sees it who sees the issue. */
export async function embargoEntry(
  db: Db,
  issue: IssueId,
  entryId: string,
  until: Temporal.Instant,
  asked: Asked,
): Promise<MarkOutcome> {
  if ((await readEntry(db, entryId)) === null) return { kind: 'gone' };
  return unlessRepeated(db, asked, async (tx) => {
    const home = homeOf(issue.agendaId, issue.key);
    const partId = await partFor(tx, home, UNDER_EMBARGO, asked);
    const moved = await moveTo(tx, issue, entryId, partId, UNDER_EMBARGO, asked);
    if (moved.kind !== 'marked' && moved.kind !== 'as it was') return moved;
    const entry = await readEntry(tx, entryId);
    if (entry === null) return { kind: 'gone' };
    const write = await setEmbargo(tx, entryId, stamp(until));
    await logTerms(tx, entry, asked, { until: stamp(until) }, write);
    return { kind: 'marked', key: issue.key };
  });
}

/** Lets everyone who sees the issue see each entry whose embargo is over. Gives how many there were. */
export async function releaseEntries(db: Db, now: Temporal.Instant): Promise<number> {
  if ((await listReleased(db, stamp(now))).length === 0) return 0;
  return record(db, async (tx) => {
    const released = await listReleased(tx, stamp(now));
    for (const { id, agendaId, key } of released) {
      const asked: Asked = { by: BY, at: now, inputId: null, deed: 'mark', seen: null, mark: null };
      const write = await setEmbargo(tx, id, null);
      await logTerms(tx, { agendaId, key }, asked, { until: null }, write);
      const home = homeOf(agendaId, key);
      const entry = await readEntry(tx, id);
      const isFree = entry !== null && (await entryOn(tx, home, key, entry.entry.date)) === null;
      if (isFree) await moveTo(tx, { agendaId, key }, id, home, null, asked);
    }
    return released.length;
  });
}

const UNDER_EMBARGO: Mark = { marking: 'AMBER', room: null, readers: null };
/** Who the log has it that did what nobody did. */
const BY = 'embargo';

async function logTerms(
  tx: Tx,
  { agendaId, key }: IssueId,
  asked: Asked,
  details: object,
  write: Awaited<ReturnType<typeof setRule>>,
): Promise<void> {
  // What was asked is remembered already.
  const again = { ...asked, inputId: null };
  await logChange(tx, { agendaId, key }, again, { action: 'mark', details, writes: [write] });
  const isHome = homeOf(agendaId, key) === agendaId;
  const recorded = isHome ? await readIssue(tx, agendaId, key) : null;
  if (recorded !== null) await indexIssue(tx, agendaId, recorded.issue);
  await refreshCard(tx, agendaId, key);
}
