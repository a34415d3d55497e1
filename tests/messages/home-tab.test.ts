import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkView } from '../../sandbox/block-kit.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import { type HomeOfAgenda, homeTab } from '../../src/messages/home-tab.ts';
import { compose, paragraph } from '../../src/messages/pieces.ts';
import { anyText } from '../support/text.ts';

const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 1500) / 5;

const day = fc.constantFrom('2023-11-14', '2024-02-29', '2026-01-01');
const status = fc.constantFrom(...STATUSES.map(({ key }) => key));
const basis = fc.constantFrom('seed', 'verified', 'unverified');
const precision = fc.constantFrom('day', 'month', 'year');
const key = fc.stringMatching(/^[a-z]{1,60}$/);
const issue = fc.record({
  key,
  title: anyText(400),
  status: fc.option(status),
  basis: fc.option(basis),
  since: fc.option(day),
  sincePrecision: precision,
  lastOn: fc.option(day),
});
const issues = fc.array(issue, { maxLength: 20 });
const entry = fc.record({ date: day, precision, from: fc.option(status), to: status, basis });
const home: fc.Arbitrary<HomeOfAgenda> = fc.record({
  agenda: fc.record({
    id: key,
    title: anyText(400),
    startDate: day,
    endDate: day,
    timeZone: fc.constant('UTC'),
    coverageEnd: day,
    lastEntryOn: fc.option(day),
  }),
  today: day,
  owned: issues,
  watched: issues,
  news: fc.record({
    since: fc.option(day),
    issues: fc.array(
      fc.record({
        key,
        title: anyText(400),
        action: fc.constantFrom('add', 'alias', 'note', 'undo', 'update', 'withdraw'),
        by: fc.oneof(fc.constant('U0BOB'), anyText(40)),
        entry: fc.option(entry),
        others: fc.nat(300),
        isMine: fc.boolean(),
      }),
      { maxLength: 30 },
    ),
    imports: fc.array(
      fc.record({
        by: anyText(40),
        at: fc.constant('2023-11-14T12:00:00.000Z'),
        issues: fc.integer({ min: 1, max: 1000 }),
      }),
      { maxLength: 3 },
    ),
  }),
  stale: fc.record({ mine: issues, others: issues, total: fc.nat(1000), isMore: fc.boolean() }),
  counts: fc.constant({ agreed: 3, stalled: 100_000 }),
  notYet: fc.nat(5),
  latest: fc.array(issue, { maxLength: 5 }),
});
const answer = fc.record({
  asked: anyText(3000),
  blocks: anyText(8000).map((said) => compose({ pieces: paragraph([said]), words: 'x' }).blocks),
});

test('whatever the record holds, the Home tab is one that Slack takes', () => {
  fc.assert(
    fc.property(fc.option(home), fc.option(answer), (given, answered) => {
      const blocks = homeTab(given, answered);
      expect(blocks.length).toBeLessThanOrEqual(100);
      expect(checkView({ type: 'home', blocks })).toEqual([]);
      JSON.stringify(blocks, (name, value: unknown) => {
        if (name === 'block_id') expect(value).toMatch(/^ask( \d+)?$/);
        if (isMrkdwn(value)) expect(value.text).not.toMatch(/<(?!https?:|@U0BOB>)/);
        return value;
      });
    }),
    { numRuns: RUNS },
  );
});

function isMrkdwn(value: unknown): value is { text: string } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn';
}
