import { findKeptCard } from '../../db/cards.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db, Tx } from '../../db/open.ts';
import { addAuditLine, type Write } from '../../db/record/audit.ts';
import type { Recorder } from '../../db/record/entries.ts';
import type { Deed } from '../access/actions.ts';
import { homeOf } from '../agenda/annex.ts';
import type { Mark } from '../agenda/marking.ts';
import type { Action, IssueCard, LastChange } from '../agenda/record.ts';
import { record } from './record.ts';
import { stamp } from '../agenda/stamp.ts';

/** Who asks for a change of an issue, and what they knew when they asked. */
export interface Asked extends Recorder {
  /** What Slack calls the very thing they said or pressed; null where nothing is ever sent twice. */
  readonly inputId: string | null;
  /** What they ask to do, and may. */
  readonly deed: Deed;
  /** The revision of the issue they were shown; null when nothing tells. */
  readonly seen: number | null;
  /** How far what they add may be told; null where it may go as far as what it is added to. */
  readonly mark: Mark | null;
}

/** Why an issue was left as it was. */
export type Hindrance =
  /** The same input was acted on before. */
  | { readonly kind: 'repeated' }
  /** Someone else was faster. */
  | { readonly kind: 'overtaken'; readonly first: LastChange; readonly card: IssueCard }
  /** More people would see it than may. */
  | { readonly kind: 'seen by more' }
  /** The issue is there no more. */
  | { readonly kind: 'gone' };

/** An issue of an agenda, by their names in the record. */
export interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

/** As long as this after somebody's change, others are shown it before theirs is made. */
const AT_ONCE = Temporal.Duration.from({ minutes: 5 });

/** Makes a change of one issue where it is kept, unless it was made before or somebody else was faster. */
export async function changeIssue<T>(
  db: Db,
  { agendaId: agenda, key }: IssueId,
  asked: Asked,
  change: (tx: Tx, card: IssueCard, home: string) => Promise<T>,
): Promise<T | Hindrance> {
  const home = homeOf(agenda, key);
  return changeKept(db, { agendaId: home, key }, asked, (tx, card) => change(tx, card, home));
}

/** The same of what is kept of an issue in one part of its agenda. */
export async function changeKept<T>(
  db: Db,
  { agendaId, key }: IssueId,
  asked: Asked,
  change: (tx: Tx, card: IssueCard) => Promise<T>,
): Promise<T | Hindrance> {
  return record(db, async (tx) => {
    if (asked.inputId !== null && (await isKnownInput(tx, asked.inputId))) {
      return { kind: 'repeated' };
    }
    const card = await findKeptCard(tx, agendaId, key);
    if (card === null) return { kind: 'gone' };
    const first = overtakenBy(card.lastChange, asked);
    return first === null ? change(tx, card) : { kind: 'overtaken', first, card };
  });
}

/** Puts down what was changed, and that it was asked for. Gives the line's number. */
export async function logChange(
  tx: Tx,
  { agendaId, key }: IssueId,
  { by, at, inputId }: Asked,
  done: { readonly action: Action; readonly details: object; readonly writes: readonly Write[] },
): Promise<number> {
  const when = stamp(at);
  if (inputId !== null) await rememberInput(tx, inputId, when);
  return addAuditLine(tx, { at: when, by, agendaId, issueKey: key, ...done });
}

/** The change of somebody else that whoever asks doesn't know of. */
function overtakenBy(last: LastChange | null, asked: Asked): LastChange | null {
  if (last === null || last.by === asked.by) return null;
  if (asked.seen !== null) return last.revision > asked.seen ? last : null;
  const until = Temporal.Instant.from(last.at).add(AT_ONCE);
  return Temporal.Instant.compare(asked.at, until) < 0 ? last : null;
}
