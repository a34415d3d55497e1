import { findKeptCard } from '../db/cards.ts';
import { listMutes } from '../db/digest-mutes.ts';
import type { StandingDigest } from '../db/digests.ts';
import { lastSlots } from '../db/slots.ts';
import { digestStanding, type MutedIssue, noDigest } from '../src/messages/digest-settings.ts';
import { compose, type SayButton, toldApart } from '../src/messages/pieces.ts';
import type { Call, Reply } from './command.ts';
import { nextTold } from './digest-next.ts';
import { buttonAbout, type DigestSpot } from './digest-spot.ts';
import { tell } from './reply.ts';

const PAST_TOLD = 5;

/** Everything about the digest of a place: when it comes, what it tells, how the last ones went. */
export async function showDigest(call: Call, spot: DigestSpot, part: number): Promise<Reply> {
  const { digest, whose, prefix } = spot;
  const form = { ...buttonAbout(spot, 'Fill in a form', 'form'), primary: true };
  if (digest === null) {
    const buttons = [form, buttonAbout(spot, 'Preview', 'preview')];
    return tell(compose({ pieces: noDigest(whose, null), words: prefix, part, buttons }));
  }
  const { id, state } = digest;
  const next = state === 'on' ? await nextTold(call, digest) : [];
  const past = await lastSlots(call.db, id, PAST_TOLD);
  const pieces = digestStanding({
    ...digest,
    whose,
    setAt: Temporal.Instant.from(digest.setAt),
    changedAt: Temporal.Instant.from(digest.changedAt),
    next,
    muted: await mutedIssues(call, spot, digest),
    past: past.map((one) => ({
      ...one,
      at: Temporal.Instant.from(one.at),
      settledAt: one.settledAt === null ? null : Temporal.Instant.from(one.settledAt),
    })),
  });
  const buttons = state === 'off' ? [form] : buttonsFor(digest, spot);
  const { text, blocks } = compose({ pieces, words: prefix, part, buttons });
  return tell({ text, blocks: toldApart(blocks) });
}

function buttonsFor({ state, pausedBecause }: StandingDigest, spot: DigestSpot): SayButton[] {
  return [
    state === 'on'
      ? buttonAbout(spot, 'Pause', 'pause')
      : { ...buttonAbout(spot, 'Resume', 'resume'), primary: true },
    ...(pausedBecause === null ? [buttonAbout(spot, 'Send now', 'now')] : []),
    buttonAbout(spot, 'Preview', 'preview'),
    buttonAbout(spot, 'Change', 'form'),
    {
      ...buttonAbout(spot, 'Turn off', 'off'),
      ask: {
        question: `${spot.whose === 'mine' ? 'You get' : 'The channel gets'} no digest any more. To have one again, it has to be set up anew.`,
        yes: 'Turn off',
        no: 'Keep it',
      },
    },
  ];
}

async function mutedIssues(
  call: Call,
  spot: DigestSpot,
  { id }: StandingDigest,
): Promise<MutedIssue[]> {
  const mutes = await listMutes(call.db, id);
  const muted: MutedIssue[] = [];
  for (const { agendaId, key, level, by } of mutes) {
    const card = await findKeptCard(call.db, agendaId, key);
    muted.push({
      key,
      title: card?.title ?? key,
      level,
      by,
      unmute: buttonAbout(spot, 'Unmute', `unmute ${key} agenda:${agendaId}`),
    });
  }
  return muted;
}
