import { expect, test } from 'vitest';
import { runSequences } from '../support/model/run-sequences.ts';

test('random commands do to the record what they do to a model of it', async () => {
  await expect(runSequences(150)).resolves.toBeUndefined();
});
