import { expect, inject, test } from 'vitest';
import { EACH_ONCE, planAtOnce, SLOTS } from '../support/plan-at-once.ts';
import { freshServerDatabase } from '../support/postgres.ts';

test(`three replicas that plan ${SLOTS} slots of one database at once plan each of them once`, async () => {
  expect(await planAtOnce(await freshServerDatabase(inject('server')), 3)).toEqual(EACH_ONCE);
});
