import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { addPost } from '../../db/posts.ts';
import { record } from '../../src/changes/record.ts';
import { Outbox } from '../../src/digests/outbox.ts';
import { type Blow, Mortal } from '../support/mortal.ts';
import { type Fate, SimulatedSlack } from '../support/simulated-slack.ts';
import { firstOf } from '../support/thorough.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { allSeen } from '../support/all-seen.ts';

/** More than one message to a person takes: after that the blow falls nowhere. */
const STRIKES = 14;

const BLOWS: readonly Blow[] = [
  { kind: 'dies' },
  // About a lease of a minute it matters most.
  ...firstOf(4, [3_000, 61_000, 64_000, 90_000, 59_000, 62_000, 63_000, 66_000]).map(
    (milliseconds) => ({
      kind: 'freezes' as const,
      milliseconds,
    }),
  ),
];

describe('a program that dies or stands still at any one moment, while another one takes over', () => {
  test.each<Fate>([
    { kind: 'accepted' },
    { kind: 'accepted, then broken' },
    { kind: 'accepted late', brokenAfter: 5_000, after: 30_000 },
    { kind: 'broken' },
    { kind: 'wait', milliseconds: 2_000 },
  ])('says a message once, when the first try is $kind', async (first) => {
    const db = await openDatabase('sqlite::memory:');
    const odd: string[] = [];
    for (const blow of BLOWS) {
      for (let strike = 1; strike <= STRIKES; strike += 1) {
        const told = await sayOnce(db, { first, blow, strike });
        if (told !== 'sent, 1 time') odd.push(`${JSON.stringify(blow)} at ${strike}: ${told}`);
      }
    }
    await closeDatabase(db);
    expect(odd).toEqual([]);
  });
});

/** Gives what the record says of a message, and how often it was ever there. */
async function sayOnce(
  db: Db,
  { first, blow, strike }: { readonly first: Fate; readonly blow: Blow; readonly strike: number },
): Promise<string> {
  const time = new VirtualTime(Temporal.Instant.from('2026-03-02T09:00:00Z'));
  let isFirst = true;
  const slack = new SimulatedSlack({
    time,
    fate: () => {
      const fate: Fate = isFirst ? first : { kind: 'accepted' };
      isFirst = false;
      return fate;
    },
    latency: () => 1_500,
  });
  let times = 0;
  slack.onMessage = () => (times += 1);

  const id = await record(db, async (tx) =>
    addPost(
      tx,
      {
        teamId: 'T0ONE',
        place: 'U0ANN',
        purpose: 'reminder',
        slot: null,
        threadOf: null,
        content: { message: { text: 'Reminder', blocks: [] }, plain: null },
        notBefore: time.now(),
        giveUpAt: time.now().add({ hours: 24 }),
      },
      time.now(),
    ),
  );
  let strikes = 0;
  const programs = [
    start(db, slack, time, () => ((strikes += 1) === strike ? blow : NOTHING)),
    start(db, slack, time, () => NOTHING, 2_000),
  ];
  await time.passUntil(() => false, 400_000);
  for (const program of programs) program.kill();
  const post = await db
    .selectFrom('posts')
    .select('state')
    .where('id', '=', id)
    .where('settled_at', 'is not', null)
    .executeTakeFirst();
  await db.deleteFrom('posts').execute();
  return `${post?.state}, ${times} time${times === 1 ? '' : 's'}`;
}

const NOTHING: Blow = { kind: 'none' };

/** A program that looks what is due every second, from a moment on. */
function start(
  db: Db,
  slack: SimulatedSlack,
  time: VirtualTime,
  blow: () => Blow,
  after = 0,
): Mortal {
  const program = new Mortal({ db, messenger: slack, time, blow, struck: () => undefined });
  const outbox = new Outbox({
    db: program.db,
    messenger: program.messenger,
    time: program.time,
    now: time.now,
    log: pino({ level: 'silent' }),
    pace: { perMinute: 6_000, looksPerMinute: 600 },
    seenAt: allSeen(program.db),
    compose: async () => Promise.reject(new Error('There is no digest')),
  });
  const live = async (): Promise<void> => {
    await time.sleep(after);
    for (;;) {
      await outbox.look(() => program.isDead);
      await program.time.sleep(1_000, new AbortController().signal);
    }
  };
  void live();
  return program;
}
