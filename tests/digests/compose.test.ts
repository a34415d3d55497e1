import { expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { addDays } from '../../src/agenda/days.ts';
import { tellableOn } from '../../src/agenda/tellable.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { emptyDb, exampleAgenda } from '../support/db.ts';
import { DigestReader, linesIn, textOf } from '../support/digest-reader.ts';

const ZONE = 'America/Los_Angeles';

/** What the agenda's own data says changed, by the day; see the record of the domain. */
const SUMMIT_WEEK = [
  '2023-11-15 ai-talks: new, agreed',
  '2023-11-15 climate: on-agenda → agreed',
  '2023-11-15 counternarcotics: on-agenda → agreed',
  '2023-11-15 detained-americans: new, stalled',
  '2023-11-15 economic-issues: on-agenda → stalled',
  '2023-11-15 fentanyl: agreed-in-principle → agreed',
  '2023-11-15 flights: new, agreed',
  '2023-11-15 human-rights: on-agenda → stalled',
  '2023-11-15 joint-statement: update, still off-table',
  '2023-11-15 leader-hotline: proposed → agreed',
  '2023-11-15 mil-mil-comms: suspended → agreed',
  '2023-11-15 nuclear-buildup: on-agenda → stalled',
  '2023-11-15 regional-wars: proposed → stalled',
  '2023-11-15 spy-balloon: proposed → stalled',
  '2023-11-15 taiwan: on-agenda → stalled',
  '2023-11-16 fentanyl: agreed → implementing',
];

test.each([
  ['2023-11-15', '2023-11-21', SUMMIT_WEEK],
  [
    '2024-01-08',
    '2024-01-14',
    [
      '2024-01-09 mil-mil-comms: update, still implementing',
      '2024-01-12 climate: agreed → implementing',
    ],
  ],
  [
    '2024-05-13',
    '2024-05-31',
    [
      '2024-05-14 ai-talks: agreed → implementing',
      '2024-05-14 economic-issues: in-talks → stalled',
      '2024-05-23 taiwan: update, still stalled',
      '2024-05-24 maritime: update, still in-talks',
      '2024-05-31 mil-mil-comms: update, still implementing',
    ],
  ],
  ['2024-02-01', '2024-02-25', []],
])('the days from %s to %s, imported and told day by day', async (first, last, golden) => {
  for (const [importedAt, toldAt] of [
    ['08:00', '20:00'],
    ['20:00', '09:00'],
  ] as const) {
    const db = await emptyDb();
    await importUntil(db, addDays(first, -1), '06:00');
    const reader = await DigestReader.begin(db, {
      schedule: { timeZone: ZONE, times: [toldAt] },
      choices: { daysAhead: 0 },
    });
    await reader.read(moment(addDays(first, -1), toldAt));
    const told: string[] = [];
    for (let day = first; day <= last; day = addDays(day, 1)) {
      // What comes in the evening is told on the next morning.
      const on = toldAt > importedAt ? day : addDays(day, 1);
      await importUntil(db, day, importedAt);
      const read = await reader.read(moment(on, toldAt));
      const lines = linesIn(read).filter((line) => !line.startsWith('file'));
      expect(read.composition.kind).toBe(lines.length > 0 ? 'say' : 'silent');
      told.push(...lines.map((line) => `${day} ${line}`));
    }
    expect(told.toSorted()).toEqual(golden);
  }
});

test.each([
  ['day', []],
  ['week', [1]],
] as const)(
  'a quiet month of a record that was imported whole, told every %s, is silent',
  async (every, days) => {
    const db = await emptyDb();
    await importAll(db, exampleAgenda(), moment('2024-01-31', '06:00'));
    const reader = await DigestReader.begin(db, {
      schedule: { every, days, times: ['09:00'], timeZone: ZONE },
    });
    await reader.read(moment('2024-01-31', '09:00'));
    const spoke: string[] = [];
    for (let day = '2024-02-01'; day <= '2024-02-25'; day = addDays(day, 1)) {
      if (every === 'week' && Temporal.PlainDate.from(day).dayOfWeek !== 1) continue;
      const { composition } = await reader.read(moment(day, '09:00'));
      if (composition.kind === 'say') spoke.push(day);
    }
    expect(spoke).toEqual([]);
  },
);

test('a digest of dates alone tells them, and has no chart', async () => {
  const db = await emptyDb();
  await importAll(db, exampleAgenda(), moment('2023-11-01', '06:00'));
  const reader = await DigestReader.begin(db, { schedule: { timeZone: ZONE } });
  const before = await reader.read(moment('2023-11-01', '09:00'));
  expect(textOf(before)).toContain('Where the issues stand');
  await reader.read(moment('2023-11-07', '09:00'));
  const eve = textOf(await reader.read(moment('2023-11-08', '09:00')));
  expect(eve).toContain('Coming up');
  expect(eve).not.toContain('Where the issues stand');
});

test('a week of the summit, imported day by day and told at its end', async () => {
  const db = await emptyDb();
  await importUntil(db, '2023-11-14', '06:00');
  const reader = await DigestReader.begin(db, {
    schedule: { every: 'week', days: [2], times: ['20:00'], timeZone: ZONE },
  });
  await reader.read(moment('2023-11-14', '20:00'));
  for (let day = '2023-11-15'; day <= '2023-11-21'; day = addDays(day, 1)) {
    await importUntil(db, day, '12:00');
  }
  const lines = await reader.lines(moment('2023-11-21', '20:00'));
  const folded = SUMMIT_WEEK.map((line) => line.slice('2023-11-15 '.length)).filter(
    (line) => !line.startsWith('fentanyl'),
  );
  expect(lines.filter((line) => !line.startsWith('file')).toSorted()).toEqual(
    [...folded, 'fentanyl: agreed-in-principle → implementing'].toSorted(),
  );
  expect(lines.filter((line) => line.startsWith('file'))).toEqual([
    'file: 15 of 15',
    'file: 1 of 1',
  ]);
});

test('a month is told when it is over, not on its first day', async () => {
  const db = await emptyDb();
  await importUntil(db, '2023-12-31', '06:00');
  const reader = await DigestReader.begin(db, {
    schedule: { timeZone: ZONE },
    choices: { daysAhead: 0 },
  });
  await reader.read(moment('2023-12-31', '09:00'));
  // All of the record, with its entry for January 2024.
  await importAll(db, exampleAgenda(), moment('2024-01-01', '07:00'));
  const told: string[] = [];
  for (let day = '2024-01-01'; day <= '2024-02-01'; day = addDays(day, 1)) {
    const lines = await reader.lines(moment(day, '09:00'));
    told.push(
      ...lines.filter((line) => line.startsWith('arms-control')).map((line) => `${day} ${line}`),
    );
  }
  expect(told).toEqual(['2024-01-31 arms-control: in-talks → stalled']);
});

/** The record as it was known at the end of a day. */
async function importUntil(db: Db, day: string, time: string): Promise<void> {
  const document = exampleAgenda();
  const known: AgendaDocument = {
    ...document,
    issues: document.issues
      .map((issue) => ({
        ...issue,
        related: [],
        history: issue.history.filter((entry) => tellableOn(entry) <= day),
      }))
      .filter(({ history }) => history.length > 0),
  };
  await importAll(db, known, moment(day, time));
}

async function importAll(db: Db, document: AgendaDocument, at: string): Promise<void> {
  const recorder = { by: 'terminal:desk', at: Temporal.Instant.from(at) };
  expect((await importAgenda(db, document, { recorder })).kind).toBe('imported');
}

function moment(day: string, time: string): string {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(ZONE).toInstant().toString();
}
