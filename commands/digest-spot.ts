import { type DigestPlace, findDigest, type StandingDigest } from '../db/digests.ts';
import type { Deed } from '../src/access/actions.ts';
import type { DigestWords } from '../src/agenda/read-digest.ts';
import { digestToType, type DigestWhose } from '../src/messages/digest-settings.ts';
import type { SayButton } from '../src/messages/pieces.ts';
import { type Call, isAtTerminal, type Reply } from './command.ts';
import { refused } from './reply.ts';

/** The place a digest is asked about, and what is there. */
export interface DigestSpot {
  readonly place: DigestPlace;
  readonly whose: DigestWhose;
  /** What words about it begin with: `digest`, `digest me`, `digest <#C0DESK>`. */
  readonly prefix: string;
  /** Also one that is off; null where there never was one. */
  readonly digest: StandingDigest | null;
}

/** What it is to change it, and to have one come: one's own is nobody else's business. */
export function deedOn({ whose }: DigestSpot): [deed: Deed, agendaId: null] {
  return [whose === 'mine' ? 'read' : 'digest', null];
}

/** A button that says words about a digest. */
export function buttonAbout({ prefix, whose }: DigestSpot, label: string, words = ''): SayButton {
  const say = [prefix, words].filter(Boolean).join(' ');
  const type = [digestToType(whose), words].filter(Boolean).join(' ');
  return say === type ? { label, say } : { label, say, type };
}

export type SpotReading =
  | { readonly kind: 'spot'; readonly spot: DigestSpot }
  | { readonly kind: 'refused'; readonly reply: Reply };

/** Where someone means: the channel named, themselves, or where they are. */
export async function spotOf(
  call: Call,
  { isMine, channelId }: Pick<DigestWords, 'channelId' | 'isMine'>,
): Promise<SpotReading> {
  const { who, where, db } = call;
  if (isAtTerminal(call)) return refusal(NOT_IN_TERMINAL);
  const { teamId } = where;
  if (channelId !== null && channelId !== where.channelId) {
    const place = { teamId, place: channelId };
    const digest = await findDigest(db, place);
    const isTheirs = digest?.setBy === who.id || digest?.changedBy === who.id;
    if (!isTheirs) return refusal(ONLY_THERE);
    return spot({ place, whose: 'there', prefix: `digest <#${channelId}>`, digest });
  }
  if (isMine || where.channelId.startsWith('D')) {
    const place = { teamId, place: who.id };
    const digest = await findDigest(db, place);
    return spot({ place, whose: 'mine', prefix: 'digest me', digest });
  }
  if (where.channelId === '') return refusal(NO_CHANNEL);
  const place = { teamId, place: where.channelId };
  return spot({ place, whose: 'here', prefix: 'digest', digest: await findDigest(db, place) });
}

const NOT_IN_TERMINAL =
  'A digest comes to a channel or a person in Slack: type /summit digest there. Here, /summit digest preview shows what one would tell.';
const NO_CHANNEL =
  'Type /summit digest in the channel it is for, or /summit digest me for one of your own.';
const ONLY_THERE =
  'The digest of a channel is seen and changed in that channel: type /summit digest there.';

function spot(found: DigestSpot): SpotReading {
  return { kind: 'spot', spot: found };
}

function refusal(sentence: string): SpotReading {
  return { kind: 'refused', reply: refused(sentence) };
}
