import { beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { ask, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

/** A year after the record of the example ends. */
const LATER = { now: Temporal.Instant.from('2026-11-23T12:00:00Z') };

describe('/summit status', () => {
  let db: Db;

  beforeAll(async () => {
    db = await exampleDb();
  });

  test('says where an issue stands, since when, who says so and how far to trust it', async () => {
    const text = await said(db, 'status fentanyl');
    expect(text).toContain('Curbs on exports of fentanyl precursor chemicals');
    expect(text).toContain('✍️ Agreed in principle since 14 Nov 2023');
    expect(text).toContain('Who says so: unnamed US officials');
    expect(text).toContain('from the article the agenda was drawn from, medium confidence');
    expect(text).toContain('US: Wants China to go after producers');
    expect(text).toContain('China: Seed gives no Chinese view.');
    expect(text).toContain('💬 13 Nov 2023: In talks.');
    expect(text).toContain('Jen Daskal (US, Deputy Homeland Security Adviser');
    expect(text).toContain('Last entry 14 Nov 2023, today. The record runs to 30 Nov 2025.');
  });

  test('links the sources', async () => {
    const { message } = await ask(db, 'status fentanyl');
    expect(JSON.stringify(message.blocks)).toMatch(
      /<https:\/\/nigeria-today\.ng\/[^|]+\|Bloomberg report \(reprint\)>/,
    );
  });

  test('tells how old the last entry is when the record has ended', async () => {
    expect(await said(db, 'status fentanyl', LATER)).toContain(
      'Last entry 10 Nov 2025, 20 days before the record ends (30 Nov 2025). Nothing is known here of the 358 days since.',
    );
  });

  test('dates the present status from its first entry, not from the last update', async () => {
    const text = await said(db, 'status flights');
    expect(text).toContain('Not yet on the agenda');
    expect(await said(db, 'status mil-mil as-of:2024-02-01', LATER)).toContain(
      '🚧 Being carried out since 21 Dec 2023, last update 9 Jan 2024',
    );
  });

  test('answers as the record stood on a day', async () => {
    expect(await said(db, 'status AI as-of:2023-11-14', LATER)).toContain(
      'Not yet on the agenda on 14 Nov 2023',
    );
    expect(await said(db, 'status AI as-of:2023-11-15', LATER)).toContain(
      '🤝 Agreed since 15 Nov 2023',
    );
    expect(await said(db, 'status fentanyl as of 2023-11-16', LATER)).toContain(
      '🚧 Being carried out since 16 Nov 2023',
    );
    expect(await said(db, 'status fentanyl as–of：2023–11–16', LATER)).toContain(
      'Being carried out',
    );
  });

  test('says what is wrong with a day', async () => {
    const reply = await ask(db, 'status fentanyl as-of:2023-02-30');
    expect(reply.problem).toBe('usage');
    expect(reply.message.text).toBe('“2023-02-30” is not a day. Write it like as-of:2023-11-14.');
  });

  test('shows both issues of one question', async () => {
    const { outcome, issues, message } = await ask(db, 'status fentanyl and taiwan');
    expect({ outcome, issues }).toEqual({ outcome: 'match', issues: ['fentanyl', 'taiwan'] });
    expect(message.text).toContain('fentanyl precursor');
    expect(message.text).toContain('Military tensions over Taiwan');
  });

  test('asks which one when several issues fit, with a button for each', async () => {
    const { outcome, message } = await ask(db, 'status hotline as-of:2023-11-15');
    expect(outcome).toBe('ambiguous');
    const says = message.blocks.flatMap((block) =>
      block.type === 'actions'
        ? block.elements.map((element) => 'value' in element && element.value)
        : [],
    );
    expect(new Set(says)).toEqual(
      new Set(['status leader-hotline as-of:2023-11-15', 'status mil-mil-comms as-of:2023-11-15']),
    );
  });

  test('picks none when nothing fits, and offers the nearest three', async () => {
    const { outcome, issues, message } = await ask(db, 'status iraq');
    expect({ outcome, issues }).toEqual({ outcome: 'none', issues: [] });
    expect(message.text).toContain('No issue answers to “iraq”.');
    const offered = message.blocks.flatMap((block) =>
      block.type === 'actions' ? block.elements : [],
    );
    expect(offered).toHaveLength(3);
  });

  test('shows the whole agenda grouped by what matters, as a table with a plain equivalent', async () => {
    const { message } = await ask(db, 'status');
    expect(message.text).toContain('Moving 13 · Agreed 1 · Stuck 2');
    expect(message.text).toContain('Not yet on the agenda 3');
    const [table] = message.blocks.filter(({ type }) => type === 'table');
    expect(table).toMatchObject({ rows: { length: 20 } });
    for (const title of ['Climate change cooperation', 'More direct passenger flights']) {
      expect(message.text).toContain(title);
    }
  });

  test('the word can be left out', async () => {
    expect((await ask(db, 'fentanyl')).issues).toEqual(['fentanyl']);
    expect((await ask(db, '“Status:” fentanyl')).issues).toEqual(['fentanyl']);
  });

  test('what was typed is said back as it read, and does nothing', async () => {
    const typed =
      'status *bold* `x` &lt;b&gt; <@U0ALICE> <#C0PRESS|press> <https://a.example|here>';
    const { message } = await ask(db, typed);
    expect(message.text).toContain('“\u00AD*bold* \u00AD`x\u00AD` &lt;b&gt; @someone #press here”');
    expect(message.blocks[0]).toMatchObject({ text: { type: 'plain_text' } });
  });

  test('a slip in the word is offered back, not guessed', async () => {
    const { outcome, message } = await ask(db, 'staus soybeans');
    expect(outcome).toBe('none');
    expect(message.text).toContain('Did you mean /summit status soybeans?');
  });
});

describe('the buttons of a card', () => {
  let db: Db;

  beforeAll(async () => {
    db = await exampleDb();
  });

  const saidBy = async (words: string): Promise<string[]> => {
    const { message } = await ask(db, words, LATER);
    return message.blocks
      .flatMap((block) => (block.type === 'actions' ? block.elements : []))
      .flatMap((element) => (element.type === 'button' ? [element.value ?? ''] : []));
  };

  test('say what can be done, with what the person has been shown', async () => {
    expect(await saidBy('status fentanyl')).toEqual([
      'update fentanyl seen:0',
      'source fentanyl seen:0',
      'history fentanyl',
      'watch fentanyl',
      'share fentanyl',
    ]);
    await ask(db, 'alias climate = warming');
    expect((await saidBy('status climate'))[0]).toMatch(/^update climate seen:[1-9]\d*$/);
  });

  test('are typed without what only a button knows', async () => {
    const text = await said(db, 'status fentanyl', LATER);
    expect(text).toContain('Update: /summit update fentanyl\n');
    expect(text).toContain('Share to channel: /summit share fentanyl');
  });

  test('a day gone by can be watched and read on, not changed', async () => {
    expect(await saidBy('status fentanyl as-of:2023-11-16')).toEqual([
      'history fentanyl',
      'watch fentanyl',
    ]);
  });

  test('of several issues name them, in rows of five', async () => {
    const { message } = await ask(db, 'status fentanyl and taiwan', LATER);
    const rows = message.blocks.filter(({ type }) => type === 'actions').slice(-2);
    expect(rows.map((row) => ('elements' in row ? row.elements.length : 0))).toEqual([5, 5]);
    expect(JSON.stringify(rows[1])).toContain('Update Military tensions over Taiwan');
  });
});
