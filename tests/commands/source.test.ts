import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import {
  BOB,
  deskDb,
  entriesOf,
  filledIn,
  formOf,
  lastEntryOf,
  say,
  TODAY,
} from '../support/desk.ts';

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

async function sources(): Promise<string[]> {
  const rows = await db.selectFrom('sources').selectAll().orderBy('id').execute();
  return rows.map(({ url, publisher, date }) => `${publisher} ${date} ${url}`);
}

describe('/summit source', () => {
  test('supports the last entry, which is verified from then on', async () => {
    await say(db, 'update grain agreed because signed');
    const { message } = await say(db, 'source grain https://www.example.org/readout', {
      minutes: 1,
    });
    expect(message.text).toContain('signed\nWho says so: example.org · verified, low confidence');
    expect(await entriesOf(db, 'grain')).toEqual([
      '2026-05-01 on-agenda: Listed.',
      `ended ${TODAY} agreed: signed`,
      `${TODAY} agreed: signed`,
    ]);
    expect(await sources()).toEqual([`example.org ${TODAY} https://www.example.org/readout`]);
  });

  test('publisher and date may follow, in words or as options', async () => {
    await say(db, 'source grain https://example.org/a Reuters 2 May 2026');
    await say(db, 'source fish https://example.org/b publisher:"The Times"');
    expect(await sources()).toEqual([
      'Reuters 2026-05-02 https://example.org/a',
      'The Times 2026-05-01 https://example.org/b',
    ]);
  });

  test.each([
    'http://example.org/readout',
    '<https://www.example.org/readout/>',
    'https://EXAMPLE.org/readout?utm_source=x#top',
    'https://example.org:443/readout',
  ])('%s is the same source', async (address) => {
    await say(db, 'source grain https://www.example.org/readout');
    const before = await rowsOf(db, []);
    const { message } = await say(db, `source grain ${address}`);
    expect(message.text).toContain('Nothing was changed.');
    expect(await rowsOf(db, [])).toEqual(before);
    await say(db, `source fish ${address}`);
    expect(await sources()).toHaveLength(1);
  });

  test('with on: it supports the entry of that day, and says so when there is none', async () => {
    await say(db, 'update grain agreed');
    await say(db, 'source grain https://example.org/a on:2026-05-01');
    expect(await entriesOf(db, 'grain')).toEqual([
      'ended 2026-05-01 on-agenda: Listed.',
      '2026-05-01 on-agenda: Listed.',
      `${TODAY} agreed`,
    ]);
    const { message, problem } = await say(db, 'source grain https://example.org/a on:2026-05-02');
    expect(problem).toBe('usage');
    expect(message.text).toContain('Nothing is recorded of “Grain exports” on that day.');
  });

  test('an unusual move that was explained is not asked about again', async () => {
    await say(db, 'update grain fulfilled because all at once');
    const { message } = await say(db, 'source grain https://example.org/a');
    expect(message.text).toContain('Recorded for Grain exports');
    expect(await lastEntryOf(db, 'grain')).toBe(`${TODAY} fulfilled: all at once`);
  });

  test('no address: the form, and what to type', async () => {
    const { message, form } = await say(db, 'source grain');
    expect(message.text).toBe('Give the address of the page: /summit source grain https://…');
    expect(filledIn(form!)).toEqual({ entry: '2026-05-01' });
    expect((await say(db, 'source')).message.text).toContain('/summit source &lt;issue&gt;');
  });

  test.each(['source grain source:readout', 'source grain source:https://user:pass@example.org/'])(
    '%s: not a web address',
    async (words) => {
      const { message } = await say(db, words);
      expect(message.text).toContain('is not a web address. It begins with https://.');
      expect(await sources()).toEqual([]);
    },
  );

  test('two people at once: the second is asked, and may go on', async () => {
    await say(db, 'update grain agreed', { who: BOB });
    const { message } = await say(db, 'source grain https://example.org/a Reuters', {
      minutes: 1,
    });
    expect(message.text).toContain('<@U0BOB> updated Grain exports a minute ago.');
    const [, again = ''] = /Record mine too: \/summit (.*)/.exec(message.text) ?? [];
    await say(db, again, { minutes: 2 });
    expect(await sources()).toEqual([`Reuters ${TODAY} https://example.org/a`]);
  });
});

describe('its form', () => {
  const keep = JSON.stringify({ issue: 'grain', seen: 9 });

  test('puts the source with the entry that was chosen', async () => {
    await say(db, 'update grain agreed');
    const fields = {
      source: 'https://example.org/a',
      publisher: 'AFP',
      date: '2026-05-03',
      entry: '2026-05-01',
    };
    const outcome = await formOf(db, 'source', { inputId: 'V1' }).submit(fields, keep);
    expect(outcome.kind).toBe('done');
    expect(await sources()).toEqual(['AFP 2026-05-03 https://example.org/a']);
    expect(await entriesOf(db, 'grain')).toContain('ended 2026-05-01 on-agenda: Listed.');
    const again = await formOf(db, 'source', { inputId: 'V1' }).submit(fields, keep);
    expect(JSON.stringify(again)).toContain('That was recorded already.');
  });

  test('names what is wrong', async () => {
    const { submit } = formOf(db, 'source');
    expect(await submit({ entry: '2026-05-01' }, keep)).toEqual({
      kind: 'problems',
      problems: { source: 'Give the address of the page.' },
    });
    expect(await submit({ source: 'ftp://example.org' }, keep)).toMatchObject({
      kind: 'problems',
      problems: { source: expect.stringContaining('is not a web address') },
    });
  });
});
