import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { recordDocument } from '../../sandbox/record-document.ts';
import { Clock } from '../../src/clock.ts';
import { documentUntil, morningOf, type Story, tellStory } from '../../sandbox/story.ts';
import { unaskedIn } from '../../sandbox/unasked.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { composeDigest } from '../../src/digests/compose.ts';
import type { Messenger } from '../../src/digests/messenger.ts';
import { Outbox } from '../../src/digests/outbox.ts';
import { Reminders } from '../../src/digests/reminders.ts';
import { said } from '../support/ask.ts';
import { allSeen } from '../support/all-seen.ts';

const EVE = '2023-11-14';
const document = JSON.parse(
  readFileSync(new URL('../../examples/biden-xi-2023.json', import.meta.url), 'utf8'),
) as AgendaDocument;

let db: Db;
let clock: Clock;
let story: Story;

beforeEach(async () => {
  db = await openDatabase('sqlite::memory:');
  clock = Clock.startingAt(morningOf(document, EVE));
  story = tellStory({
    document,
    clock,
    record: (upToThen, then) => recordDocument(db, upToThen, then),
    moved: () => {},
    unasked: unaskedIn(db),
  });
  await recordDocument(db, documentUntil(document, EVE), clock.now());
});

afterEach(() => closeDatabase(db));

test('a status moves when its day comes', async () => {
  expect(await said(db, 'status fentanyl', { now: clock.now() })).toContain('Agreed in principle');
  expect(await story.goOn('tomorrow')).toEqual({
    ok: true,
    recorded: entriesOn('2023-11-15'),
    said: true,
  });
  expect(await said(db, 'status fentanyl', { now: clock.now() })).toContain('Agreed since 15 Nov');
});

test('the record runs to the day told so far, and never past the data', async () => {
  const card = async (): Promise<string> => said(db, 'status fentanyl', { now: clock.now() });
  expect(await card()).toContain('Last entry 14 Nov 2023, today. The record runs to 14 Nov 2023.');
  await story.goOn('tomorrow');
  await story.goOn('tomorrow');
  expect(await card()).toContain('The record runs to 16 Nov 2023.');
  const { coverage_end: end } = document.dataset;
  expect(documentUntil(document, '2030-01-01').dataset.coverage_end).toBe(end);
});

test('the next news skips the days on which nothing happened, and ends with the data', async () => {
  let recorded = 0;
  const days: string[] = [];
  while (story.nextNewsOn() !== null) {
    const answer = await story.goOn('next-news');
    recorded += answer.recorded ?? 0;
    days.push(clock.now().toZonedDateTimeISO(document.dataset.timezone).toPlainDate().toString());
  }
  const later = document.issues.flatMap(({ history }) => history.filter(({ date }) => date > EVE));
  expect(recorded).toBe(later.length);
  expect(days).toEqual([...new Set(later.map(({ date }) => date))].toSorted());
  expect(await story.goOn('next-news')).toMatchObject({ ok: false });
});

function entriesOn(day: string): number {
  return document.issues.flatMap(({ history }) => history.filter(({ date }) => date === day))
    .length;
}

test('on to the next digest: each day on the way is recorded on its morning, and the digest comes when it is due', async () => {
  const bot = inProcessBot();
  // Of one issue: its messages, each of which keeps the pace, are few.
  await said(db, 'digest weekly mon 09:00 zone:UTC only:fentanyl', { now: clock.now() });
  await said(db, 'digest daily 12:00 zone:UTC', { now: clock.now(), channelId: 'C0PRESS' });
  await said(db, 'digest off', { now: clock.now(), channelId: 'C0PRESS' });
  expect(await story.lookAhead()).toBe(true);
  expect(story.nextDigest()).toEqual({ at: '2023-11-20T09:00:00.000Z', place: 'C0DESK' });

  const days = ['2023-11-15', '2023-11-16', '2023-11-17', '2023-11-18', '2023-11-19'];
  const entries = days.reduce((sum, day) => sum + entriesOn(day), 0);
  expect(await story.goOn('next-digest')).toEqual({ ok: true, recorded: entries, said: true });
  await bot.stop();

  expect(bot.posted).toEqual(['2023-11-20T09:00 C0DESK']);
  expect(story.nextDigest()).toEqual({ at: '2023-11-27T09:00:00.000Z', place: 'C0DESK' });
  const recorded = await db
    .selectFrom('entries')
    .select(['date', 'recorded_at as at'])
    .where('date', 'in', days)
    .where('precision', '=', 'day')
    .execute();
  expect(recorded.length).toBeGreaterThan(0);
  for (const { date, at } of recorded) {
    expect(at).toBe(`${morningOf(document, date).toString().slice(0, 19)}.000Z`);
  }
});

test('on to the next day: what is said on the way is waited for until Slack has it', async () => {
  const bot = inProcessBot({ takes: 300 });
  await said(db, 'remind fentanyl in 1 hour', { now: clock.now() });
  expect(await story.goOn('tomorrow')).toMatchObject({ ok: true, said: true });
  await bot.stop();
  expect(bot.posted).toEqual(['2023-11-14T15:00 U0ALICE']);
});

interface InProcessBot {
  /** When, and where. */
  readonly posted: string[];
  stop(): Promise<void>;
}

/**
 * Plans, reminds and posts as the bot does, each time nothing else is to be done; what it posts
 * goes nowhere, and takes so many milliseconds to get there.
 */
function inProcessBot({ takes = 0 }: { readonly takes?: number } = {}): InProcessBot {
  const posted: string[] = [];
  const stopping = new AbortController();
  const messenger: Messenger = {
    openDirect: async (_, userId) => ({ kind: 'open', channelId: userId }),
    wordFor: async (_, message) => message,
    async post({ channelId, threadTs }) {
      await pause(takes);
      const now = clock.now().toString({ smallestUnit: 'minute' });
      if (threadTs === null) posted.push(`${now.slice(0, 16)} ${channelId}`);
      return { kind: 'posted', ts: `${posted.length}.0` };
    },
    find: async () => ({ kind: 'looked', ts: [] }),
    remove: async () => ({ kind: 'gone' }),
  };
  const log = pino({ level: 'silent' });
  const pace = { perMinute: 600, looksPerMinute: 100 };
  const reminders = new Reminders({ db, now: clock.now, log, seenAt: allSeen(db) });
  const outbox = new Outbox({
    db,
    messenger,
    now: clock.now,
    log,
    pace,
    compose: composeDigest,
    seenAt: allSeen(db),
  });
  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      await planDueSlots(db, clock.now());
      await reminders.look(() => stopping.signal.aborted);
      await outbox.look(() => stopping.signal.aborted);
      await pause(10);
    }
  }
  const working = work();
  return {
    posted,
    async stop() {
      stopping.abort();
      await working;
    },
  };
}
