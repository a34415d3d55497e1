import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { AgainAndAgain } from '../../src/slack/again-and-again.ts';
import { InHand } from '../../src/slack/in-hand.ts';

const LOG = pino({ level: 'silent' });
const MINUTE = 60_000;

type Work = (isStopping: () => boolean) => Promise<void>;

/** A chore that comes every millisecond, by a clock that is moved by hand. */
function startChore(work: Work, every = 1) {
  const clock = { now: 0 };
  const chore = new AgainAndAgain(
    { doing: 'a chore', every, work },
    new InHand(),
    LOG,
    () => clock.now,
  );
  chore.start();
  return { chore, clock };
}

test('a chore that is done each time is never behind', async () => {
  let times = 0;
  const { chore, clock } = startChore(async () => void (times += 1));
  clock.now = 2 * MINUTE;
  const before = times;
  await vi.waitFor(() => expect(times).toBeGreaterThan(before + 1));
  expect(chore.isBehind).toBe(false);
  chore.stop();
});

test('one that only fails is behind after a minute, whatever it asks, and no more once it is done', async () => {
  let fails = true;
  let times = 0;
  const { chore, clock } = startChore(async (isStopping) => {
    times += 1;
    isStopping();
    if (fails) throw new Error('no');
  });
  await vi.waitFor(() => expect(times).toBeGreaterThan(1));
  expect(chore.isBehind).toBe(false);
  clock.now = 2 * MINUTE;
  const before = times;
  await vi.waitFor(() => expect(times).toBeGreaterThan(before + 1));
  expect(chore.isBehind).toBe(true);
  fails = false;
  await vi.waitFor(() => expect(chore.isBehind).toBe(false));
  chore.stop();
});

test('one that hangs is behind after a minute; one that goes on for long is not', async () => {
  const { promise: never } = Promise.withResolvers<void>();
  const begun: (() => boolean)[] = [];
  const { chore, clock } = startChore(async (isStopping) => {
    begun.push(isStopping);
    await never;
  });
  await vi.waitFor(() => expect(begun).toHaveLength(1));
  clock.now = 2 * MINUTE;
  expect(chore.isBehind).toBe(true);
  expect(begun[0]?.()).toBe(false);
  expect(chore.isBehind).toBe(false);
  chore.stop();
});

test('what comes every hour is not waited for', async () => {
  const { chore, clock } = startChore(async () => undefined, 60 * MINUTE);
  clock.now = 180 * MINUTE;
  expect(chore.isBehind).toBe(false);
  chore.stop();
});
