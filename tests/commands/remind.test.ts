import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { checkMessage } from '../../sandbox/block-kit.ts';
import { ask, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';
import { anyText } from '../support/text.ts';

/** Wednesday at noon where Alice is. */
const NOON = Temporal.Instant.from('2023-11-15T20:00:00Z');
const BOB = { who: { id: 'U0BOB', timeZone: 'Asia/Tokyo' } };
const FENTANYL = 'Curbs on exports of fentanyl precursor chemicals';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

async function remind(text: string, how: Parameters<typeof ask>[2] = {}): Promise<string> {
  return said(db, `remind ${text}`.trim(), { now: NOON, ...how });
}

async function rows(): Promise<object[]> {
  return db
    .selectFrom('reminders')
    .select(['user_id', 'issue_key', 'due_at', 'note'])
    .orderBy('due_at')
    .execute();
}

describe('/summit remind <issue> <when>', () => {
  test('says when it comes, on the clocks of whoever asks, and offers to cancel it', async () => {
    const text = await remind('fentanyl in 3 days at 14:00 call the Treasury');
    expect(text).toContain(
      `You will be reminded of ${FENTANYL} on Sat 18 Nov 2023, 14:00 (America/Los_Angeles), by direct message.`,
    );
    expect(text).toContain('Your note: call the Treasury');
    expect(text).toMatch(/Cancel: \/summit remind off [0-9a-z]{12}/);
    expect(await rows()).toEqual([
      {
        user_id: 'U0ALICE',
        issue_key: 'fentanyl',
        due_at: '2023-11-18T22:00:00.000Z',
        note: 'call the Treasury',
      },
    ]);
    expect(await remind('taiwan tomorrow', BOB)).toContain(
      'on Fri 17 Nov 2023, 09:00 (Asia/Tokyo)',
    );
  });

  test.each([
    ['me about fentanyl tomorrow'],
    ['me tomorrow about fentanyl'],
    ['tomorrow fentanyl'],
    ['of the fentanyl deal: tomorrow'],
    ['fentanil tomorrow'],
    ['"fentanyl" tomorrow'],
  ])('the issue may stand where people put it: %s', async (text) => {
    expect(await remind(text)).toContain('on Thu 16 Nov 2023, 09:00');
    expect(await rows()).toMatchObject([{ issue_key: 'fentanyl', note: '' }]);
  });

  test('the note may follow wherever the issue stands', async () => {
    await remind('me tomorrow about fentanyl call them');
    expect(await rows()).toMatchObject([{ issue_key: 'fentanyl', note: 'call them' }]);
  });

  test('a note keeps what was typed, and nothing in it is read as markup', async () => {
    const { message } = await ask(
      db,
      'remind fentanyl tomorrow: &lt;!channel&gt; *x* <@U0BOB|bob>',
      {
        now: NOON,
      },
    );
    expect(await rows()).toMatchObject([{ note: '<!channel> *x* @bob' }]);
    expect(message.text).toContain('&lt;!channel&gt; \u00AD*x* @bob');
    expect(checkMessage(message)).toEqual([]);
  });

  test('asks which issue is meant, and keeps the time for the one that is pressed', async () => {
    const { outcome, message } = await ask(db, 'remind hotline in 2 days', { now: NOON });
    expect(outcome).toBe('ambiguous');
    expect(JSON.stringify(message.blocks)).toMatch(/"value":"remind [a-z-]+ in 2 days"/);
    expect(await rows()).toEqual([]);
  });

  test.each([
    [
      'fentanyl yesterday',
      'is gone by. Name a time to come, such as /summit remind fentanyl tomorrow',
    ],
    ['fentanyl on 2023-11-01', 'Wed 1 Nov 2023, 09:00 is gone by.'],
    ['fentanyl in 11 years', 'A reminder comes within ten years.'],
    [
      'fentanyl whenever',
      '“whenever” is no time to come. Write it like /summit remind fentanyl in 3 days',
    ],
    ['unicorns tomorrow', 'No issue answers to “unicorns”.'],
    ['military in 2 days', 'remind mil-mil-comms in 2 days'],
    ['fentanyl every friday', 'Owners are asked after 1 to 365 days'],
  ])('%s is refused in one sentence', async (text, sentence) => {
    expect(await remind(text)).toContain(sentence);
    expect(await rows()).toEqual([]);
  });

  test('a note of more than 300 characters is refused', async () => {
    expect(await remind(`fentanyl tomorrow ${'x'.repeat(301)}`)).toContain(
      'at most 300 characters',
    );
    expect(await rows()).toEqual([]);
    expect(await remind(`fentanyl tomorrow ${'x'.repeat(300)}`)).toContain('x'.repeat(300));
  });

  test('the same input reminds once, and the same wish is there already', async () => {
    await remind('fentanyl tomorrow', { inputId: 'T1' });
    expect(await remind('fentanyl tomorrow', { inputId: 'T1' })).toContain('recorded already');
    expect(await remind('fentanyl tomorrow', { inputId: 'T2' })).toContain('Nothing was changed.');
    expect(await rows()).toHaveLength(1);
  });

  test('nobody has more than a hundred', async () => {
    for (let day = 1; day <= 100; day += 1) await remind(`fentanyl in ${day} days`);
    expect(await remind('fentanyl in 101 days')).toContain('You have 100 reminders');
    expect(await rows()).toHaveLength(100);
    expect(checkMessage((await ask(db, 'remind', { now: NOON })).message)).toEqual([]);
    expect(await remind('page:10')).toContain('23 Feb 2024');
  });

  test('is refused in a terminal', async () => {
    const who = { id: 'terminal:ann', timeZone: 'UTC' };
    expect(await ask(db, 'remind fentanyl tomorrow', { who })).toMatchObject({
      problem: 'refused',
    });
    expect(await rows()).toEqual([]);
  });
});

describe('/summit remind', () => {
  test('lists mine and nobody else’s, the first to come first, each with what cancels it', async () => {
    expect(await remind('')).toContain(
      'No reminders. To set one: `/summit remind fentanyl in 3 days`',
    );
    await remind('taiwan in 5 days');
    await remind('fentanyl in 2 days look again');
    await remind('climate tomorrow', BOB);
    const text = await remind('');
    expect(text).toMatch(
      /You asked for 2 reminders\n• Fri 17 Nov 2023, 09:00: Curbs.*: “look again” `\/summit remind off [0-9a-z]{12}`\n• Mon 20 Nov/,
    );
    expect(text).not.toContain('limate');
  });

  test('cancels one by its id, and only one’s own', async () => {
    const [, id] = /remind off (\w{12})/.exec(await remind('fentanyl tomorrow')) ?? [];
    expect(await remind(`off ${id}`, BOB)).toContain('There is no such reminder');
    expect(await rows()).toHaveLength(1);
    expect(await remind(`off ${id}`)).toContain('You will not be reminded of this:');
    expect(await rows()).toEqual([]);
    expect(await remind(`off ${id}`)).toContain('There is no such reminder');
  });

  test('cancels all of an issue', async () => {
    await remind('fentanyl tomorrow');
    await remind('fentanyl in 2 days');
    await remind('taiwan in 2 days');
    await remind('fentanyl in 2 days', BOB);
    expect(await remind('fentanyl off')).toContain('You will not be reminded:');
    expect((await rows()).length).toBe(2);
    expect(await remind('off fentanyl')).toContain('You had no reminder of');
  });

  test('with an issue alone says what is set for it', async () => {
    expect(await remind('fentanyl')).toContain(`Nothing is set for ${FENTANYL}.`);
    await remind('fentanyl tomorrow');
    await remind('fentanyl every 14 days');
    const text = await remind('fentanyl');
    expect(text).toContain('Thu 16 Nov 2023, 09:00');
    expect(text).toContain('every 14 days without an entry');
  });
});

describe('/summit remind <issue> every N days', () => {
  test('asks the owners, or while there is none whoever set it', async () => {
    const text = await remind('fentanyl every 14 days');
    // Its last entry is of that very day.
    expect(text).toContain(
      `<@U0ALICE> will be asked by direct message when ${FENTANYL} had no entry for 14 days. The first time it can be is`,
    );
    expect(text).toContain('Nobody owns the issue here yet.');
    await ask(db, 'owner fentanyl <@U0BOB>', { now: NOON });
    const again = await remind('fentanyl every 2 weeks');
    expect(again).toContain('<@U0BOB> will be asked');
    expect(again).toContain('Before: 14 days.');
    expect(await remind('', BOB)).toContain('every 14 days without an entry, <@U0BOB>');
    expect(await remind('')).toContain('`/summit remind fentanyl every off`');
  });

  test('is put off, and ended', async () => {
    expect(await remind('fentanyl snooze 3 days')).toContain('Nobody is asked about');
    await remind('fentanyl every 14 days');
    expect(await remind('fentanyl snooze 3 days')).toContain(
      `Nobody will be asked about ${FENTANYL} before Sat 18 Nov 2023, 09:00 (America/Los_Angeles). Nothing was recorded.`,
    );
    expect(await remind('fentanyl every off')).toContain('any more');
    expect(await remind('fentanyl every off')).toContain('Nobody is asked about');
    expect(await db.selectFrom('nudges').selectAll().execute()).toEqual([]);
  });
});

test('reminders are nobody else’s business: the log does not tell of them', async () => {
  const lines = async (): Promise<number> =>
    (await db.selectFrom('audit_lines').select('seq').execute()).length;
  const before = await lines();
  await remind('fentanyl tomorrow');
  await remind('fentanyl every 14 days');
  expect(await lines()).toBe(before);
});

test('any words after it get an answer that Slack takes', async () => {
  const token = fc.constantFrom(
    ...'fentanyl taiwan me about off in every snooze 3 14 9999 days weeks tomorrow friday 09:00 at 24:00 to: " = , 2023-12-01 page:2'.split(
      ' ',
    ),
  );
  const typed = fc.oneof(
    anyText(64),
    fc.array(token, { maxLength: 10 }).map((words) => words.join(' ').slice(0, 64)),
  );
  await fc.assert(
    fc.asyncProperty(typed, async (text) => {
      const { message } = await ask(db, `remind ${text}`, { now: NOON });
      expect(checkMessage(message)).toEqual([]);
      expect(message.text.length).toBeLessThanOrEqual(4000);
    }),
    { numRuns: 150 },
  );
});
