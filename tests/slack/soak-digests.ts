import { stamp } from '../../src/agenda/stamp.ts';
import { ALPHA, BETA, type ManyScene } from './many-scene.ts';

export const FIRST = 'C0ALPHA';
export const SECOND = 'C1ALPHA';
/** A channel that wants another digest each day. */
export const FICKLE = 'C2ALPHA';

/** A digest that nobody changes, and at which hours in UTC it is due on a day of the week; Monday is 1. */
export interface StandingDigest {
  readonly place: string;
  readonly words: string;
  readonly due: (weekday: number) => readonly number[];
}

/** The story is in winter, in which these zones keep their hours. */
export const IN_THE_MORNING: readonly StandingDigest[] = [
  { place: FIRST, words: 'daily 09:00 Europe/Brussels', due: () => [8] },
  { place: SECOND, words: 'weekdays 17:00 Asia/Tokyo', due: (day) => (day <= 5 ? [8] : []) },
  { place: 'U0ANN', words: 'me daily 03:00 America/New_York', due: () => [8] },
  { place: 'U0ABE', words: 'me weekly mon 08:00 UTC', due: (day) => (day === 1 ? [8] : []) },
  { place: 'U0BEN', words: 'me daily 09:00 Europe/Brussels', due: () => [8] },
];
export const ONCE: StandingDigest = {
  place: 'C0BETA',
  words: 'daily 09:00 Europe/Brussels',
  due: () => [8],
};
export const TWICE: StandingDigest = {
  place: 'C0BETA',
  words: 'daily 09:00 17:00 Europe/Brussels',
  due: () => [8, 16],
};

/** What the fickle channel wants that day, at an hour in UTC. */
export function fickleWish(day: number, hour: number): string {
  const wishes = [
    `daily ${hour}:00 UTC quiet:off`,
    `weekdays ${hour}:00 UTC stale:20`,
    `daily ${hour + 1}:00 Europe/Brussels days-ahead:7`,
    `weekly mon,wed,fri ${hour}:00 UTC only:tension quiet:off`,
  ];
  return wishes[day % wishes.length] ?? '';
}

/** What came of the digests of one moment, and what is odd about them: each is wanted once. */
export async function digestsOf(
  { db, slack }: ManyScene,
  at: Temporal.Instant,
  standing: readonly StandingDigest[],
): Promise<{ readonly came: number; readonly odd: readonly string[] }> {
  const { dayOfWeek, hour } = at.toZonedDateTimeISO('UTC');
  const wanted = standing.filter(({ due }) => due(dayOfWeek).includes(hour));
  const slots = db
    .selectFrom('digest_slots')
    .innerJoin('digests', 'digests.id', 'digest_slots.digest_id')
    .select(['digests.place', 'digest_slots.state', 'digest_slots.why'])
    .where('slot_at', '=', stamp(at));
  const posts = await db
    .selectFrom('posts')
    .select(['key', 'place', 'state', 'thread_of as parent'])
    .where('purpose', '=', 'digest')
    .where('slot_at', '=', stamp(at))
    .execute();
  const keys = [ALPHA, BETA].flatMap(({ id }) =>
    slack.in(id).workspace.messages.map(({ metadata }) => keyOf(metadata)),
  );
  const odd: string[] = [];
  const moment = stamp(at);
  for (const { place, state, why } of await slots.execute()) {
    if (state !== 'said' && state !== 'silent') odd.push(`${place} at ${moment}: ${state} ${why}`);
  }
  for (const { key, place, state } of posts) {
    const times = keys.filter((one) => one === key).length;
    if (state !== 'sent' || times !== 1)
      odd.push(`${place} at ${moment}: ${state}, ${times} times`);
  }
  const parents = posts.filter(({ parent }) => parent === null);
  for (const { place } of wanted) {
    const times = parents.filter((one) => one.place === place).length;
    if (times !== 1) odd.push(`${place} at ${moment}: ${times} digests`);
  }
  return { came: parents.length, odd };
}

function keyOf(metadata: unknown): string | null {
  const { event_payload: payload } = (metadata ?? {}) as { event_payload?: { key?: string } };
  return payload?.key ?? null;
}
