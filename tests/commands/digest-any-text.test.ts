import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { findDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { checkMessage } from '../../sandbox/block-kit.ts';
import { nextSlots } from '../../src/changes/plan-digest.ts';
import { ask, EVE } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';
import { anyText } from '../support/text.ts';

const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 1000);

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

const part = fc.oneof(fc.constantFrom(...PARTS), anyText(30));

let db: Db;

beforeAll(async () => {
  db = await exampleDb();
});

test('any 64 characters after digest get an answer, and what is set comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), fc.boolean(), async (parts, isDirect) => {
      const words = parts.join(' ').slice(0, 64);
      const channelId = isDirect ? 'D0ALICE' : 'C0DESK';
      const { message, form, outcome, issues } = await ask(db, `digest ${words}`, { channelId });
      expect(checkMessage(message)).toEqual([]);
      expect(message.text.length).toBeLessThanOrEqual(4000);
      expect(message.text).not.toBe('');
      if (form !== undefined)
        expect(checkMessage({ text: 'form', blocks: form.blocks })).toEqual([]);
      expect(outcome === 'match').toBe(issues.length > 0 && outcome !== 'ambiguous');
      await expectItComes();
    }),
    { numRuns: RUNS },
  );
});

async function expectItComes(): Promise<void> {
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

test('a very long line after digest is answered', async () => {
  for (const piece of [
    'a',
    'only:',
    'only:a,',
    '"',
    '<',
    '<#C0DESK> ',
    '09:00 ',
    'mute ',
    'Europe/',
  ]) {
    const { message } = await ask(db, `digest ${piece.repeat(100_000)}`);
    expect(checkMessage(message)).toEqual([]);
  }
});
