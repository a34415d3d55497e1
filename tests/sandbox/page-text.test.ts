import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayToMeeting } from '../../sandbox/page/day-words.ts';
import { type Inline, type Passage, parseMrkdwn } from '../../sandbox/page/mrkdwn.ts';
import { formatSlackDate } from '../../sandbox/page/slack-date.ts';
import { secondsAt, wallTime } from '../../sandbox/page/wall-time.ts';
import { suggestFor } from '../../sandbox/page/suggestions.ts';

const MARKS = ['*', '_', '~', '`', '<', '>', '|', '@', '#', '!', ':', '&', ' ', '\n', 'a'];

describe('mrkdwn', () => {
  test.each([
    ['*bold* _it_ ~no~ `code`', '[bold bold] [italic it] [strike no] [code code]'],
    ['a*b*c 2*3*4', 'a*b*c 2*3*4'],
    ['*_both_*', '[bold [italic both]]'],
    ['*open\nover lines*', '*open\nover lines*'],
    ['`*not bold*`', '[code *not bold*]'],
    ['&lt;b&gt; &amp;lt;', '<b> &lt;'],
    ['<@U1> <#C1|desk> <!here>', '[user U1] [channel C1] [broadcast here]'],
    ['<https://a.org/?a&amp;b|A &amp; B>', '[link https://a.org/?a&b A & B]'],
    ['see https://a.org/x.', 'see [link https://a.org/x https://a.org/x].'],
    ['<!date^0^{date}|then>', '[date then]'],
    [':handshake: 12:30:45', '[emoji handshake] 12:30:45'],
    ['<not a control>', '<not a control>'],
  ])('%j reads as %j', (text, expected) => {
    expect(show(parseMrkdwn(text))).toBe(expected);
  });

  test('quotes and fences are passages of their own', () => {
    expect(parseMrkdwn('&gt; said\n&gt; twice\nthen').map(({ kind }) => kind)).toEqual([
      'quote',
      'lines',
    ]);
    expect(show(parseMrkdwn('```\n*raw* &lt;\n```'))).toBe('{fence *raw* <}');
    expect(show(parseMrkdwn('&gt;&gt;&gt; all\nof it'))).toBe('{quote all\nof it}');
  });

  test('verbatim text links nothing that is not marked', () => {
    const options = { verbatim: true, channelIds: new Map([['desk', 'C1']]) };
    expect(show(parseMrkdwn('#desk https://a.org', options))).toBe('#desk https://a.org');
    expect(show(parseMrkdwn('#desk', { ...options, verbatim: false }))).toBe('[channel C1]');
  });

  test('any escaped text keeps every one of its letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inert = text.replaceAll(/[*_~`:#>]|https?:/g, '');
        const escaped = inert.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
        expect(show(parseMrkdwn(escaped))).toBe(inert);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...MARKS) }), (text) => {
        parseMrkdwn(text);
      }),
    );
  });
});

test('a date is told in the reader’s own zone, and near days by name', () => {
  const reader = { timeZone: 'Asia/Tokyo', now: Date.parse('2023-11-14T20:00:00Z') };
  const at = Date.parse('2023-11-14T17:05:00Z') / 1000;
  expect(formatSlackDate(at, '{date_num} {time}', reader)).toBe('2023-11-15 2:05 AM');
  expect(formatSlackDate(at, '{date_long_pretty}, {ago}', reader)).toBe('today, 2 hours ago');
  expect(formatSlackDate(at, '{date_long} {nonsense}', reader)).toBe(
    'Wednesday, November 15th, 2023 {nonsense}',
  );
});

test('a time on someone’s wall is one moment, over a change of the clocks too', () => {
  for (const timeZone of ['Asia/Tokyo', 'America/New_York', 'Asia/Kolkata', 'UTC']) {
    for (const wall of ['2023-11-04T23:30', '2023-11-05T09:15', '2024-03-10T12:00']) {
      expect(wallTime(secondsAt(wall, timeZone), timeZone)).toBe(wall);
    }
  }
  expect(secondsAt('2023-11-05T01:30', 'America/New_York')).toBe(
    Date.parse('2023-11-05T01:30-04:00') / 1000,
  );
});

test('a day is told by its distance to the meeting', () => {
  const meeting = { startsOn: '2023-11-15', endsOn: '2023-11-16', timeZone: 'UTC' };
  const words = [
    '2023-11-12',
    '2023-11-14',
    '2023-11-15',
    '2023-11-16',
    '2023-11-17',
    '2023-11-20',
  ];
  expect(words.map((day) => dayToMeeting(day, meeting))).toEqual([
    '3 days before the meeting',
    'eve of the meeting',
    'day 1 of the meeting',
    'day 2 of the meeting',
    'the day after the meeting',
    '4 days after the meeting',
  ]);
});

describe('suggestions', () => {
  const commands = [{ command: '/summit', description: 'Ask', usageHint: 'status [issue]' }];
  const people = [
    {
      id: 'U1',
      handle: 'bob',
      name: 'Bob Tanaka',
      title: 'Analyst',
      timeZone: 'Asia/Tokyo',
      isBot: false,
      isGuest: false,
      color: '#000',
    },
  ];
  const offered = (line: string, cursor = line.length): readonly string[] =>
    suggestFor(line, cursor, commands, people)?.suggestions.map((one) => one.line) ?? [];

  test('a slash at the start offers commands, an at sign people', () => {
    expect(offered('/')).toEqual(['/summit ']);
    expect(offered('/SUM')).toEqual(['/summit ']);
    expect(offered('/summit ')).toEqual([]);
    expect(offered('ask /')).toEqual([]);
    expect(offered('ask @tan')).toEqual(['ask @bob ']);
    expect(offered('ask @b later', 6)).toEqual(['ask @bob later']);
    expect(offered('mail a@b')).toEqual([]);
  });
});

/** A parse in one line: `[kind what]`. */
function show(passages: readonly Passage[]): string {
  return passages
    .map((passage) => {
      if (passage.kind === 'quote') return `{quote ${show(passage.passages)}}`;
      const inside = passage.inside.map(showInline).join('');
      return passage.kind === 'fence' ? `{fence ${inside}}` : inside;
    })
    .join('');
}

function showInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'emoji':
      return `[emoji ${inline.name}]`;
    case 'link':
      return `[link ${inline.url} ${inline.label}]`;
    case 'user':
    case 'channel':
    case 'usergroup':
      return `[${inline.kind} ${inline.id}]`;
    case 'broadcast':
      return `[broadcast ${inline.range}]`;
    case 'date':
      return `[date ${inline.fallback}]`;
    default:
      return `[${inline.kind} ${inline.inside.map(showInline).join('')}]`;
  }
}
