import {
  addLiveCard,
  type CardMessage,
  dropLiveCard,
  type LiveCard,
  markTold,
} from '../../db/live-cards.ts';
import type { Db } from '../../db/open.ts';
import type { Recorder } from '../../db/record/entries.ts';
import { homeOf } from '../agenda/annex.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Keeps a card that was posted to a channel current from now on. */
export async function keepCardCurrent(db: Db, card: LiveCard, { by, at }: Recorder): Promise<void> {
  const agendaId = homeOf(card.agendaId, card.key);
  await record(db, (tx) => addLiveCard(tx, { ...card, agendaId, by, at: stamp(at) }));
}

/** Notes that a card and its thread tell what was changed up to a line. False when that was noted before. */
export async function noteTold(db: Db, card: LiveCard, line: number): Promise<boolean> {
  return record(db, (tx) => markTold(tx, card, line));
}

/** Lets go of a card. */
export async function letCardBe(db: Db, card: CardMessage): Promise<void> {
  await record(db, (tx) => dropLiveCard(tx, card));
}
