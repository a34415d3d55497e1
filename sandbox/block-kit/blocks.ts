import { z } from 'zod';
import { chart } from './charts.ts';
import {
  accessory,
  actionsElement,
  button,
  contextAction,
  imageElement,
  inputElement,
} from './elements.ts';
import { richText } from './rich-text.ts';
import { anyText, hasOnePicture, id, mrkdwn, plainText, slackFile, url, words } from './text.ts';

const MOST_COLUMNS = 20;

const named = { block_id: id.optional() };

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1),
});
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richText]);

const actions = z.strictObject({
  type: z.literal('actions'),
  ...named,
  elements: z.array(actionsElement).min(1).max(25),
});

const context = z.strictObject({
  type: z.literal('context'),
  ...named,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, plainText(), mrkdwn()]))
    .min(1)
    .max(10),
});

const divider = z.strictObject({ type: z.literal('divider'), ...named });

const header = z.strictObject({
  type: z.literal('header'),
  ...named,
  text: plainText(150),
  level: z.int().min(1).max(4).optional(),
});

const image = z
  .strictObject({
    type: z.literal('image'),
    ...named,
    alt_text: words(2000),
    title: plainText(2000).optional(),
    image_url: url.optional(),
    slack_file: slackFile.optional(),
  })
  .refine(hasOnePicture, { error: 'must have either image_url or slack_file' });

const input = z.strictObject({
  type: z.literal('input'),
  ...named,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

const section = z
  .strictObject({
    type: z.literal('section'),
    ...named,
    text: anyText().optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    error: 'must have text or fields',
  });

const table = z.strictObject({
  type: z.literal('table'),
  ...named,
  rows: z.array(z.array(cell).min(1).max(MOST_COLUMNS)).min(1).max(100),
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(['left', 'center', 'right']).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(MOST_COLUMNS)
    .optional(),
});

const video = z.strictObject({
  type: z.literal('video'),
  ...named,
  video_url: url,
  thumbnail_url: url,
  alt_text: words(2000),
  title: plainText(199),
  title_url: url.optional(),
  author_name: words(49).optional(),
  provider_name: words(2000).optional(),
  provider_icon_url: url.optional(),
  description: plainText().optional(),
});

const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    ...named,
    caption: z.string().min(1),
    rows: z.array(z.array(cell).min(1).max(MOST_COLUMNS)).min(2).max(201),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine(({ rows }) => rows.every((row) => row.length === rows[0]?.length), {
    error: 'every row must have as many cells as the first',
  })
  .refine(({ rows }) => rows[0]?.every(({ type }) => type !== 'rich_text'), {
    error: 'the header row takes no rich_text',
  });

const card = z
  .strictObject({
    type: z.literal('card'),
    ...named,
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    subtext: mrkdwn(200).optional(),
    actions: z.array(button).min(1).max(3).optional(),
  })
  .refine(
    (is) => [is.hero_image, is.title, is.body, is.actions].some((part) => part !== undefined),
    {
      error: 'must have a hero_image, title, body or actions',
    },
  );

const container = z
  .strictObject({
    type: z.literal('container'),
    ...named,
    title: plainText(150).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(150).optional(),
    child_blocks: z
      .array(
        z.discriminatedUnion('type', [
          actions,
          context,
          divider,
          header,
          image,
          input,
          richText,
          section,
          table,
          video,
        ]),
      )
      .min(1)
      .max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: imageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine((is) => (is.title === undefined) !== (is.rich_text_title === undefined), {
    error: 'must have either title or rich_text_title',
  });

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...named,
  task_id: id,
  title: z.string().min(1),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: richText.optional(),
  output: richText.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url, text: z.string().min(1) }))
    .optional(),
});

/** Every block an app can send; which surface takes which is checked apart. */
export const block = z.discriminatedUnion('type', [
  actions,
  z.strictObject({
    type: z.literal('alert'),
    ...named,
    text: anyText(200),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
  card,
  z.strictObject({
    type: z.literal('carousel'),
    ...named,
    elements: z.array(card).min(1).max(10),
  }),
  container,
  context,
  z.strictObject({
    type: z.literal('context_actions'),
    ...named,
    elements: z.array(contextAction).min(1).max(5),
  }),
  dataTable,
  z.strictObject({
    type: z.literal('data_visualization'),
    ...named,
    title: words(50),
    chart,
  }),
  divider,
  header,
  image,
  input,
  z.strictObject({ type: z.literal('markdown'), ...named, text: words(12_000) }),
  z.strictObject({
    type: z.literal('plan'),
    ...named,
    title: z.string().min(1),
    tasks: z.array(taskCard).optional(),
  }),
  richText,
  section,
  table,
  taskCard,
  video,
]);
