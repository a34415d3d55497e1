import { findKeptCard } from '../../db/cards.ts';
import { keepMute, listMutes, type MuteLevel, removeMute } from '../../db/digest-mutes.ts';
import type { DigestPlace } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { homeOf } from '../agenda/annex.ts';
import { stamp } from '../agenda/stamp.ts';
import { changeDigest, type DigestAsker, type DigestChanged, type Gone } from './change-digest.ts';
import type { IssueId } from './change-of-issue.ts';

/** From now on the place's digest leaves out the issue, or all of it but changes of status. */
export async function muteIssue(
  db: Db,
  place: DigestPlace,
  { agendaId: agenda, key, level }: IssueId & { readonly level: MuteLevel },
  asked: DigestAsker,
): Promise<DigestChanged | Gone> {
  const agendaId = homeOf(agenda, key);
  return changeDigest(db, place, asked, async (tx, { id }) => {
    // It may have been taken back or marked since it was found.
    if ((await findKeptCard(tx, agendaId, key)) === null) return { kind: 'gone' };
    const mutes = await listMutes(tx, id);
    const isSo = mutes.some(
      (mute) => mute.agendaId === agendaId && mute.key === key && mute.level === level,
    );
    if (isSo) return false;
    await keepMute(tx, id, { agendaId, key, level, by: asked.by, at: stamp(asked.at) });
    return true;
  });
}

/** From now on the place's digest tells of the issue again. */
export async function unmuteIssue(
  db: Db,
  place: DigestPlace,
  { agendaId, key }: IssueId,
  asked: DigestAsker,
): Promise<DigestChanged> {
  return changeDigest(db, place, asked, async (tx, { id }) =>
    removeMute(tx, { digestId: id, agendaId: homeOf(agendaId, key), key }),
  );
}
