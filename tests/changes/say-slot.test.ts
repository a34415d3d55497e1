import { describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { listSlotsToTell } from '../../db/slots-to-tell.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { type Compose, saySlot } from '../../src/changes/say-slot.ts';
import { composeDigest } from '../../src/digests/compose.ts';
import { deskDb, NOON, say } from '../support/desk.ts';
import { brussels, DESK, setUp } from '../support/digests.ts';

const NINE = brussels('2026-05-05 09:00');
const JUST_AFTER_NINE = NOON.until(NINE).total('minutes') + 1;

/** Says the digest of nine o'clock, and what happens each time it is composed. */
async function sayNine(
  db: Db,
  whileComposed: (time: number) => Promise<unknown>,
): Promise<{ readonly composed: string[]; readonly said: string }> {
  await setUp(db, 'daily 09:00', NINE.subtract({ hours: 20 }));
  await say(db, 'update grain in talks');
  await planDueSlots(db, NINE);
  const [slot] = await listSlotsToTell(db, {
    teamId: DESK.teamId,
    now: NINE.toString({ smallestUnit: 'millisecond' }),
    busy: [],
    most: 1,
  });
  if (slot === undefined) throw new Error('Nothing is due');
  const composed: string[] = [];
  const compose: Compose = async (from, what) => {
    composed.push(from.isTransaction ? 'in the transaction' : 'before it');
    const composition = await composeDigest(from, what);
    await whileComposed(composed.length);
    return composition;
  };
  expect(await saySlot(db, slot, NINE, compose)).toBe('on its way');
  const posts = await db.selectFrom('posts').select('content').execute();
  return { composed, said: posts.map(({ content }) => content).join('\n') };
}

describe('a digest is composed before its transaction', () => {
  test('and said so when nothing changed meanwhile', async () => {
    const { composed, said } = await sayNine(await deskDb(), async () => null);
    expect(composed).toEqual(['before it']);
    expect(said).toContain('Grain exports');
  });

  test('and once more in it when something was recorded meanwhile', async () => {
    const db = await deskDb();
    const { composed, said } = await sayNine(db, async (time) =>
      time === 1 ? say(db, 'update fish agreed because both sides say so') : null,
    );
    expect(composed).toEqual(['before it', 'in the transaction']);
    expect(said).toContain('both sides say so');
  });

  test('and once more in it when the digest was changed meanwhile', async () => {
    const db = await deskDb();
    await say(db, 'update fish agreed because both sides say so');
    const { composed, said } = await sayNine(db, async (time) =>
      time === 1
        ? say(db, 'digest daily 09:00 Brussels only:fish', { minutes: JUST_AFTER_NINE })
        : null,
    );
    expect(composed).toEqual(['before it', 'in the transaction']);
    expect(said).toContain('both sides say so');
    expect(said).not.toContain('Grain exports');
  });

  test('and once more in it when that failed', async () => {
    const db = await deskDb();
    const { composed } = await sayNine(db, async (time) => {
      if (time === 1) throw new Error('half-way');
    });
    expect(composed).toEqual(['before it', 'in the transaction']);
  });
});
