import {
  isChangedByOthers,
  listChangesBy,
  type LoggedChange,
  restoredAfter,
} from '../../db/audit-log.ts';
import { findKeptCard, refreshCard } from '../../db/cards.ts';
import { isKnownInput } from '../../db/inputs.ts';
import type { Db, Tx } from '../../db/open.ts';
import type { Write } from '../../db/record/audit.ts';
import { addEntries, endEntry } from '../../db/record/entries.ts';
import { entryOn, readEntry } from '../../db/record/read-entry.ts';
import { removeIssue } from '../../db/record/remove-issue.ts';
import { refreshStanding } from '../../db/record/standing.ts';
import { partsSeen } from '../../db/sighted.ts';
import { stamp } from '../agenda/stamp.ts';
import { type Asked, type IssueId, logChange } from './change-of-issue.ts';
import { record } from './record.ts';
import { restoreFacts } from './restore-facts.ts';

/** What came of taking back one's last change. */
export type UndoOutcome =
  | { readonly kind: 'undone'; readonly change: IssueChange; readonly title: string }
  /** There is none so young. */
  | { readonly kind: 'nothing' }
  /** What it changed has been changed again. */
  | { readonly kind: 'changed since'; readonly change: IssueChange }
  | { readonly kind: 'repeated' };

/** A change of one issue. */
export type IssueChange = LoggedChange & { readonly agendaId: string; readonly issueKey: string };

/** Older changes are corrected by new ones. */
const WITHIN = Temporal.Duration.from({ minutes: 10 });

/** Takes back the last change of an issue that this person made, if nobody has built on it. */
export async function undoLast(db: Db, asked: Asked, teamId: string): Promise<UndoOutcome> {
  const seen = new Set((await partsSeen(db)).map(({ id }) => id));
  return record(db, async (tx): Promise<UndoOutcome> => {
    if (asked.inputId !== null && (await isKnownInput(tx, asked.inputId))) {
      return { kind: 'repeated' };
    }
    const since = stamp(asked.at.subtract(WITHIN));
    const mine = await listChangesBy(tx, { by: asked.by, teamId, since });
    const undone = new Set(mine.map(({ details }) => details['undoes']));
    const change = mine
      .filter(isOfIssue)
      .find(({ line, agendaId }) => !undone.has(line) && seen.has(agendaId));
    if (change === undefined) return { kind: 'nothing' };

    const of = { agendaId: change.agendaId, key: change.issueKey };
    const card = await findKeptCard(tx, of.agendaId, of.key);
    const done = card === null ? null : await takeBack(tx, change, asked);
    if (card === null || done === null) return { kind: 'changed since', change };

    if (!done.isGone) await refreshStanding(tx, { ...of, category: card.category });
    await logChange(tx, of, asked, {
      action: 'undo',
      details: { undoes: change.line, ...done.details },
      writes: done.writes,
    });
    if (!done.isGone) await refreshCard(tx, of.agendaId, of.key);
    return { kind: 'undone', change, title: card.title };
  });
}

function isOfIssue(change: LoggedChange): change is IssueChange {
  const { action, agendaId, issueKey } = change;
  return (
    action !== 'undo' &&
    action !== 'import' &&
    action !== 'mark' &&
    agendaId !== null &&
    issueKey !== null
  );
}

/** What was written to take a change back. */
interface Back {
  readonly writes: readonly Write[];
  readonly details: object;
  /** True when the issue itself is there no more. */
  readonly isGone: boolean;
}

/** Null when something was built on the change. */
async function takeBack(tx: Tx, change: IssueChange, asked: Asked): Promise<Back | null> {
  const of = { agendaId: change.agendaId, key: change.issueKey };
  const { entry, replaces } = change.details;
  switch (change.action) {
    case 'add': {
      const built = { ...of, line: change.line, by: asked.by };
      if (await isChangedByOthers(tx, built)) return null;
      const { writes, ...gone } = await removeIssue(tx, of.agendaId, of.key);
      return { writes, details: gone, isGone: true };
    }
    case 'note':
    case 'source':
    case 'update':
      if (typeof entry !== 'string') return null;
      return withoutEntry(
        tx,
        of,
        await standingFor(tx, change, entry),
        typeof replaces === 'string' ? replaces : null,
        asked,
      );
    case 'withdraw':
      return typeof entry === 'string' ? entryAgain(tx, of, entry, asked) : null;
    case 'alias':
    case 'owner':
    case 'position': {
      const writes = await restoreFacts(tx, of, change.details);
      return writes === null ? null : { writes, details: {}, isGone: false };
    }
    case 'access':
    case 'agenda':
    case 'ceiling':
    case 'import':
    case 'mark':
    case 'undo':
      return null;
  }
}

/**
 * An entry is put down again as another one: gives the one that now stands for it, so that an
 * undo can go on where another one ended.
 */
async function standingFor(
  tx: Tx,
  { agendaId, issueKey: key, line }: IssueChange,
  id: string,
): Promise<string> {
  const again = await restoredAfter(tx, { agendaId, key, line });
  let latest = id;
  for (let next = again.get(id); next !== undefined; next = again.get(next)) latest = next;
  return latest;
}

/** Ends an entry; what it had replaced is put down again. */
async function withoutEntry(
  tx: Tx,
  of: IssueId,
  id: string,
  replaced: string | null,
  asked: Asked,
): Promise<Back | null> {
  const now = await readEntry(tx, id);
  if (now === null || now.endedAt !== null) return null;
  const old = replaced === null ? null : await readEntry(tx, replaced);
  if (old !== null)
    return putAgain(tx, of, { entry: old.entry, replaces: id, rule: old.rule }, old.id, asked);
  const end = { id, by: asked.by, at: stamp(asked.at), because: null, replacedBy: null };
  return { writes: [await endEntry(tx, end)], details: { entry: id }, isGone: false };
}

/** Puts a withdrawn entry down again, unless its day has another one by now. */
async function entryAgain(tx: Tx, of: IssueId, id: string, asked: Asked): Promise<Back | null> {
  const old = await readEntry(tx, id);
  if (old === null || (await entryOn(tx, of.agendaId, of.key, old.entry.date)) !== null)
    return null;
  return putAgain(tx, of, { entry: old.entry, replaces: null, rule: old.rule }, id, asked);
}

async function putAgain(
  tx: Tx,
  of: IssueId,
  again: Parameters<typeof addEntries>[2][number],
  restores: string,
  asked: Asked,
): Promise<Back> {
  const { ids, writes } = await addEntries(tx, of, [again], asked);
  return { writes, details: { entry: ids[0], restores }, isGone: false };
}
