import { expect, test } from 'vitest';
import { findDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { endDigest, pauseDigest, resumeDigest } from '../../src/changes/pause-digest.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { composeDigest } from '../../src/digests/compose.ts';
import { exampleDb } from '../support/db.ts';
import { asked, brussels, DESK, setUp, tellDue, wallTime } from '../support/digests.ts';

const NINE = brussels('2026-11-24 09:00');

test('a digest that was off for longer than its schedule takes tells no more than a first one', async () => {
  const db = await toldAtNine();
  await endDigest(db, DESK, asked(NINE));
  await setUp(db, 'daily 09:00', brussels('2026-11-28 12:00'));
  expect(await beginsAt(db, '2026-11-29 09:00')).toBe('2026-11-28 09:00');
});

test('one that was off for a moment goes on where it ended', async () => {
  const db = await toldAtNine();
  await endDigest(db, DESK, asked(NINE.add({ hours: 1 })));
  await setUp(db, 'weekly wed 10:00', NINE.add({ hours: 2 }));
  expect(await beginsAt(db, '2026-11-25 10:00')).toBe('2026-11-24 09:00');
});

test('one that was paused tells all that happened meanwhile, however long that was', async () => {
  const db = await toldAtNine();
  await pauseDigest(db, DESK, asked(NINE));
  await resumeDigest(db, DESK, asked(brussels('2026-11-28 12:00')));
  expect(await beginsAt(db, '2026-11-29 09:00')).toBe('2026-11-24 09:00');
});

async function toldAtNine(): Promise<Db> {
  const db = await exampleDb();
  await setUp(db, 'daily 09:00', NINE.subtract({ hours: 1 }));
  await planDueSlots(db, NINE);
  await tellDue(db, NINE);
  return db;
}

/** From when on the digest that is due next tells. */
async function beginsAt(db: Db, due: string): Promise<string> {
  const digest = await findDigest(db, DESK);
  if (digest === null) throw new Error('There is no digest');
  const slot = {
    at: brussels(due),
    kind: 'due',
    localDate: due.slice(0, 10),
    isLate: false,
    isFirst: false,
  } as const;
  const { span } = await composeDigest(db, { digest, slot, now: slot.at });
  return wallTime(span.from);
}
