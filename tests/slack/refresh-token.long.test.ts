import { expect, test } from 'vitest';
import { raceForRefresh } from './refresh-race.ts';

const ROUNDS = process.env['SUMMIT_LONG'] === 'full' ? 5_000 : 500;

test('in many races for a refresh none is won twice', async () => {
  const race = await raceForRefresh(ROUNDS);
  expect(race).toEqual({ done: ROUNDS, refused: 0, empty: 0, different: 0 });
});
