import { setTimeout as pause } from 'node:timers/promises';
import { planDueSlots } from '../changes/plan-slots.ts';
import { composeDigest } from '../digests/compose.ts';
import { Outbox } from '../digests/outbox.ts';
import { Reminders } from '../digests/reminders.ts';
import { digestUnplannable } from '../messages/digest-notices.ts';
import type { Chore } from './again-and-again.ts';
import type { Credentials } from './credentials.ts';
import type { House, Office } from './desk.ts';
import { GoOn } from './go-on.ts';
import { SlackMessenger, type UnaskedSpeaker } from './messenger.ts';
import type { PerWorkspace } from './per-workspace.ts';
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

/** What Summit works with unasked in one workspace. */
export interface UnaskedOffice extends Office, UnaskedSpeaker {}

/** Digests, and all else that Summit says unasked: what is due, and what is on its way. */
export function digestChores(
  house: House,
  {
    offices,
    credentials,
    postsAMinute,
  }: {
    readonly offices: PerWorkspace<UnaskedOffice>;
    readonly credentials: Credentials;
    readonly postsAMinute: number;
  },
): Chore[] {
  const { db, now, log } = house;
  const reach = new ReachChecks(house, offices);
  const goOn = new GoOn(house, offices, credentials);
  const seenAt = seenAtPlaces(db, async (teamId) => {
    const office = await offices.in(teamId);
    // Without a token Slack tells nothing, and for now nothing is told.
    return office === null || office.posting === null ? null : office.sights;
  });
  const reminders = new Reminders({ ...house, seenAt });
  const outbox = new Outbox({
    db,
    now,
    log,
    messenger: new SlackMessenger(async (teamId) => offices.in(teamId)),
    pace: { perMinute: postsAMinute, looksPerMinute: postsAMinute / POSTS_TO_A_LOOK },
    compose: composeDigest,
    seenAt,
  });
  return [
    {
      doing: 'going on in workspaces',
      every: LOOK_WHAT_IS_DUE,
      atOnce: true,
      work: (isStopping) => goOn.look(isStopping),
    },
    {
      doing: 'planning digests',
      every: LOOK_WHAT_IS_DUE,
      atOnce: true,
      work: (isStopping) => plan(house, isStopping),
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

async function plan({ db, now, log }: House, isStopping: () => boolean): Promise<void> {
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
