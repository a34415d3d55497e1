import { findKeptCard, refreshCard } from '../../db/cards.ts';
import type { Db } from '../../db/open.ts';
import { recordOf } from '../../db/sighted.ts';
import { endEntry } from '../../db/record/entries.ts';
import { readEntry, type RecordedEntry } from '../../db/record/read-entry.ts';
import { refreshStanding } from '../../db/record/standing.ts';
import type { IssueCard } from '../agenda/record.ts';
import { type Asked, changeKept, type Hindrance, logChange } from './change-of-issue.ts';
import { stamp } from '../agenda/stamp.ts';

/** What became of an entry that someone wants to withdraw. */
export type WithdrawOutcome =
  | { readonly kind: 'withdrawn'; readonly entry: RecordedEntry; readonly card: IssueCard }
  /** It was withdrawn or replaced before. */
  | { readonly kind: 'ended'; readonly entry: RecordedEntry }
  | { readonly kind: 'no entry' }
  | Hindrance;

/** From now on an entry counts for nothing; it stays in the history, with who withdrew it and why. */
export async function withdrawEntry(
  db: Db,
  id: string,
  because: string | null,
  asked: Asked,
): Promise<WithdrawOutcome> {
  // What whoever asks doesn't see isn't there for them.
  const found = (await readEntry(db, id)) === null ? null : await readEntry(recordOf(db), id);
  if (found === null) return { kind: 'no entry' };
  return changeKept(db, found, asked, async (tx, { category }): Promise<WithdrawOutcome> => {
    const entry = await readEntry(tx, id);
    if (entry === null) return { kind: 'no entry' };
    if (entry.endedAt !== null) return { kind: 'ended', entry };

    const { agendaId, key } = entry;
    const at = stamp(asked.at);
    const write = await endEntry(tx, { id, by: asked.by, at, because, replacedBy: null });
    await refreshStanding(tx, { agendaId, key, category });
    await logChange(tx, entry, asked, {
      action: 'withdraw',
      details: { entry: id, because },
      writes: [write],
    });
    await refreshCard(tx, agendaId, key);
    const card = await findKeptCard(tx, agendaId, key);
    if (card === null) throw new Error(`The issue "${key}" of "${agendaId}" has no card`);
    return { kind: 'withdrawn', entry, card };
  });
}
