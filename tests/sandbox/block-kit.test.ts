import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMessage, checkView, describeFault } from '../../sandbox/block-kit.ts';

describe('a message', () => {
  test('within every limit is taken', () => {
    expect(
      reasons([
        { type: 'header', text: plain('Where fentanyl stands') },
        { type: 'section', text: mrkdwn('*In talks*'), accessory: button('open', 'Open') },
        { type: 'context', elements: [mrkdwn('as of today'), image()] },
        { type: 'divider' },
        { type: 'actions', elements: [button('say:1', 'History'), button('say:2', 'Agenda')] },
        { type: 'table', rows: [[{ type: 'raw_text', text: 'Issue' }]] },
        { type: 'rich_text', elements: [richSection('hello')] },
      ]),
    ).toEqual([]);
  });

  test.each([
    ['an unknown block', { type: 'banner' }, '/blocks/0/type', 'unsupported type'],
    ['an unknown field', { ...section('x'), colour: 'red' }, '/blocks/0', 'colour'],
    ['an empty text', section(''), '/blocks/0/text/text', 'more than 0 characters'],
    ['a long text', section('x'.repeat(3001)), '/blocks/0/text/text', 'less than 3001'],
    ['a header in mrkdwn', { type: 'header', text: mrkdwn('x') }, '/blocks/0/text/type', ''],
    [
      'a long header',
      { type: 'header', text: plain('x'.repeat(151)) },
      '/blocks/0/text/text',
      '151',
    ],
    ['a section of nothing', { type: 'section' }, '/blocks/0', 'text or fields'],
    [
      'eleven fields',
      { type: 'section', fields: times(11, () => plain('x')) },
      '/blocks/0/fields',
      '10 items',
    ],
    [
      'a long field',
      { type: 'section', fields: [plain('x'.repeat(2001))] },
      '/blocks/0/fields/0/text',
      '2001',
    ],
    [
      'eleven context elements',
      { type: 'context', elements: times(11, () => plain('x')) },
      '/blocks/0/elements',
      '10',
    ],
    [
      '26 buttons',
      { type: 'actions', elements: times(26, (n) => button(`b${n}`, 'x')) },
      '/blocks/0/elements',
      '25',
    ],
    [
      'a long button',
      { type: 'actions', elements: [button('a', 'x'.repeat(76))] },
      '/blocks/0/elements/0/text/text',
      '76',
    ],
    [
      'a script for an address',
      { type: 'actions', elements: [{ ...button('a', 'x'), url: 'javascript:alert(1)' }] },
      '/blocks/0/elements/0/url',
      'valid url',
    ],
    [
      'a picture without words',
      { type: 'image', image_url: 'https://example.com/a.png' },
      '/blocks/0/alt_text',
      'string',
    ],
    ['a picture from nowhere', { type: 'image', alt_text: 'x' }, '/blocks/0', 'image_url'],
    ['an alert', { type: 'alert', text: plain('x') }, '/blocks/0/type', 'not allowed in a message'],
    [
      'six overflow options',
      { type: 'actions', elements: [{ type: 'overflow', options: times(6, option) }] },
      '/blocks/0/elements/0/options',
      '5',
    ],
    [
      'eleven checkboxes',
      { type: 'actions', elements: [{ type: 'checkboxes', options: times(11, option) }] },
      '/blocks/0/elements/0/options',
      '10',
    ],
    [
      '101 choices',
      { type: 'actions', elements: [{ type: 'static_select', options: times(101, option) }] },
      '/blocks/0/elements/0/options',
      '100',
    ],
    [
      'a choice not on offer',
      {
        type: 'actions',
        elements: [{ type: 'static_select', options: [option(1)], initial_option: option(2) }],
      },
      '/blocks/0/elements/0',
      'one of the options',
    ],
    [
      'an empty cell',
      { type: 'table', rows: [[{ type: 'raw_text', text: '' }]] },
      '/blocks/0/rows/0/0/text',
      'more than 0',
    ],
    [
      '21 columns',
      { type: 'table', rows: [times(21, () => ({ type: 'raw_text', text: 'x' }))] },
      '/blocks/0/rows/0',
      '20',
    ],
    ['half a character', section('\u{d83d}'), '/blocks/0/text/text', 'well-formed'],
    [
      'a rich text of an unknown part',
      { type: 'rich_text', elements: [{ type: 'rich_text_poem', elements: [] }] },
      '/blocks/0/elements/0/type',
      'unsupported type',
    ],
  ])('with %s is refused, and told where and why', (_, block, pointer, reason) => {
    const faults = checkMessage({ text: 'x', blocks: [block] });
    expect(faults[0]).toMatchObject({ pointer, code: 'invalid_blocks' });
    expect(faults[0]?.reason).toContain(reason);
  });

  test('takes fifty blocks and no more', () => {
    expect(reasons(times(50, () => section('x')))).toEqual([]);
    expect(reasons(times(51, () => section('x')))).toEqual(['no more than 50 items allowed']);
  });

  test('gives each action and each block its own name', () => {
    expect(
      reasons([
        { type: 'actions', block_id: 'one', elements: [button('say', 'x'), button('say', 'y')] },
        { type: 'divider', block_id: 'one' },
      ]),
    ).toEqual(['action_id "say" already exists', 'block_id "one" already exists']);
  });

  test('has one table at most', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };
    expect(reasons([table, table])).toEqual(['no more than 1 table allowed in a message']);
  });

  test('is refused for its blocks together, though each is short enough', () => {
    const faults = checkMessage({ text: 'x', blocks: times(5, () => section('x'.repeat(2700))) });
    expect(faults.map(({ code }) => code)).toEqual(['msg_blocks_too_long']);
    expect(checkMessage({ text: 'x', blocks: times(4, () => section('x'.repeat(3000))) })).toEqual(
      [],
    );
  });

  test('has a text of 40,000 characters at most, 4,000 when it replaces another', () => {
    expect(checkMessage({ text: 'x'.repeat(40_000) })).toEqual([]);
    expect(checkMessage({ text: 'x'.repeat(40_001) })).toMatchObject([{ code: 'msg_too_long' }]);
    expect(checkMessage({ text: 'x'.repeat(4000) }, 'update')).toEqual([]);
    expect(checkMessage({ text: 'x'.repeat(4001) }, 'update')).toMatchObject([
      { code: 'msg_too_long' },
    ]);
  });

  test('says something', () => {
    expect(checkMessage({})).toMatchObject([{ code: 'no_text' }]);
    expect(checkMessage({ text: '', blocks: [] })).toMatchObject([{ code: 'no_text' }]);
  });

  test('tells a fault as Slack does', () => {
    expect(checkMessage({ text: 'x', blocks: [section('')] }).map(describeFault)).toEqual([
      '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ]);
  });
});

