import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/block-kit.ts';
import { type DigestFacts, digestMessages, digestPreview } from '../../src/messages/digest.ts';
import type { Message } from '../../src/messages/message.ts';
import { withNames } from '../../src/messages/named-people.ts';
import { anyDigest } from './any-digest.ts';

/** A digest takes long to invent: only `SUMMIT_LONG=full` tries as many as of other messages. */
const MOST = process.env['SUMMIT_LONG'] === 'full' ? 100_000 : 10_000;
const RUNS = Math.min(MOST, Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 250));

/** The chart, eight of details, and one that says what there was no room for. */
const MOST_IN_THREAD = 10;

test('every part of a digest is a message Slack takes, with charts and without, and says all that it shows', () => {
  fc.assert(
    fc.property(anyDigest, (facts) => {
      const parts = digestMessages(facts);
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.length - 1).toBeLessThanOrEqual(MOST_IN_THREAD);
      for (const { message, plain } of parts) {
        expectGood(message);
        if (plain !== null) {
          expectGood(plain);
          expect(JSON.stringify(plain.blocks)).not.toContain('data_visualization');
        }
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

test('nothing a digest has to tell is dropped without a word', () => {
  fc.assert(
    fc.property(anyDigest, (facts) => {
      if (facts.isUneventful) return;
      const parts = digestMessages(facts).map(({ message }) => message.text);
      const thread = parts.slice(1).join('\n');
      const told = thread.match(/^Mute: \/summit digest (?:me )?mute /gm)?.length ?? 0;
      const left = /There is more than fits here/.test(thread);
      const issues = facts.news.flatMap((news) => news.issues);
      if (left) expect(thread).toMatch(/\/summit changes since:\d{4}-\d\d-\d\d until:\d{4}-/);
      else expect(told).toBe(issues.length);
      expect(toldAsides(parts.join('\n'), facts) || left).toBe(true);
    }),
    { numRuns: RUNS / 2, endOnFailure: true },
  );
});

test('every page of a preview is a message Slack takes', () => {
  fc.assert(
    fc.property(anyDigest, (facts) => {
      for (let part = 1; ; part += 1) {
        const message = digestPreview(facts, { words: 'digest preview', part });
        expectGood(message);
        if (!JSON.stringify(message.blocks).includes(`preview part:${part + 1}"`)) return;
      }
    }),
    { numRuns: RUNS / 10, endOnFailure: true },
  );
});

const LONG_NAMES = new Map([
  ['U0ALICE', 'Alice & '.repeat(20)],
  ['W0BOB', '<!channel>'],
]);

/** True when as many lines begin as imports and days to come do. */
function toldAsides(said: string, { news }: DigestFacts): boolean {
  const beginning = (mark: string): number =>
    said.split('\n').filter((line) => line.startsWith(mark)).length;
  const imports = news.flatMap((one) => one.imports).length;
  const ahead = news.flatMap((one) => one.ahead).length;
  return beginning('📥') >= imports && beginning('📅') >= ahead;
}

function expectGood(message: Message): void {
  expect(checkMessage(message)).toEqual([]);
  const named = withNames(message, LONG_NAMES);
  expect(checkMessage(named)).toEqual([]);
  expect(named.text.length).toBeLessThanOrEqual(4000);
  expect(message.text.length).toBeLessThanOrEqual(3900);
  expect(message.text.isWellFormed()).toBe(true);
  expect(message.text).not.toMatch(/Show more: \/summit {2}part/);
  const calls = message.text.replaceAll(/<@(?:U0ALICE|W0BOB)>/g, '');
  expect(calls).not.toMatch(/&(?!(?:amp|lt|gt);)|<|>/);
  expect(message.blocks.length).toBeLessThanOrEqual(50);

  const shown = shownIn(message);
  expect(shown.join('').length).toBeLessThanOrEqual(10_000);
  const said = wordsOf(message.text);
  for (const text of shown) {
    for (const word of wordsOf(text)) if (!said.has(word)) expect.fail(`“${word}” is not said`);
  }
}

/** Every text of the blocks as somebody sees it: links by their labels. */
function shownIn({ blocks }: Message): string[] {
  const shown: string[] = [];
  JSON.stringify(blocks, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const { type, text, label } = value as Record<string, unknown>;
    if (type === 'mrkdwn' && typeof text === 'string') {
      expect(text).not.toMatch(/<(?!https?:|@U0ALICE>|@W0BOB>)/i);
      shown.push(text.replaceAll(/<https?:[^|>]*\|([^>]*)>/gi, '$1'));
    }
    if (type === 'plain_text' && typeof text === 'string')
      shown.push(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    if (typeof label === 'string') shown.push(label);
    return value;
  });
  return shown;
}

/** Runs of letters and digits. Marks of bold and code stand beside them, and are no part of them. */
function wordsOf(text: string): Set<string> {
  return new Set(text.match(/[\p{L}\p{N}]+/gu));
}
