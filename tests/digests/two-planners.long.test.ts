import { expect, test } from 'vitest';
import { freshDatabase } from '../support/db.ts';
import { EACH_ONCE, planAtOnce, SLOTS } from '../support/plan-at-once.ts';

test(`two processes that plan ${SLOTS} slots of one record at once plan each of them once`, async () => {
  expect(await planAtOnce(`sqlite:${freshDatabase()}`, 2)).toEqual(EACH_ONCE);
});
