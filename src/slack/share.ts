import type { SharedCard } from '../../commands/command.ts';
import { claimInput } from '../changes/claim-input.ts';
import { keepCardCurrent } from '../changes/keep-card.ts';
import type { Message } from '../messages/message.ts';
import { type NotShared, notShared } from '../messages/live-card.ts';
import { type Desk, failed, type Said } from './desk.ts';
import { post } from './post.ts';

/**
 * Posts a card to the channel the words were said in and keeps it current from then on. Gives
 * what to say to whoever asked, alone; null when the card itself says enough.
 */
export async function shareCard(desk: Desk, said: Said, card: SharedCard): Promise<Message | null> {
  try {
    return await postAndKeep(desk, said, card);
  } catch (error) {
    return failed(desk, 'sharing a card', error);
  }
}

async function postAndKeep(
  desk: Desk,
  { channelId, teamId, userId, inputId }: Said,
  { agendaId, key, line, message }: SharedCard,
): Promise<Message | null> {
  const claimed = inputId === null || (await claimInput(desk.db, `share:${inputId}`, desk.now()));
  if (!claimed) return null;

  const posted = await post(desk, { channelId, threadTs: null }, message);
  switch (posted.kind) {
    case 'posted': {
      // Until this is done nobody keeps the card: a crash in between leaves it as it was posted.
      const card = { teamId, channelId, ts: posted.ts, agendaId, key, toldLine: line };
      await keepCardCurrent(desk.db, card, { by: userId, at: desk.now() });
      return null;
    }
    case 'refused':
      return notShared(reasonFor(posted.error), key);
    case 'unclear':
      return notShared('later', key);
  }
}

function reasonFor(error: string): NotShared {
  switch (error) {
    // A private channel that Summit isn't in does not exist for it.
    case 'channel_not_found':
    case 'not_in_channel':
      return 'not in channel';
    case 'is_archived':
      return 'archived';
    case 'messages_tab_disabled':
      return 'messages off';
    default:
      return /^restricted_action|^no_permission/.test(error) ? 'not allowed' : 'later';
  }
}
