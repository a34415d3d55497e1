import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { closeDatabase, openDatabase, type Db } from '../../db/open.ts';
import { recordVersion } from '../../db/version.ts';
import { recordDocument } from '../../sandbox/record-document.ts';
import { addDays, dayIn } from '../../src/agenda/days.ts';
import type { StatusKey } from '../../src/agenda/status.ts';
import { Reminders } from '../../src/digests/reminders.ts';
import { agendaOf, issueOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { deskDb, say } from '../support/desk.ts';
import { importedEntry, importIssues } from '../support/import-issues.ts';
import { type DirectMessages, directMessages } from '../support/direct-messages.ts';
import { allSeen } from '../support/all-seen.ts';

const BOB = { who: 'U0BOB' };
const CARLA = { who: 'U0CARLA' };

let db: Db;
let dm: DirectMessages;

beforeEach(async () => {
  db = await deskDb();
  dm = directMessages(db);
  await dm.say('watch grain');
});

describe('a watched issue that moves', () => {
  test('is told by direct message: from where to where, why, who says so and who recorded it', async () => {
    await dm.say(
      'update grain in talks because they met says:"The ministry" source:https://news.example/met',
      BOB,
    );
    await dm.pass({ seconds: 61 });
    const [message = '', ...others] = await dm.came();
    expect(others).toEqual([]);
    expect(message).toContain('U0ALICE: 💬 Grain exports: On the agenda → In talks, 4 May 2026');
    expect(message).toContain('they met');
    expect(message).toContain('Says: The ministry, confidence medium');
    expect(message).toContain('https://news.example/met');
    expect(message).toContain('<@U0BOB> updated it');
    expect(await dm.buttons()).toEqual(['Status: status grain', 'Unwatch: unwatch grain']);
    await dm.pass({ hours: 3 });
    expect(await dm.came()).toEqual([]);
  });

  test('is told once nobody changed anything for a minute, and after five at the latest', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await dm.say(`update grain in talks because of reason ${turn}`, BOB);
      await dm.pass({ seconds: 55 });
      expect(await dm.came()).toEqual([]);
    }
    await dm.say('update grain agreed because all is said', BOB);
    await dm.pass({ seconds: 26 });
    expect(await dm.came()).toEqual([expect.stringContaining('On the agenda → Agreed')]);
  });

  test('is told soon after the clock was set back', async () => {
    await dm.say('update grain in talks', BOB);
    await dm.pass({ seconds: 5 });
    await dm.skip({ hours: -3 });
    expect(await dm.came()).toEqual([expect.stringContaining('On the agenda → In talks')]);
  });

  test('is not told to whoever moved it, and is told to everybody else who watches', async () => {
    await dm.say('watch grain', BOB);
    await dm.say('watch fish', CARLA);
    await dm.say('update grain in talks', BOB);
    await dm.pass({ minutes: 2 });
    expect(await dm.came()).toEqual([expect.stringMatching(/^U0ALICE: /)]);
    await dm.say('update grain agreed because of it', BOB);
    await dm.say('note grain: and one thing more', { who: 'U0ALICE' });
    await dm.pass({ minutes: 2 });
    expect(await dm.came()).toEqual([expect.stringContaining('In talks → Agreed')]);
  });

  test('that is there where it was before is no news', async () => {
    await dm.say('update grain in talks', BOB);
    await dm.say('undo', BOB);
    await dm.pass({ minutes: 2 });
    expect(await dm.came()).toEqual([]);
    // It counts as read: what comes next is told from there.
    await dm.say('update grain agreed because so it is', BOB);
    await dm.pass({ minutes: 2 });
    expect(await dm.came()).toEqual([expect.stringContaining('On the agenda → Agreed')]);
  });

  test.each(['note grain: nothing new', 'alias grain = wheat', 'owner grain me'])(
    'is not told of by what moves nothing: %s',
    async (words) => {
      await dm.say(words, BOB);
      await dm.pass({ minutes: 2 });
      expect(await dm.came()).toEqual([]);
    },
  );

  test('is told when it moved by taking something back', async () => {
    await dm.say('update grain in talks', BOB);
    await dm.pass({ minutes: 2 });
    await dm.came();
    await dm.say('withdraw grain on:2026-05-04 because the report was wrong', BOB);
    await dm.pass({ minutes: 2 });
    const [message = ''] = await dm.came();
    expect(message).toContain('📋 Grain exports: In talks → On the agenda');
    expect(message).toContain('the report was wrong');
    expect(message).toContain('<@U0BOB> withdrew an entry of it');
  });

  test('is told when nothing is left of it', async () => {
    await dm.say('withdraw grain on:2026-05-01 because it was another one', BOB);
    await dm.pass({ minutes: 2 });
    expect(await dm.came()).toEqual([
      expect.stringContaining('On the agenda → no status any more'),
    ]);
  });

  test('is told when a file moved it, but not of days to come', async () => {
    const grain = issueOf({ key: 'grain', title: 'Grain exports' });
    const [first] = grain.history;
    if (first === undefined) throw new Error('The issue has no entry');
    const document = agendaOf([{ key: 'fish', title: 'Fishing rights', aliases: ['nets'] }]);
    const withEntries = (dates: readonly string[]) => ({
      ...document,
      dataset: { ...document.dataset, coverage_end: '2026-06-30' },
      issues: [
        {
          ...grain,
          history: [
            first,
            ...dates.map((date) => ({
              ...first,
              date,
              status: 'stalled' as const,
              phase: 'after' as const,
              note: date,
            })),
          ],
        },
        ...document.issues,
      ],
    });
    await recordDocument(db, withEntries(['2026-05-05']), dm.now());
    await dm.pass({ minutes: 2 });
    expect(await dm.came()).toEqual([]);
    await recordDocument(db, withEntries(['2026-05-03', '2026-05-05']), dm.now());
    await dm.pass({ minutes: 2 });
    expect(await dm.came()).toEqual([
      expect.stringContaining('On the agenda → No movement, 3 May 2026'),
    ]);
  });

  test('is told of what a file holds for days to come when its day has come, and once', async () => {
    await importIssues(db, dm.now().toString(), [
      {
        key: 'grain',
        history: [importedEntry('2026-05-01', 'on-agenda'), importedEntry('2026-05-12', 'agreed')],
      },
    ]);
    await dm.skip({ hours: 7 * 24 });
    expect(await dm.came()).toEqual([]);
    await dm.pass({ hours: 12, minutes: 2 });
    expect(await dm.came()).toEqual([
      expect.stringContaining('On the agenda → Agreed (unsourced), 12 May 2026'),
    ]);
    await dm.pass({ days: 2 });
    expect(await dm.came()).toEqual([]);
  });

  test('is told of what is known to the month once the month is over', async () => {
    const ofMay = { ...importedEntry('2026-05-01', 'stalled'), precision: 'month' as const };
    await importIssues(db, dm.now().toString(), [
      { key: 'grain', history: [importedEntry('2026-04-01', 'on-agenda'), ofMay] },
    ]);
    await dm.pass({ days: 20 });
    expect(await dm.came()).toEqual([]);
    await dm.pass({ days: 7 });
    expect(await dm.came()).toEqual([expect.stringContaining('→ No movement, May 2026')]);
  });

  test('is told at once of a day that has begun where somebody recorded it, and on that day not again', async () => {
    const who = { id: 'U0BOB', timeZone: 'Pacific/Kiritimati' };
    await say(db, 'update grain in talks', { who, now: dm.now() });
    await dm.pass({ minutes: 2 });
    expect(await dm.came()).toEqual([expect.stringContaining('In talks, 5 May 2026')]);
    await dm.pass({ days: 2 });
    expect(await dm.came()).toEqual([]);
  });

  test('several of them are one message', async () => {
    await dm.say('watch fish and ai-talks');
    await dm.say('update grain in talks', BOB);
    await dm.say('update fish agreed because of the treaty', CARLA);
    await dm.say('note ai-talks: nothing', CARLA);
    await dm.pass({ minutes: 2 });
    const [message = '', ...others] = await dm.came();
    expect(others).toEqual([]);
    expect(message).toMatch(/^U0ALICE: 2 issues you watch moved/);
    expect(message).toContain('Grain exports: On the agenda → In talks');
    expect(message).toContain('Fishing rights: On the agenda → Agreed');
    expect(await dm.buttons()).toContain('Unwatch Fishing rights: unwatch fish');
  });
});

