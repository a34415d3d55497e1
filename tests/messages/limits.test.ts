import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/block-kit.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import { agendaOverview } from '../../src/messages/agenda-overview.ts';
import { changeList } from '../../src/messages/change-list.ts';
import { unescapeText, visible } from '../../src/messages/escape.ts';
import { type IssueStanding, issueCard } from '../../src/messages/issue-card.ts';
import { issueHistory } from '../../src/messages/issue-history.ts';
import { issueList } from '../../src/messages/issue-list.ts';
import type { Message } from '../../src/messages/message.ts';
import { type Composition, compose, paragraph } from '../../src/messages/pieces.ts';
import { noSuchIssue, whichIssue } from '../../src/messages/which-issue.ts';
import { anyText } from '../support/text.ts';

/** Shared out between the properties. */
const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 750) / 5;

const key = fc.stringMatching(/^[a-z]{1,30}(-[a-z]{1,30}){0,3}$/);
const precision = fc.constantFrom('day', 'month', 'year');
const status = fc.constantFrom(...STATUSES.map(({ key }) => key));
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const source = fc.record({
  id: fc.constant('s'),
  publisher: anyText(500),
  date: day,
  url: fc.oneof(fc.webUrl(), anyText(3000)),
});
const party = fc.record({
  id: fc.constant('p'),
  name: anyText(200),
  short: fc.option(anyText(50)),
});
const basis = fc.constantFrom('seed', 'verified', 'unverified');
const entry = fc.record({
  id: fc.uuid(),
  date: day,
  precision: precision,
  status,
  note: anyText(),
  attribution: anyText(),
  basis,
  confidence: fc.constantFrom('high', 'medium', 'low'),
  reported: fc.option(day),
  dateNote: fc.option(anyText(800)),
  recordedBy: fc.oneof(fc.constantFrom('U0ALICE', 'terminal:ann'), anyText(40)),
  recordedAt: fc.constant('2023-11-14T12:00:00Z'),
  sources: fc.array(source, { maxLength: 6 }),
});
const ended = fc
  .tuple(
    entry,
    fc.record({
      endedAt: fc.constant('2023-11-15T23:30:00.000Z'),
      endedBy: fc.oneof(fc.constantFrom('U0ALICE', 'terminal:ann'), anyText(40)),
      endedBecause: fc.option(anyText()),
      replacedBy: fc.option(fc.constant('7k3q9v2m4xtr')),
    }),
  )
  .map(([one, end]) => ({ ...one, ...end }));
const agenda = fc.record({
  id: fc.constant('a'),
  title: anyText(400),
  startDate: day,
  endDate: day,
  timeZone: fc.constant('UTC'),
  coverageEnd: day,
  lastEntryOn: fc.constant(null),
});
const card = fc.record({
  title: anyText(400),
  summary: anyText(),
  since: fc.option(day),
  sincePrecision: precision,
  entries: fc.array(entry, { maxLength: 5 }),
  positions: fc.array(fc.record({ party, text: anyText(), basis }), { maxLength: 12 }),
  owners: fc.array(fc.record({ party, name: anyText(300), role: fc.option(anyText(300)), basis }), {
    maxLength: 12,
  }),
  category: fc.constant('tension'),
  deskOwners: fc.array(anyText(40), { maxLength: 3 }),
  lastChange: fc.constant(null),
});
const standing: fc.Arbitrary<IssueStanding> = fc.record({
  agenda,
  card,
  today: day,
  asOf: fc.option(day),
});

const row = fc.record({
  key,
  title: anyText(300),
  status: fc.option(status),
  basis: fc.option(basis),
  since: fc.option(day),
  sincePrecision: precision,
});
const refs = fc.array(fc.record({ key: fc.stringMatching(/^[a-z]{1,60}$/), title: anyText(300) }), {
  maxLength: 5,
});

/** Every part of the message, as "Show more" would lead through them. */
function allParts(composition: Composition): Message[] {
  const parts: Message[] = [];
  for (let part = 1; ; part += 1) {
    const message = compose({ ...composition, part });
    parts.push(message);
    if (!JSON.stringify(message.blocks).includes(`part:${part + 1}"`)) return parts;
  }
}

