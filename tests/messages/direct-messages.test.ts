import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/block-kit.ts';
import type { Entry } from '../../src/agenda/record.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import type { Message } from '../../src/messages/message.ts';
import { entryWanted } from '../../src/messages/nudges.ts';
import { reminderDue } from '../../src/messages/reminders.ts';
import { type IssueMoved, watchNews } from '../../src/messages/watch-news.ts';
import { anyText } from '../support/text.ts';

const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 300);
const NOW = Temporal.Instant.from('2023-11-15T12:00:00Z');

const key = fc.stringMatching(/^[a-z]{1,30}(-[a-z]{1,30}){0,3}$/);
const status = fc.constantFrom(...STATUSES.map((one) => one.key));
const day = fc.constantFrom('1990-01-01', '2023-11-14', '2024-01-01');
const person = fc.oneof(fc.constantFrom('U0ALICE', 'terminal:ann'), anyText(40));
const source = fc.record({
  id: fc.constant('s'),
  publisher: anyText(500),
  date: day,
  url: fc.oneof(fc.webUrl(), anyText(3000)),
});
const entry: fc.Arbitrary<Entry> = fc.record({
  id: fc.uuid(),
  date: day,
  precision: fc.constantFrom('day', 'month', 'year'),
  status,
  note: anyText(),
  attribution: anyText(),
  basis: fc.constantFrom('seed', 'verified', 'unverified'),
  confidence: fc.constantFrom('high', 'medium', 'low'),
  reported: fc.constant(null),
  dateNote: fc.constant(null),
  recordedBy: person,
  recordedAt: fc.constant('2023-11-14T12:00:00Z'),
  sources: fc.array(source, { maxLength: 6 }),
});
const elsewhere = fc.option(anyText(500));
const moved: fc.Arbitrary<IssueMoved> = fc.record({
  key,
  title: anyText(),
  from: fc.option(status),
  to: fc.option(status),
  entry: fc.option(entry),
  elsewhere,
  action: fc.constantFrom('update', 'withdraw', 'undo', 'import'),
  by: person,
  because: fc.option(anyText()),
});

test('news of any issues are one message that Slack takes', () => {
  fc.assert(
    fc.property(fc.array(moved, { minLength: 1, maxLength: 40 }), (one) => {
      expect(faultsOf(watchNews(one))).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test('so is any reminder', () => {
  const due = fc.record({
    reminder: fc.record({
      key,
      note: anyText(500),
      dueAt: fc.constantFrom(
        '2023-11-15T12:00:00Z',
        '2023-11-15T11:00:00Z',
        '2019-01-01T00:00:00Z',
      ),
    }),
    issue: fc.option(fc.record({ key, title: anyText() })),
    last: fc.option(entry),
    elsewhere,
    now: fc.constant(NOW),
  });
  fc.assert(
    fc.property(due, (one) => {
      expect(faultsOf(reminderDue(one))).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test('so is any question for an entry', () => {
  const wanted = fc.record({
    key,
    title: anyText(),
    last: fc.option(entry),
    days: fc.option(fc.integer({ min: 0, max: 4000 })),
    elsewhere,
  });
  fc.assert(
    fc.property(wanted, (one) => {
      expect(faultsOf(entryWanted(one))).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

/** Why Slack would not take a message, or whom it would call. */
function faultsOf(message: Message): unknown[] {
  const markup = [message.text, ...markupIn(message.blocks)];
  return [
    ...checkMessage(message),
    ...(message.text.length > 4000 ? ['too long'] : []),
    ...markup.filter((text) => /<!|<#/.test(text)),
  ];
}

/** All that Slack reads as markup. */
function markupIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { type, text } = part as { readonly type?: unknown; readonly text?: unknown };
  const own = type === 'mrkdwn' && typeof text === 'string' ? [text] : [];
  return [...own, ...Object.values(part).flatMap(markupIn)];
}
