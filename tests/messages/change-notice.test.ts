import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/block-kit.ts';
import type { LoggedEntry, LoggedLine } from '../../src/agenda/logged-line.ts';
import type { Action } from '../../src/agenda/record.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import { changeNotice } from '../../src/messages/change-notice.ts';
import { peopleIn, withNames } from '../../src/messages/named-people.ts';
import { anyText } from '../support/text.ts';

const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 1500) / 5;
const ACTIONS: readonly Action[] = [
  'add',
  'import',
  'note',
  'source',
  'undo',
  'update',
  'withdraw',
];

const status = fc.constantFrom(...STATUSES.map(({ key }) => key));
const entry: fc.Arbitrary<LoggedEntry> = fc.record({
  date: fc.constant('2023-11-15'),
  precision: fc.constantFrom('day', 'month', 'year'),
  status,
  from: fc.option(status),
  note: anyText(3000),
  basis: fc.constantFrom('seed', 'verified', 'unverified'),
  sources: fc.array(fc.record({ url: fc.webUrl(), publisher: anyText(300) }), { maxLength: 3 }),
});
const facts = fc.oneof(
  fc.record({ aliases: fc.array(anyText(100), { maxLength: 50 }) }),
  fc.record({ deskOwners: fc.array(fc.record({ userId: fc.constant('U0BOB') })) }),
  fc.record({
    positions: fc.array(fc.record({ party: fc.constantFrom('us', 'cn'), text: anyText() })),
  }),
  fc.record({
    owners: fc.array(fc.record({ party: fc.constant('us'), name: anyText(300) })),
  }),
);
const line: fc.Arbitrary<LoggedLine> = fc.oneof(
  fc.record({
    line: fc.nat(),
    at: fc.constant('2023-11-15T12:00:00.000Z'),
    by: fc.constantFrom('U0ALICE', 'U0BOB', 'terminal:ann'),
    action: fc.constantFrom(...ACTIONS),
    details: fc.record({ because: anyText() }),
    entry: fc.option(entry),
    imported: fc.array(entry, { maxLength: 3 }),
    replaced: fc.option(entry),
    undone: fc.option(fc.constantFrom(...ACTIONS)),
  }),
  fc.record({
    line: fc.nat(),
    at: fc.constant('2023-11-15T12:00:00.000Z'),
    by: fc.constant('U0ALICE'),
    action: fc.constantFrom('alias', 'owner', 'position'),
    details: fc.record({ before: facts, after: facts }),
    entry: fc.constant(null),
    imported: fc.constant([]),
    replaced: fc.constant(null),
    undone: fc.constant(null),
  }),
);

test('whatever was changed, Slack takes the notice, says as much in text, and calls nobody', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), anyText(80), (lines, called) => {
      const changes = { lines, earlier: 0, last: 1 };
      const told = { key: 'fentanyl', changes, partyNames: new Map([['us', 'US']]) };
      const plain = changeNotice({ ...told, names: new Map() });
      const names = new Map(peopleIn(plain).map((id) => [id, `A${called}`]));
      const notice = withNames(changeNotice({ ...told, names }), names);
      expect(checkMessage(notice, 'update')).toEqual([]);
      expect(JSON.stringify(notice)).not.toMatch(/<[@!]/);
    }),
    { numRuns: RUNS },
  );
});

test('of many changes the last are told, and how many came before', () => {
  const lines = Array.from({ length: 40 }, (_, index) =>
    lineSaying(`${index}. ${'x'.repeat(200)}`),
  );
  const told = { key: 'fentanyl', partyNames: new Map(), names: new Map([['U0ALICE', 'Alice']]) };
  const { text } = changeNotice({ ...told, changes: { lines, earlier: 100, last: 140 } });
  const [first = '', ...rest] = text.split('\n');
  const untold = 140 - rest.length;
  expect(first).toBe(`${untold} changes more before these: \`/summit history fentanyl\``);
  expect(rest.at(-1)).toContain('39. x');
  expect(rest.length).toBeGreaterThan(5);
});

test('a line says who, what it moved from and to, when, why and on what evidence', () => {
  const { text } = changeNotice({
    key: 'fentanyl',
    changes: { lines: [lineSaying('Both sides said so.')], earlier: 0, last: 1 },
    partyNames: new Map(),
    names: new Map([['U0ALICE', 'Alice']]),
  });
  expect(text).toBe(
    'Alice: 🤝 In talks → Agreed, 15 Nov 2023: Both sides said so. · Reuters (https://reuters.com/a)',
  );
});

test('an entry that adds to the one of its day is told by what it adds; another says what it replaces', () => {
  const told = { key: 'fentanyl', partyNames: new Map(), names: new Map([['U0ALICE', 'Alice']]) };
  const first = lineSaying('Both sides said so.').entry;
  const more = { ...lineSaying('Both sides said so. Twice.'), replaced: first };
  const other = { ...lineSaying('Only one side did.'), replaced: first };
  const { text } = changeNotice({
    ...told,
    changes: { lines: [more, other], earlier: 0, last: 1 },
  });
  expect(text.split('\n')).toEqual([
    'Alice: 🤝 In talks → Agreed, 15 Nov 2023: Twice.',
    'Alice: 🤝 In talks → Agreed, 15 Nov 2023, in place of the entry of that day: Only one side did.',
  ]);
});

function lineSaying(note: string): LoggedLine {
  return {
    line: 1,
    at: '2023-11-15T12:00:00.000Z',
    by: 'U0ALICE',
    action: 'update',
    details: {},
    entry: {
      date: '2023-11-15',
      precision: 'day',
      status: 'agreed',
      from: 'in-talks',
      note,
      basis: 'verified',
      sources: [{ url: 'https://reuters.com/a', publisher: 'Reuters' }],
    },
    imported: [],
    replaced: null,
    undone: null,
  };
}
