import fc from 'fast-check';
import type { DigestFilter, DigestNews } from '../../src/agenda/digest.ts';
import type { Schedule } from '../../src/agenda/schedule.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import type { DigestFacts } from '../../src/messages/digest.ts';
import { anyText } from '../support/text.ts';

const key = fc.stringMatching(/^[a-z]{1,20}(-[a-z]{1,20}){0,2}$/);
const status = fc.constantFrom(...STATUSES.map((one) => one.key));
const precision = fc.constantFrom('day', 'month', 'year');
const basis = fc.constantFrom('seed', 'verified', 'unverified');
const person = fc.oneof(fc.constantFrom('U0ALICE', 'W0BOB', 'terminal:ann'), anyText(40));
const instant = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const day = instant.map((text) => text.slice(0, 10));
const issue = { key, title: anyText(300) };

const source = fc.record({
  id: fc.constant('s'),
  publisher: anyText(500),
  date: day,
  url: fc.oneof(fc.webUrl(), anyText(3000)),
});
const entry = fc.record({
  id: fc.uuid(),
  date: day,
  precision,
  status,
  note: anyText(5000),
  attribution: anyText(1000),
  basis,
  confidence: fc.constantFrom('high', 'medium', 'low'),
  reported: fc.constant(null),
  dateNote: fc.constant(null),
  recordedBy: person,
  recordedAt: instant,
  sources: fc.array(source, { maxLength: 6 }),
});
const filter: fc.Arbitrary<DigestFilter> = fc.oneof(
  fc.record({
    kind: fc.constant('category'),
    category: fc.constantFrom('tension', 'cooperation', 'channel', 'context'),
  }),
  fc.record({ kind: fc.constant('status'), statuses: fc.uniqueArray(status, { minLength: 1 }) }),
  fc.record({ kind: fc.constant('issue'), agendaId: fc.constant('a'), key }),
  fc.record({ kind: fc.constantFrom('owner', 'watched'), userId: fc.constant('U0ALICE') }),
  fc.record({ kind: fc.constant('official'), name: anyText(200) }),
  fc.record({ kind: fc.constant('agenda'), agendaId: key }),
);
const filters = fc.array(filter, { maxLength: 8 });
const changed = fc.record({
  ...issue,
  kind: fc.constantFrom('facts', 'move', 'new', 'update', 'withdrawn'),
  from: fc.option(status),
  to: fc.option(status),
  entry: fc.option(entry),
  because: fc.option(anyText(5000), { freq: 3 }),
  action: fc.constantFrom('add', 'alias', 'import', 'note', 'owner', 'undo', 'update', 'withdraw'),
  by: person,
  others: fc.nat(200),
  otherFacts: fc.subarray(['alias', 'owner', 'position', 'source'] as const),
  matched: filters,
});
const imported = fc.record({
  by: person,
  at: instant,
  issues: fc.nat(100_000),
  entries: fc.nat(1_000_000),
  told: fc.nat(20),
});
const ahead = fc.record({
  date: day,
  precision,
  what: anyText(400),
  issue: fc.option(fc.record(issue)),
});

/** News of an agenda with up to so many issues. */
function newsOf(most: number): fc.Arbitrary<DigestNews> {
  return fc
    .record({
      agenda: fc.record({
        id: key,
        title: anyText(400),
        startDate: day,
        endDate: day,
        timeZone: fc.constant('UTC'),
        coverageEnd: day,
        lastEntryOn: fc.option(day),
      }),
      days: fc.tuple(day, day).map((two) => two.toSorted()),
      issues: fc.array(changed, { maxLength: most }),
      imports: fc.array(imported, { maxLength: 5 }),
      ahead: fc.array(ahead, { maxLength: 12 }),
      stale: fc.record({
        after: fc.integer({ min: 1, max: 365 }),
        fresh: fc.array(fc.record({ ...issue, status, lastOn: day }), { maxLength: 12 }),
        total: fc.nat(1000),
      }),
      counts: fc
        .dictionary(status, fc.integer({ min: 1, max: 10_000 }))
        .map((counts) => new Map(Object.entries(counts)) as DigestNews['counts']),
    })
    .map(({ days, ...news }) => ({ ...news, since: days[0] ?? '', until: days[1] ?? '' }));
}

const schedule: fc.Arbitrary<Schedule> = fc.record({
  every: fc.constantFrom('day', 'weekday'),
  days: fc.constant([]),
  times: fc.constantFrom(['09:00'], ['00:00', '06:30', '09:00', '12:00', '18:00', '23:59']),
  timeZone: fc.constantFrom('UTC', 'Europe/Brussels', 'America/Argentina/ComodRivadavia'),
});

/** Whatever a digest could have to tell: mostly a few agendas with a few issues. */
export const anyDigest: fc.Arbitrary<DigestFacts> = fc
  .record({
    news: fc.oneof(
      { weight: 8, arbitrary: fc.array(newsOf(4), { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(newsOf(3), { minLength: 3, maxLength: 9 }) },
      { weight: 1, arbitrary: fc.array(newsOf(40), { minLength: 1, maxLength: 1 }) },
    ),
    between: fc.tuple(instant, instant).map((two) => two.toSorted()),
    schedule,
    only: filters,
    quiet: fc.boolean(),
    isPersonal: fc.boolean(),
    isUneventful: fc.boolean(),
    setBy: fc.option(person),
    isLate: fc.boolean(),
  })
  .map(({ between, only, quiet, isLate, ...facts }) => {
    const [from, until] = between.map((at) => Temporal.Instant.from(at)) as [
      Temporal.Instant,
      Temporal.Instant,
    ];
    return {
      ...facts,
      span: { fromLine: 1, untilLine: 2, from, until },
      choices: { only, except: [], quiet, daysAhead: 7, staleAfter: 30 },
      late: isLate ? { due: from, said: until } : null,
    };
  });
