import { expect, test } from 'vitest';
import { claimInput } from '../../src/changes/claim-input.ts';
import { forgetOldInputs } from '../../src/changes/forget-inputs.ts';
import { emptyDb } from '../support/db.ts';

const NOON = Temporal.Instant.from('2026-11-24T12:00:00Z');

test('of four who claim the same input at once, and of any who come later, one may act', async () => {
  const db = await emptyDb();
  const claims = await Promise.all([1, 2, 3, 4].map(async () => claimInput(db, 'heard:C:1', NOON)));
  expect(claims.filter(Boolean).length).toBe(1);
  expect(await claimInput(db, 'heard:C:1', NOON.add({ hours: 24 }))).toBe(false);
  expect(await claimInput(db, 'heard:C:2', NOON)).toBe(true);
});

test('an input is forgotten after two days, and no sooner', async () => {
  const db = await emptyDb();
  await claimInput(db, 'heard:C:1', NOON);
  await forgetOldInputs(db, NOON.add({ hours: 48 }));
  expect(await claimInput(db, 'heard:C:1', NOON)).toBe(false);
  await forgetOldInputs(db, NOON.add({ hours: 48, milliseconds: 1 }));
  expect(await claimInput(db, 'heard:C:1', NOON)).toBe(true);
});
