import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { planDueSlots } from '../changes/plan-slots.ts';
import { composeDigest } from '../digests/compose.ts';
import { Outbox } from '../digests/outbox.ts';
import { Reminders } from '../digests/reminders.ts';
import { digestUnplannable } from '../messages/digest-notices.ts';
import type { Chore } from './again-and-again.ts';
import type { Office } from './desk.ts';
import { GoOn } from './go-on.ts';
import { SlackMessenger } from './messenger.ts';
import { ReachChecks } from './reach-checks.ts';
import { seenAtPlaces } from './seen-in-channel.ts';

/** Slack allows that many times fewer looks at what was said than posts. */
const POSTS_TO_A_LOOK = 6;

const LOOK_WHAT_IS_DUE = 1_000;
const LOOK_AT_CHANNELS = 10 * 60_000;

/** Many are often due at nine: planning them takes one part in so many of the time, and leaves the record to others for the rest. */
const PLANS_TAKE_ONE_IN = 3;
/** The longest pause between two of them, in milliseconds, however long the one before was held up. */
const BETWEEN_PLANS_AT_MOST = 100;

/** Digests, and all else that Summit says unasked: what is due, and what is on its way. */
export function digestChores(
  office: Office,
  { posting, postsAMinute }: { readonly posting: WebClient; readonly postsAMinute: number },
): Chore[] {
  const { db, now, log, names } = office;
  const reach = new ReachChecks(office);
  const goOn = new GoOn(office);
  const seenAt = seenAtPlaces(db, office.sights);
  const reminders = new Reminders({ ...office, seenAt });
  const outbox = new Outbox({
    db,
    now,
    log,
    messenger: new SlackMessenger(posting, names),
    pace: { perMinute: postsAMinute, looksPerMinute: postsAMinute / POSTS_TO_A_LOOK },
    compose: composeDigest,
    seenAt,
  });
  return [
    {
      doing: 'going on in workspaces',
      every: LOOK_WHAT_IS_DUE,
      atOnce: true,
      work: () => goOn.look(),
    },
    {
      doing: 'planning digests',
      every: LOOK_WHAT_IS_DUE,
      atOnce: true,
      work: (isStopping) => plan(office, isStopping),
    },
    {
      doing: 'reminding people',
      every: LOOK_WHAT_IS_DUE,
      atOnce: true,
      work: (isStopping) => reminders.look(isStopping),
    },
    {
      doing: 'posting digests',
      every: LOOK_WHAT_IS_DUE,
      atOnce: true,
      work: (isStopping) => outbox.look(isStopping),
    },
    {
      doing: 'looking at the channels of digests',
      every: LOOK_AT_CHANNELS,
      work: (isStopping) => reach.look(isStopping),
    },
  ];
}

async function plan({ db, now, log }: Office, isStopping: () => boolean): Promise<void> {
  let begun = performance.now();
  const { missed, unplannable } = await planDueSlots(
    db,
    now(),
    ({ place }) => ({ message: digestUnplannable(place), plain: null }),
    async () => {
      const took = performance.now() - begun;
      // Whoever stops Summit doesn't wait for the rest of nine o'clock.
      const rest = Math.min(took * (PLANS_TAKE_ONE_IN - 1), BETWEEN_PLANS_AT_MOST);
      await pause(isStopping() ? 0 : rest);
      begun = performance.now();
    },
  );
  for (const { digest, slot } of missed) {
    const about = { digest: digest.id, place: digest.place, slot: slot.at.toString() };
    log.warn(about, 'A digest was missed: the next one tells it all');
  }
  for (const { digestId, error } of unplannable) {
    log.error(
      { digest: digestId, err: error },
      'A digest is paused: when it comes next is unclear',
    );
  }
}
