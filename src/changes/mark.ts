import { refreshCard } from '../../db/cards.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db, Tx } from '../../db/open.ts';
import { continueIssue, markAgenda as writeMark, partFor } from '../../db/record/annexes.ts';
import { addAuditLine } from '../../db/record/audit.ts';
import { readIssueHead } from '../../db/record/issues.ts';
import { type Moved, moveEntry, moveIssue, settle } from '../../db/record/move-issue.ts';
import { entryOn, readEntry } from '../../db/record/read-entry.ts';
import { recordOf } from '../../db/sighted.ts';
import { homeOf, rootOf } from '../agenda/annex.ts';
import type { Mark } from '../agenda/marking.ts';
import { stamp } from '../agenda/stamp.ts';
import type { Asked, IssueId } from './change-of-issue.ts';
import { record } from './record.ts';

/** What came of marking something. */
export type MarkOutcome =
  /** Its key from now on: one that only fewer people see has a key that nothing else can have. */
  | { readonly kind: 'marked'; readonly key: string }
  | { readonly kind: 'as it was' }
  /** The day has another entry where this one would go. */
  | { readonly kind: 'day taken' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'repeated' };

/** From now on only those see an issue who may see what is marked so; with no mark, all who see its agenda. */
export async function markIssue(
  db: Db,
  { agendaId, key }: IssueId,
  mark: Mark | null,
  asked: Asked,
): Promise<MarkOutcome> {
  return unlessRepeated(db, asked, async (tx) => {
    const from = { partId: homeOf(agendaId, key), key };
    const head = await readIssueHead(tx, from.partId, key);
    if (head === null) return { kind: 'gone' };
    const root = rootOf(agendaId);
    const target = mark === null ? root : await partFor(tx, root, mark, asked);
    if (target === from.partId) return { kind: 'as it was' };
    const moved = await moveIssue(tx, from, target, asked);
    await logMove(tx, asked, moved, mark);
    return { kind: 'marked', key: moved.key };
  });
}

/** The same of one entry of an issue; with no mark, all who see the issue see it. */
export async function markEntry(
  db: Db,
  issue: IssueId,
  entryId: string,
  mark: Mark | null,
  asked: Asked,
): Promise<MarkOutcome> {
  // What whoever asks doesn't see isn't there for them.
  if ((await readEntry(db, entryId)) === null) return { kind: 'gone' };
  return unlessRepeated(db, asked, async (tx) => {
    const home = homeOf(issue.agendaId, issue.key);
    const partId = mark === null ? home : await partFor(tx, home, mark, asked);
    return moveTo(tx, issue, entryId, partId, mark, asked);
  });
}

/** Takes an entry of an issue to another part of its agenda. */
export async function moveTo(
  tx: Tx,
  issue: IssueId,
  entryId: string,
  partId: string,
  mark: Mark | null,
  asked: Asked,
): Promise<MarkOutcome> {
  const entry = await readEntry(tx, entryId);
  const home = homeOf(issue.agendaId, issue.key);
  const head = await readIssueHead(tx, home, issue.key);
  if (entry === null || head === null || entry.endedAt !== null) return { kind: 'gone' };
  if (partId === entry.agendaId) return { kind: 'as it was' };
  const to = { partId, key: issue.key };
  if ((await entryOn(tx, partId, issue.key, entry.entry.date)) !== null) {
    return { kind: 'day taken' };
  }
  if (partId !== home) await continueIssue(tx, { from: home, ...to }, asked);
  const from = { partId: entry.agendaId, key: issue.key };
  const moved = await moveEntry(tx, entryId, from, to);
  const { category } = head.issue;
  await settle(tx, { ...from, category });
  await settle(tx, { ...to, category });
  await logMove(tx, asked, moved, mark);
  return { kind: 'marked', key: issue.key };
}

/** From now on all of an agenda is to be told no further than that. */
export async function markAgenda(
  db: Db,
  agendaId: string,
  mark: Mark,
  asked: Asked,
): Promise<MarkOutcome> {
  return unlessRepeated(db, asked, async (tx) => {
    const write = await writeMark(tx, agendaId, mark);
    await addAuditLine(tx, {
      ...who(asked),
      agendaId,
      issueKey: null,
      action: 'mark',
      details: { mark },
      writes: [write],
    });
    return { kind: 'marked', key: '' };
  });
}

/** The parts it left tell only that rows are gone, and of no issue: whoever sees no more of it learns no more. */
async function logMove(
  tx: Tx,
  asked: Asked,
  { key, left, came }: Moved,
  mark: Mark | null,
): Promise<void> {
  for (const [agendaId, writes] of left) {
    const line = { agendaId, issueKey: null, action: 'mark', details: {}, writes } as const;
    await addAuditLine(tx, { ...who(asked), ...line });
  }
  for (const [agendaId, writes] of came) {
    await addAuditLine(tx, {
      ...who(asked),
      agendaId,
      issueKey: key,
      action: 'mark',
      details: { mark },
      writes,
    });
    await refreshCard(tx, agendaId, key);
  }
}

function who({ by, at }: Asked): { readonly by: string; readonly at: string } {
  return { by, at: stamp(at) };
}

/** Makes a change unless the same input made it before. */
export async function unlessRepeated(
  db: Db,
  { inputId, at }: Asked,
  change: (tx: Tx) => Promise<MarkOutcome>,
): Promise<MarkOutcome> {
  return record(recordOf(db), async (tx): Promise<MarkOutcome> => {
    if (inputId !== null && (await isKnownInput(tx, inputId))) return { kind: 'repeated' };
    if (inputId !== null) await rememberInput(tx, inputId, stamp(at));
    return change(tx);
  });
}
