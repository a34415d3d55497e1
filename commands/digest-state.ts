import { askDigestNow } from '../src/changes/ask-digest-now.ts';
import type { DigestChanged } from '../src/changes/change-digest.ts';
import { endDigest, pauseDigest, resumeDigest } from '../src/changes/pause-digest.ts';
import {
  digestAsked,
  digestEnded,
  digestPaused,
  digestResumed,
} from '../src/messages/digest-changed.ts';
import { digestToType, noDigest } from '../src/messages/digest-settings.ts';
import { pauseReason } from '../src/messages/pause-reasons.ts';
import { REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose, type Piece, type SayButton } from '../src/messages/pieces.ts';
import { askedBy } from './asked.ts';
import type { Call, Reply } from './command.ts';
import { nextTold } from './digest-next.ts';
import { buttonAbout, deedOn, type DigestSpot } from './digest-spot.ts';
import { refused, tell } from './reply.ts';

/** Pauses or resumes the digest of a place, ends it, or has one come now. */
export async function changeState(
  call: Call,
  spot: DigestSpot,
  verb: 'now' | 'off' | 'pause' | 'resume',
): Promise<Reply> {
  const asked = await askedBy(call, ...deedOn(spot));
  switch (verb) {
    case 'now':
      return sendNow(call, spot);
    case 'off': {
      const outcome = await endDigest(call.db, spot.place, asked);
      return told(spot, outcome, () => digestEnded(spot.whose));
    }
    case 'pause': {
      const outcome = await pauseDigest(call.db, spot.place, asked);
      return told(spot, outcome, (isNew) => digestPaused(spot.whose, isNew));
    }
    case 'resume': {
      const outcome = await resumeDigest(call.db, spot.place, asked);
      const { digest } = outcome.kind === 'missing' ? { digest: null } : outcome;
      const next = digest === null ? [] : await nextTold(call, digest);
      const zone = digest?.schedule.timeZone ?? call.who.timeZone;
      return told(spot, outcome, (isNew) => digestResumed(spot.whose, next, zone, isNew));
    }
  }
}

async function sendNow(call: Call, spot: DigestSpot): Promise<Reply> {
  const { digest, whose } = spot;
  if (digest?.state !== 'off' && digest !== null && whose === 'here') {
    if ((await call.reach?.()) === 'not a member') return refusedFor(spot, 'not_in_channel', 'now');
  }
  const outcome = await askDigestNow(call.db, spot.place, await askedBy(call, ...deedOn(spot)));
  switch (outcome.kind) {
    case 'asked': {
      const pieces = digestAsked(spot.whose, outcome.digest.state === 'paused');
      return tell(compose({ pieces, words: '', buttons: buttonsFor(spot) }));
    }
    case 'on its way':
      return refused('One is on its way already.');
    case 'repeated':
      return tell(notice(REPEATED));
    case 'missing':
      return none(spot);
    case 'not on': {
      const { pausedBecause } = outcome.digest;
      if (pausedBecause === null) return none(spot);
      return refusedFor(spot, pausedBecause, 'resume');
    }
  }
}

function told(
  spot: DigestSpot,
  outcome: DigestChanged,
  pieces: (isNew: boolean) => readonly Piece[],
): Reply {
  switch (outcome.kind) {
    case 'missing':
      return none(spot);
    case 'repeated':
      return tell(notice(REPEATED));
    case 'as it was':
      if (outcome.digest.state === 'off') return none(spot);
      return tell(compose({ pieces: pieces(false), words: '', buttons: buttonsFor(spot) }));
    case 'changed':
      return tell(
        compose({
          pieces: pieces(true),
          words: '',
          buttons: [...undoOf(spot, outcome.digest.state), ...buttonsFor(spot)],
        }),
      );
  }
}

function undoOf(spot: DigestSpot, state: 'off' | 'on' | 'paused'): SayButton[] {
  return state === 'paused' ? [buttonAbout(spot, 'Resume', 'resume')] : [];
}

function buttonsFor(spot: DigestSpot): SayButton[] {
  return [buttonAbout(spot, 'Manage')];
}

function none(spot: DigestSpot): Reply {
  const buttons = [buttonAbout(spot, 'Fill in a form', 'form')];
  return tell(compose({ pieces: noDigest(spot.whose, null), words: '', buttons }));
}

/** Why nothing can come there, and what to do first. */
function refusedFor({ whose }: DigestSpot, because: string, verb: 'now' | 'resume'): Reply {
  const { why, remedy } = pauseReason(because);
  return refused(`${why} ${remedy}, then type /summit ${digestToType(whose)} ${verb}.`);
}
