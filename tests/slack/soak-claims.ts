import { expect } from 'vitest';
import type { Soak, SoakSize } from './soak.ts';
import { growthADay, median, tableOf, type Vitals } from './soak-vitals.ts';

/** How much may grow, and from which day on: before it, caches fill. Sizes are in MB. */
interface Bounds {
  readonly from: number;
  readonly heapADay: number;
  readonly rssADay: number;
}

/** A day of more than 300 asks may leave 150 kB in a thread, 500 bytes each; 40 were measured last, for a record that grows. */
const FULL: Bounds = { from: 7, heapADay: 0.15, rssADay: 2 };
/** So few days end before all caches are full: this finds only what is lost fast. */
const BOUNDED: Bounds = { from: 2, heapADay: 2, rssADay: 12 };

const IS_FULL = process.env['SUMMIT_LONG'] === 'full';

/** Eight weeks of more than three hundred asks a day; each time six days of half as many. */
export const SIZE: SoakSize = IS_FULL
  ? { days: 56, asksADay: 300, evenings: true }
  : { days: 6, asksADay: 150, evenings: false };

const MOST_WAL = 64;
/** Twelve views of the record and the record itself, in two threads, and what asks. */
const MOST_CONNECTIONS = 72;

/** Nothing was lost or came twice, nobody was left waiting, and Summit is no larger than it was. */
export function expectSound({ vitals, ...soak }: Soak): void {
  console.log(tableOf(vitals));
  const { seed, asked, answered, digests, moods, refreshes } = soak;
  console.log(JSON.stringify({ seed, asked, answered, digests, moods, refreshes }));

  // Slack knows a token for twelve hours, or until it was refreshed twice. The story goes so fast that this can overtake an answer.
  const [overtaken, others] = [true, false].map((wanted) =>
    soak.errors.filter(
      ({ err }) => /token_(?:expired|revoked)/.test(JSON.stringify(err)) === wanted,
    ),
  );
  expect(others).toEqual([]);
  expect(overtaken?.length).toBeLessThanOrEqual(1 + refreshes / 100);
  expect(soak.odd).toEqual([]);
  expect(soak.crossings).toEqual([]);
  expect(soak).toMatchObject({ verdict: 'whole', exitCode: 0 });
  expect(answered).toBeGreaterThan(asked * 0.98);
  expect(digests).toBeGreaterThan(vitals.length * 3);
  expect(refreshes).toBeGreaterThan(vitals.length * 2);
  expect(moods).toBeGreaterThan(0);
  // On each day but the first ones, when there is nothing old.
  expect(soak.forgotten).toBeGreaterThan(vitals.length - 6);

  const { from, heapADay, rssADay } = IS_FULL ? FULL : BOUNDED;
  const rest = vitals.slice(from);
  expect(growthADay(rest, ({ heap }) => heap)).toBeLessThan(heapADay);
  expect(growthADay(rest, ({ unaskedHeap }) => unaskedHeap)).toBeLessThan(heapADay);
  expect(growthADay(rest, ({ external }) => external)).toBeLessThan(heapADay);
  expect(growthADay(rest, ({ rss }) => rss)).toBeLessThan(rssADay);

  expect(most(vitals, 'wal')).toBeLessThan(MOST_WAL);
  expect(most(vitals, 'connections')).toBeLessThan(MOST_CONNECTIONS);
  // In the first weeks caches fill.
  const settled = IS_FULL ? vitals.slice(vitals.length / 2) : rest;
  expect(later(settled, 'heap')).toBeLessThan(earlier(settled, 'heap') * (IS_FULL ? 1.05 : 1.1));
  expect(later(rest, 'fds')).toBeLessThan(earlier(rest, 'fds') + 25);
  expect(later(rest, 'handles')).toBeLessThan(earlier(rest, 'handles') + 15);
  expect(later(rest, 'connections')).toBeLessThan(earlier(rest, 'connections') + 15);
  if (!IS_FULL) return;
  // All of these are kept for a week at most, or until their message is taken away.
  for (const kept of ['inputs', 'posts', 'cards'] as const) {
    expect(later(rest, kept)).toBeLessThan(earlier(rest, kept) * 1.5 + 5);
  }
}

/** The median of the first week, or of what there is of it. */
function earlier(rest: readonly Vitals[], figure: keyof Vitals): number {
  return median(rest.slice(0, Math.min(7, Math.ceil(rest.length / 2))).map((one) => one[figure]));
}

/** The median of the last one. */
function later(rest: readonly Vitals[], figure: keyof Vitals): number {
  return median(rest.slice(-Math.min(7, Math.ceil(rest.length / 2))).map((one) => one[figure]));
}

function most(vitals: readonly Vitals[], figure: keyof Vitals): number {
  return Math.max(...vitals.map((one) => one[figure]));
}
