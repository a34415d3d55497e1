import { expect, test } from 'vitest';
import { ShortLived } from '../../sandbox/short-lived.ts';

test('what has expired is said to be so for a while, and then forgotten', () => {
  let now = 0;
  const tickets = new ShortLived<string>(3000, () => now);
  for (let second = 0; second < 1000; second += 1) {
    now = second * 1000;
    tickets.keep(`ticket ${second}`, `of second ${second}`);
  }
  expect(tickets.find('ticket 996')).toEqual({ kind: 'fresh', thing: 'of second 996' });
  expect(tickets.find('ticket 995')).toEqual({ kind: 'expired' });
  expect(tickets.find('ticket 900')).toEqual({ kind: 'unknown' });
  expect(tickets.size).toBeLessThan(40);
});
