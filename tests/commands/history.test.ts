import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { BOB, deskDb, say } from '../support/desk.ts';

const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 1_000) / 50;

/** The texts of all pages, as "Show more" leads through them. */
async function pagesOf(db: Db, words: string): Promise<string[]> {
  const pages: string[] = [];
  let next: string | undefined = words;
  while (next !== undefined) {
    const { message } = await say(db, next, { minutes: 1_000 });
    pages.push(message.text);
    next = /^Show more: \/summit (.*)$/m.exec(message.text)?.[1];
  }
  return pages;
}

describe('what counts no more', () => {
  test('stays under its day, with who ended it, when and why', async () => {
    const db = await deskDb();
    await say(db, 'update grain agreed because signed source:https://news.example/1');
    await say(db, 'update grain in talks because not signed after all', { minutes: 6, who: BOB });
    await say(db, 'update fish stalled because nobody came');
    await say(db, 'withdraw fish on:2026-05-04 because they did come', { minutes: 7, who: BOB });

    const [grain] = await pagesOf(db, 'history grain');
    expect(grain).toContain('💬 4 May 2026: On the agenda → In talks\nnot signed after all\n');
    expect(grain).toMatch(
      /\nRecorded by <@U0BOB>, 4 May 2026 · Wrong\? `\/summit withdraw \w{12}`\nNo longer counts: 🤝 4 May 2026, Agreed: signed\nSources: news\.example \(https:\/\/news\.example\/1\) \(4 May 2026\)\nReplaced 4 May 2026 by <@U0BOB> · Recorded by <@U0ALICE>, 4 May 2026\n/,
    );
    const [fish] = await pagesOf(db, 'history fish');
    expect(fish).toMatch(
      /^History: Fishing rights\nNo longer counts: ⏳ 4 May 2026, No movement: nobody came\nWithdrawn 4 May 2026 by <@U0BOB>: they did come · Recorded by <@U0ALICE>, 4 May 2026\n📋 1 May 2026: On the agenda\n/,
    );
  });

  test('the days on which something was recorded are those of whoever asks', async () => {
    const db = await deskDb();
    await say(db, 'note grain Late news', { minutes: 660 });
    const inTokyo = { id: 'U0KEI', timeZone: 'Asia/Tokyo' };
    const { message } = await say(db, 'history grain', { who: inTokyo });
    expect(message.text).toContain('Recorded by <@U0ALICE>, 5 May 2026');
  });

  test('many of one day are shown twenty at a time', async () => {
    const db = await deskDb();
    for (let round = 1; round <= 45; round += 1) {
      const status = round % 2 === 0 ? 'agreed' : 'in talks';
      await say(db, `update grain ${status} because round-${round}-ended`);
    }
    const pages = await pagesOf(db, 'history grain');
    const told = pages.join('\n');
    for (let round = 1; round <= 45; round += 1) {
      expect(told.split(`round-${round}-ended`)).toHaveLength(2);
    }
    expect(pages[0]).toContain('round-45-ended');
    expect(told.match(/On the agenda/g)).toHaveLength(2);
  });
});

test('an id in the history is one that can be withdrawn', async () => {
  const db = await deskDb();
  await say(db, 'update grain agreed because signed');
  const [page = ''] = await pagesOf(db, 'history grain');
  const [, words = ''] = /`\/summit (withdraw \w{12})`/.exec(page) ?? [];
  expect((await say(db, words, { minutes: 1 })).message.text).toContain(
    'Withdrawn from Grain exports',
  );
});

test('everything ever recorded is on exactly one page, the latest day first', async () => {
  const steps = fc.array(
    fc.record({ day: fc.integer({ min: 1, max: 30 }), withdrawn: fc.boolean() }),
    { minLength: 1, maxLength: 50 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (some) => {
      const db = await deskDb();
      const rounds = new Map<number, number>();
      for (const [number, { day, withdrawn }] of some.entries()) {
        const round = (rounds.get(day) ?? 0) + 1;
        rounds.set(day, round);
        // Another status each time: what is added to one that stays is added to its note.
        const status = round % 2 === 0 ? 'stalled' : 'in talks';
        const on = `on:2026-04-${`${day}`.padStart(2, '0')}`;
        await say(db, `update grain ${status} because (mark ${number}) ${on}`);
        if (withdrawn) await say(db, `withdraw grain ${on} because wrong`);
      }
      const told = (await pagesOf(db, 'history grain')).join('\n');
      const marks = [...told.matchAll(/\(mark (\d+)\)/g)].map(([, number]) => Number(number));
      expect(marks.toSorted((one, other) => one - other)).toEqual([...some.keys()]);
      const days = marks.map((number) => some[number]?.day ?? 0);
      expect(days).toEqual(days.toSorted((one, other) => other - one));
      await db.destroy();
    }),
    { numRuns: RUNS },
  );
});