test('what was recorded before somebody watched is no news to them, nor what comes once they don’t', async () => {
  await dm.say('update fish in talks', BOB);
  await dm.say('watch fish');
  await dm.say('update grain in talks', BOB);
  await dm.say('unwatch grain');
  await dm.pass({ minutes: 10 });
  expect(await dm.came()).toEqual([]);
  expect(await db.selectFrom('told_watches').select('issue_key').execute()).toEqual([
    { issue_key: 'fish' },
  ]);
});

test('an issue that is taken back is watched no more', async () => {
  await dm.say('add Wool', BOB);
  await dm.say('watch wool');
  await dm.say('update wool agreed because of a treaty', BOB);
  await dm.say('undo', BOB);
  await dm.say('undo', BOB);
  await dm.pass({ minutes: 10 });
  expect(await dm.came()).toEqual([]);
  expect(await dm.say('status wool')).toContain('No issue answers');
});

test('many that moved at once are told in one message that Slack takes', async () => {
  const issues = Array.from({ length: 60 }, (_, number) => ({
    key: `issue-${number}`,
    title: `Issue ${number} ${'with a long title '.repeat(12)}`,
  }));
  await put(db, {
    ...agendaOf(issues),
    dataset: { ...agendaOf(issues).dataset, id: 'many' },
  });
  for (const { key } of issues) {
    await dm.say(`watch ${key}`);
    await dm.say(`update ${key} agreed because ${'of this and that '.repeat(30)}`, BOB);
  }
  await dm.pass({ minutes: 2 });
  const [message = '', ...others] = await dm.came();
  expect(others).toEqual([]);
  expect(message).toContain('60 issues you watch moved');
  expect(message).toContain('/summit changes');
});

