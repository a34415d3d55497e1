import { agendaFor, readAgenda } from '../../db/agendas.ts';
import { findKeptCard } from '../../db/cards.ts';
import { readChangesSince } from '../../db/changes-since.ts';
import type { Db } from '../../db/open.ts';
import type { UntoldWatch } from '../../db/told-watches.ts';
import { dayIn, lastDayBegun } from '../agenda/days.ts';
import { movesSince } from '../agenda/moves-since.ts';
import { type IssueMoved, watchNews } from '../messages/watch-news.ts';
import type { Outgoing } from '../messages/outgoing.ts';

/** Says what moved of issues someone watches, by others than themselves. Null when nothing did. */
export async function composeWatchNews(
  db: Db,
  untold: readonly UntoldWatch[],
  now: Temporal.Instant,
): Promise<Outgoing | null> {
  const moved: IssueMoved[] = [];
  for (const watch of untold) {
    const one = await moveOf(db, watch, now);
    if (one !== null) moved.push(one);
  }
  return moved.length === 0 ? null : { message: watchNews(moved), plain: null };
}

async function moveOf(
  db: Db,
  { agendaId, key, teamId, userId, toldLine }: UntoldWatch,
  now: Temporal.Instant,
): Promise<IssueMoved | null> {
  const card = await findKeptCard(db, agendaId, key);
  if (card === null) return null;
  const { title, timeZone } = await readAgenda(db, agendaId);
  const { changes, entries, ended } = await readChangesSince(
    db,
    { agendaId, key, after: toldLine },
    { anywhere: lastDayBegun(now), inFiles: dayIn(now, timeZone) },
  );
  const { from, to, moves } = movesSince(changes, entries, ended);
  const last = moves.at(-1);
  if (from === to || last === undefined || moves.every(({ by }) => by === userId)) return null;
  return {
    key,
    title: card.title,
    elsewhere: (await isInUse(db, teamId, agendaId)) ? null : title,
    from,
    to,
    entry: entries[0] ?? null,
    action: last.action,
    by: last.by,
    because: last.because,
  };
}

/** True for the agenda that words are about which someone says to Summit alone. */
export async function isInUse(db: Db, teamId: string, agendaId: string): Promise<boolean> {
  const agenda = await agendaFor(db, { teamId, channelId: '' });
  return agenda?.id === agendaId;
}
