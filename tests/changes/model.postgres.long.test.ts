import { expect, test } from 'vitest';
import { runSequences } from '../support/model/run-sequences.ts';

/** `SUMMIT_LONG=full` tries all of them. */
const SEQUENCES = process.env['SUMMIT_LONG'] === 'full' ? 10_000 : 120;
/** At once, each on a record of its own. */
const SHARES = 4;

test(`${SEQUENCES} random sequences of commands do to a record in PostgreSQL what they do to a model of it`, async () => {
  const shares = Array.from({ length: SHARES }, async () => runSequences(SEQUENCES / SHARES));
  await expect(Promise.all(shares)).resolves.toHaveLength(SHARES);
});