test('two Summits on one record tell once', async () => {
  const url = `sqlite:${join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db')}`;
  const one = await openDatabase(url);
  const other = await openDatabase(url);
  await put(one, agendaOf([{ key: 'grain', title: 'Grain exports' }]));
  await say(one, 'watch grain');
  await say(one, 'update grain in talks', { who: { id: 'U0BOB', timeZone: 'UTC' } });
  await say(one, 'remind grain in 1 minute');
  await say(one, 'remind grain every 1 day');
  const now = Temporal.Instant.from('2026-05-07T12:10:00Z');
  const log = pino({ level: 'silent' });
  const looks = [one, other, one, other].map((each) =>
    new Reminders({ db: each, now: () => now, log, seenAt: allSeen(each) }).look(() => false),
  );
  await Promise.all(looks);
  const posts = await one.selectFrom('posts').select('purpose').orderBy('purpose').execute();
  expect(posts.map(({ purpose }) => purpose)).toEqual(['nudge', 'reminder', 'watch']);
  await closeDatabase(one);
  await closeDatabase(other);
});

test('looking writes nothing while nothing is due', async () => {
  await dm.say('remind grain tomorrow');
  await dm.say('update grain in talks', BOB);
  const before = await recordVersion(db);
  const changes = async (): Promise<unknown> => db.selectFrom('told_watches').selectAll().execute();
  const told = await changes();
  await dm.pass({ seconds: 50 });
  expect(await recordVersion(db)).toBe(before);
  expect(await changes()).toEqual(told);
});

test('whatever happens, what is told follows on what was told before, and ends where the issue stands', async () => {
  const move = fc.constantFrom(
    ...['proposed', 'in talks', 'agreed', 'no movement', 'off the table'].flatMap((status) =>
      ['', ' on:2026-05-02', ' on:2026-05-03'].map(
        (on) => `update grain ${status}${on} because so`,
      ),
    ),
    'withdraw grain on:2026-05-02 because wrong',
    'withdraw grain on:2026-05-04 because wrong',
    'undo',
    'note grain: one thing more',
  );
  const step = fc.oneof(
    { weight: 3, arbitrary: move },
    { weight: 1, arbitrary: fc.constantFrom(20, 70, 400, 24 * 3600) },
    {
      weight: 1,
      arbitrary: fc.record({
        status: fc.constantFrom<StatusKey>('proposed', 'agreed', 'stalled'),
        days: fc.integer({ min: -2, max: 3 }),
      }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const record = await deskDb();
      const told = directMessages(record);
      await told.say('watch grain');
      for (const one of steps) {
        if (typeof one === 'string') await told.say(one, BOB);
        else if (typeof one === 'number') await told.pass({ seconds: one });
        else {
          const date = addDays(dayIn(told.now(), 'UTC'), one.days);
          const history = [importedEntry(date, one.status)];
          await importIssues(record, told.now().toString(), [{ key: 'grain', history }]);
        }
      }
      await told.pass({ minutes: 6 });
      let stands = 'On the agenda';
      for (const message of await told.came()) {
        const [, from, to = ''] =
          /Grain exports: (.+?) → (.+?)(?: \(unsourced\))?(?:, |\n)/.exec(message) ?? [];
        expect([from, message]).toEqual([stands, message]);
        expect(to).not.toBe(from);
        stands = to;
      }
      expect(await told.say('status grain')).toContain(stands);
    }),
    { numRuns: 40 },
  );
});
