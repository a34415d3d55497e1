import fc from 'fast-check';
import { expect } from 'vitest';
import { findDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { nextSlots } from '../../src/changes/plan-digest.ts';
import { EVE } from './ask.ts';
import { anyText } from './text.ts';

/** What people type after `digest`, whole and broken. */
const PARTS = [
  'daily weekdays weekly monthly mon last 09:00 9 5pm 25:00 UTC Europe/Brussels Tokyo +02:00',
  'me off pause resume now preview mute unmute form help fentanyl taiwan hotline updates',
  'only: only:stalled,fentanyl except:tension only:mine only:owner=<@U0BOB|bob> only:issue=',
  'only:agenda=biden except:watched=me only:, only:= " quiet:on quiet: days-ahead:7 stale:off',
  'zone:Tokyo part:2 agenda:x <#C0DESK> <#C0OTHER|other> L-30 */0 ٠٩:٠٠ 0-200000000 “arms',
]
  .join(' ')
  .split(' ');

/** Up to 64 characters of it, among other text. */
export function digestTexts(): fc.Arbitrary<string> {
  const part = fc.oneof(fc.constantFrom(...PARTS), anyText(30));
  return fc.array(part, { maxLength: 6 }).map((parts) => parts.join(' ').slice(0, 64));
}

/** Whatever is set comes five times more. */
export async function expectItComes(db: Db): Promise<void> {
  for (const place of ['C0DESK', 'U0ALICE']) {
    const digest = await findDigest(db, { teamId: 'T0SUMMIT', place });
    if (digest === null) continue;
    const next = await nextSlots(db, digest, EVE, 5);
    const moments = next.map(({ at }) => at.epochMilliseconds);
    expect(moments).toHaveLength(5);
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    expect(moments[0]).toBeGreaterThan(EVE.epochMilliseconds);
  }
}
