import type { KnownBlock, MrkdwnElement, PlainTextElement, RichTextSection } from '@slack/types';

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text };
}

function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text };
}

function words(text: string): RichTextSection {
  return { type: 'rich_text_section', elements: [{ type: 'text', text }] };
}

function option(text: string): { text: PlainTextElement; value: string } {
  return { text: plain(text), value: text.toLowerCase() };
}

/** One of each block a message may hold, with each kind of element somewhere in them. */
export const everyBlock: readonly KnownBlock[] = [
  { type: 'header', block_id: 'b1', text: plain('A heading') },
  {
    type: 'section',
    block_id: 'b2',
    text: mrkdwn('An ordinary section'),
    fields: [mrkdwn('*Left*'), plain('Right')],
    accessory: {
      type: 'overflow',
      action_id: 'a1',
      options: [option('Share'), option('Mute')],
    },
  },
  {
    type: 'context',
    block_id: 'b3',
    elements: [mrkdwn('_Small print_'), { type: 'image', image_url: 'x', alt_text: 'A flag' }],
  },
  { type: 'divider', block_id: 'b4' },
  {
    type: 'actions',
    block_id: 'b5',
    elements: [
      { type: 'button', action_id: 'a2', text: plain('Plain') },
      { type: 'button', action_id: 'a3', text: plain('Good'), style: 'primary' },
      { type: 'button', action_id: 'a4', text: plain('Bad'), style: 'danger' },
      { type: 'button', action_id: 'a5', text: plain('Out'), url: 'https://example.org' },
      { type: 'static_select', action_id: 'a6', options: [option('One')] },
      { type: 'multi_static_select', action_id: 'a7', options: [option('One')] },
      { type: 'external_select', action_id: 'a8' },
      { type: 'users_select', action_id: 'a9', initial_user: 'U0BOB' },
      { type: 'channels_select', action_id: 'a10' },
      { type: 'conversations_select', action_id: 'a11', default_to_current_conversation: true },
      { type: 'datepicker', action_id: 'a12', initial_date: '2023-11-14' },
      { type: 'timepicker', action_id: 'a13' },
      { type: 'datetimepicker', action_id: 'a14' },
      { type: 'radio_buttons', action_id: 'a15', options: [option('This'), option('That')] },
      { type: 'checkboxes', action_id: 'a16', options: [option('Also')] },
    ],
  },
  { type: 'image', block_id: 'b6', image_url: 'x', alt_text: 'A map', title: plain('Map') },
  {
    type: 'rich_text',
    block_id: 'b7',
    elements: [
      words('Some words'),
      { type: 'rich_text_list', style: 'ordered', elements: [words('One'), words('Two')] },
      { type: 'rich_text_quote', elements: [{ type: 'user', user_id: 'U0ALICE' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'As  typed' }] },
    ],
  },
  {
    type: 'table',
    block_id: 'b8',
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
    rows: [
      [
        { type: 'raw_text', text: 'Issue' },
        { type: 'raw_text', text: 'Days' },
      ],
      [
        { type: 'rich_text', elements: [words('Fentanyl')] },
        { type: 'raw_number', value: 3, text: '3' },
      ],
    ],
  },
  {
    type: 'data_table',
    block_id: 'b9',
    caption: 'Days by issue',
    rows: [[{ type: 'raw_text', text: 'Issue' }], [{ type: 'raw_text', text: 'Taiwan' }]],
  },
  { type: 'markdown', block_id: 'b10', text: '## A title\n\n- **one**\n- two\n\n`code`' },
  {
    type: 'card',
    block_id: 'b11',
    title: mrkdwn('*Card*'),
    body: mrkdwn('What it says'),
    actions: [{ type: 'button', action_id: 'a17', text: plain('Open') }],
  },
  {
    type: 'carousel',
    block_id: 'b12',
    elements: [{ type: 'card', title: mrkdwn('First') }],
  },
  {
    type: 'container',
    block_id: 'b13',
    title: plain('Folded'),
    is_collapsible: true,
    child_blocks: [{ type: 'section', block_id: 'b14', text: mrkdwn('Inside') }],
  },
  {
    type: 'context_actions',
    block_id: 'b15',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'a18',
        positive_button: { text: plain('Helpful'), value: 'yes' },
        negative_button: { text: plain('Not so'), value: 'no' },
      },
      { type: 'icon_button', action_id: 'a19', icon: 'trash', text: plain('Dismiss') },
    ],
  },
  {
    type: 'video',
    block_id: 'b16',
    title: plain('The arrival'),
    alt_text: 'The arrival',
    video_url: 'https://example.org/v',
    thumbnail_url: 'https://example.org/t',
  },
  { type: 'file', block_id: 'b17', source: 'remote', external_id: 'readout' },
  { type: 'task_card', block_id: 'b18', task_id: 't', title: 'Look it up', status: 'complete' },
  { type: 'plan', block_id: 'b19', title: 'A plan', tasks: [] },
];

/** What Slack documents and its types do not have yet. */
export const NEWER_BLOCKS: readonly { readonly type: string; readonly [key: string]: unknown }[] = [
  {
    type: 'data_visualization',
    title: 'Moves',
    chart: {
      type: 'bar',
      series: [{ name: 'US', data: [{ label: 'Nov', value: 3 }] }],
      axis_config: { categories: ['Nov'] },
    },
  },
  {
    type: 'data_visualization',
    title: 'Share',
    chart: { type: 'pie', segments: [{ label: 'Agreed', value: 2 }] },
  },
];
