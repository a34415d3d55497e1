import { beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { ask, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

const GOLDEN = [
  {
    days: 'since:2023-11-15 until:2023-11-21',
    lines: [
      '- 2023-11-15 `ai-talks`: new, agreed',
      '- 2023-11-15 `climate`: on-agenda → agreed',
      '- 2023-11-15 `counternarcotics`: on-agenda → agreed',
      '- 2023-11-15 `detained-americans`: new, stalled',
      '- 2023-11-15 `economic-issues`: on-agenda → stalled',
      '- 2023-11-15 `fentanyl`: agreed-in-principle → agreed',
      '- 2023-11-15 `flights`: new, agreed',
      '- 2023-11-15 `human-rights`: on-agenda → stalled',
      '- 2023-11-15 `joint-statement`: update, still off-table',
      '- 2023-11-15 `leader-hotline`: proposed → agreed',
      '- 2023-11-15 `mil-mil-comms`: suspended → agreed',
      '- 2023-11-15 `nuclear-buildup`: on-agenda → stalled',
      '- 2023-11-15 `regional-wars`: proposed → stalled',
      '- 2023-11-15 `spy-balloon`: proposed → stalled',
      '- 2023-11-15 `taiwan`: on-agenda → stalled',
      '- 2023-11-16 `fentanyl`: agreed → implementing',
    ],
  },
  {
    days: 'since:2024-01-08 until:2024-01-14',
    lines: [
      '- 2024-01-09 `mil-mil-comms`: update, still implementing',
      '- 2024-01-12 `climate`: agreed → implementing',
    ],
  },
  {
    days: 'since:2024-05-13 until:2024-05-31',
    lines: [
      '- 2024-05-14 `ai-talks`: agreed → implementing',
      '- 2024-05-14 `economic-issues`: in-talks → stalled',
      '- 2024-05-23 `taiwan`: update, still stalled',
      '- 2024-05-24 `maritime`: update, still in-talks',
      '- 2024-05-31 `mil-mil-comms`: update, still implementing',
    ],
  },
];

describe('/summit changes', () => {
  let db: Db;

  beforeAll(async () => {
    db = await exampleDb();
  });

  test.each(GOLDEN)('$days is exactly what happened', async ({ days, lines }) => {
    const text = await said(db, `changes ${days}`);
    expect(text.split('\n').filter((line) => line.startsWith('- '))).toEqual(lines);
  });

  test('says so when nothing changed', async () => {
    expect(await said(db, 'changes since:2024-02-01 until:2024-02-25')).toContain(
      'Nothing changed.',
    );
  });

  test('what is known to the month belongs to days that cover that month', async () => {
    expect(await said(db, 'changes since:2024-01-01 until:2024-01-31')).toContain(
      '- 2024-01 `arms-control`: in-talks → stalled',
    );
    expect(await said(db, 'changes since:2024-01-01 until:2024-01-07')).not.toContain(
      'arms-control',
    );
  });

  test('covers the last week when no day is given', async () => {
    const now = Temporal.Instant.from('2023-11-22T04:00:00Z');
    expect(await said(db, 'changes', { now })).toContain('Changes from 15 Nov 2023 to 21 Nov 2023');
  });

  test('says which day it can’t read', async () => {
    for (const words of [
      'changes since:soon',
      'changes until:2023-13-01',
      'changes since:2024-01-02 until:2024-01-01',
    ]) {
      const reply = await ask(db, words);
      expect(reply.problem).toBe('usage');
    }
  });
});