function expectSlackTakes(messages: readonly Message[]): void {
  for (const message of messages) {
    expect(checkMessage(message)).toEqual([]);
    expect(message.text.length).toBeLessThanOrEqual(4000);
    expect(message.text.isWellFormed()).toBe(true);
    expect(message.text.replaceAll('<@U0ALICE>', '')).not.toMatch(/&(?!(?:amp|lt|gt);)|<|>/);
    JSON.stringify(message.blocks, (_, value: unknown) => {
      if (isMrkdwn(value)) expect(value.text).not.toMatch(/<(?!https?:|@U0ALICE>)/);
      return value;
    });
  }
}

function letters(text: string): string {
  return text.replaceAll(/\s/gu, '');
}

function isMrkdwn(value: unknown): value is { text: string } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn';
}

describe('whatever the record holds', () => {
  test('every part of an issue’s card is a message Slack takes, and no word of a note is lost', () => {
    fc.assert(
      fc.property(standing, (given) => {
        const parts = allParts({
          pieces: issueCard(given),
          words: 'status key',
          buttons: [{ label: given.card.title, say: 'history key' }],
        });
        expectSlackTakes(parts);
        const [last] = given.card.entries;
        const said = letters(
          unescapeText(parts.map(({ text }) => text.split('\nShow more: ')[0]).join('')),
        );
        expect(said).toContain(letters(visible(last?.note ?? given.card.summary)));
      }),
      { numRuns: RUNS },
    );
  });

  test('every part of a history is a message Slack takes', () => {
    const quote = fc.record({
      quote: anyText(400),
      speaker: anyText(100),
      via: fc.option(anyText(100)),
      supports: anyText(50),
      caveat: fc.option(anyText(200)),
      source,
    });
    fc.assert(
      fc.property(
        anyText(300),
        fc.array(entry, { maxLength: 6 }),
        fc.option(entry),
        fc.array(quote, { maxLength: 8 }),
        fc.array(ended, { maxLength: 6 }),
        (title, entries, before, quotes, some) => {
          const timeZone = 'Europe/Vienna';
          const of = { title, entries, before, quotes, ended: some, timeZone };
          const pieces = issueHistory(of);
          expectSlackTakes(
            allParts({ pieces, words: 'history key page:1', more: 'history key page:2' }),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('overviews and lists are messages Slack takes', () => {
    fc.assert(
      fc.property(
        agenda,
        fc.array(row, { maxLength: 25 }),
        day,
        fc.option(day),
        (summit, rows, today, asOf) => {
          const overview = agendaOverview({
            agenda: summit,
            counts: { agreed: 3 },
            notYet: 2,
            rows,
            today,
            asOf,
          });
          expectSlackTakes(
            allParts({ pieces: overview, words: 'status page:1', more: 'status page:2' }),
          );
          expectSlackTakes(
            allParts({
              pieces: issueList(
                { title: summit.title, asked: [rows[0]?.title ?? ''] },
                rows,
                'No issue fits.',
              ),
              words: 'list page:1',
            }),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('changes are messages Slack takes', () => {
    const change = fc.record({
      key,
      title: anyText(300),
      date: day,
      precision,
      from: fc.option(status),
      to: status,
      basis,
    });
    fc.assert(
      fc.property(agenda, fc.array(change, { maxLength: 40 }), day, (summit, changes, until) => {
        const pieces = changeList({ agenda: summit, since: '1990-01-01', until, changes });
        expectSlackTakes(allParts({ pieces, words: 'changes page:1', more: 'changes page:2' }));
      }),
      { numRuns: RUNS },
    );
  });

  test('questions back are messages Slack takes, whatever was typed', () => {
    fc.assert(
      fc.property(anyText(), refs, fc.boolean(), (typed, issues, more) => {
        const buttons = issues.map(({ key, title }) => ({ label: title, say: `status ${key}` }));
        expectSlackTakes(
          allParts({
            pieces: whichIssue(typed, buttons, more),
            words: 'status x',
            buttons,
            buttonsAreSaid: true,
          }),
        );
        expectSlackTakes(
          allParts({
            pieces: noSuchIssue(typed, buttons),
            words: 'status x',
            buttons,
            buttonsAreSaid: true,
          }),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

describe('text from people', () => {
  test('is inert: mentions, links and marks that hide are letters or gone', () => {
    const pieces = paragraph([
      '<!channel> <@U1> <https://evil.example|bank> a\u202Eb\u200Bc &lt;!here&gt;',
    ]);
    const [block] = compose({ pieces, words: '' }).blocks;
    expect(block).toMatchObject({
      text: {
        text: '&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|bank&gt; abc &amp;lt;!here&amp;gt;',
        verbatim: true,
      },
    });
  });
});