describe('a view', () => {
  const modal = { type: 'modal', title: plain('Look up'), submit: plain('Go'), blocks: [] };

  test('within every limit is taken', () => {
    expect(checkView(modal)).toEqual([]);
    expect(checkView({ type: 'home', blocks: times(100, () => section('x')) })).toEqual([]);
  });

  test.each([
    ['a long title', { ...modal, title: plain('x'.repeat(25)) }, '/title/text'],
    ['101 blocks', { ...modal, blocks: times(101, () => section('x')) }, '/blocks'],
    ['much to remember', { ...modal, private_metadata: 'x'.repeat(3001) }, '/private_metadata'],
    [
      'a table',
      { ...modal, blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] },
      '/blocks/0/type',
    ],
    ['a title on a Home tab', { type: 'home', title: plain('x'), blocks: [] }, ''],
    ['a question nobody can send', { type: 'modal', title: plain('x'), blocks: [input()] }, ''],
    [
      'a number asked on a Home tab',
      {
        type: 'home',
        blocks: [{ ...input(), element: { type: 'number_input', is_decimal_allowed: false } }],
      },
      '/blocks/0/element/type',
    ],
  ])('with %s is refused', (_, view, pointer) => {
    expect(checkView(view).map((fault) => fault.pointer)).toContain(pointer);
  });

  test('weighs 250 KB at most', () => {
    const heavy = { ...modal, blocks: times(100, () => section('x'.repeat(2900))) };
    expect(checkView(heavy)).toMatchObject([{ code: 'view_too_large' }]);
  });
});

test('whatever is sent is checked without failing, and faults point into it', () => {
  const anything = fc.anything({ withNullPrototype: false });
  fc.assert(
    fc.property(anything, fc.array(anything), (text, blocks) => {
      for (const { pointer, reason } of checkMessage({ text, blocks })) {
        expect(pointer).toMatch(/^(\/(text|blocks)|$)/);
        expect(reason).not.toBe('');
      }
      expect(checkView(text)).not.toEqual([]);
    }),
  );
});

function reasons(blocks: readonly unknown[]): string[] {
  return checkMessage({ text: 'x', blocks }).map(({ reason }) => reason);
}

function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function plain(text: string): object {
  return { type: 'plain_text', text };
}

function mrkdwn(text: string): object {
  return { type: 'mrkdwn', text };
}

function section(text: string): object {
  return { type: 'section', text: mrkdwn(text) };
}

function button(actionId: string, text: string): object {
  return { type: 'button', action_id: actionId, text: plain(text), value: 'x' };
}

function option(index: number): object {
  return { text: plain(`Choice ${index}`), value: String(index) };
}

function image(): object {
  return { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A flag' };
}

function input(): object {
  return { type: 'input', label: plain('Issue'), element: { type: 'plain_text_input' } };
}

function richSection(text: string): object {
  return { type: 'rich_text_section', elements: [{ type: 'text', text }] };
}
