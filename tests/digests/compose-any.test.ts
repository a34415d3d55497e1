import { expect, test } from 'vitest';
import { runDigestSequences } from '../support/digest-sequences.ts';

test('digests at any moments tell of random changes each one once, without a gap', async () => {
  await expect(runDigestSequences(60)).resolves.toBeUndefined();
});
