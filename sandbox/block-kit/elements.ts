import { z } from 'zod';
import {
  buttonStyle,
  choices,
  confirm,
  markedOption,
  menuOption,
  offersOnce,
  plainOption,
  startsWithinOffer,
} from './options.ts';
import { richText } from './rich-text.ts';
import { hasOnePicture, id, plainText, slackFile, url, words } from './text.ts';

const LONGEST_INPUT = 3000;

const action = { action_id: id.optional() };
const placeholder = plainText(150).optional();
const focus = { focus_on_load: z.boolean().optional() };
const several = { max_selected_items: z.int().min(1).optional() };
const asked = { ...action, confirm, placeholder, ...focus };
const typed = {
  ...action,
  placeholder,
  ...focus,
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .optional(),
    })
    .optional(),
};
const answerable = { response_url_enabled: z.boolean().optional() };
const conversations = {
  ...asked,
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
};
const day = z.iso.date();
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const number = z.string().regex(/^-?\d+(\.\d+)?$/);

const NOT_OFFERED = { error: 'initial option must be one of the options' };
const OFFER_ONCE = { error: 'must have either options or option_groups' };

/** A button, which a card also carries. */
export const button = z.strictObject({
  type: z.literal('button'),
  ...action,
  text: plainText(75),
  value: words(2000).optional(),
  url: url.optional(),
  style: buttonStyle,
  confirm,
  accessibility_label: words(75).optional(),
});

/** A picture inside a section, context, card or container. */
export const imageElement = z
  .strictObject({
    type: z.literal('image'),
    alt_text: words(2000),
    image_url: url.optional(),
    slack_file: slackFile.optional(),
  })
  .refine(hasOnePicture, { error: 'must have either image_url or slack_file' });

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...action,
    options: z.array(markedOption).min(1).max(10),
    initial_options: z.array(markedOption).min(1).optional(),
    confirm,
    ...focus,
  })
  .refine(startsWithinOffer, NOT_OFFERED);

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...action,
    options: z.array(markedOption).min(1).max(10),
    initial_option: markedOption.optional(),
    confirm,
    ...focus,
  })
  .refine(startsWithinOffer, NOT_OFFERED);

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...action,
  options: z.array(menuOption).min(1).max(5),
  confirm,
});

const selects = [
  z
    .strictObject({
      type: z.literal('static_select'),
      ...asked,
      ...choices,
      initial_option: plainOption.optional(),
    })
    .refine(offersOnce, OFFER_ONCE)
    .refine(startsWithinOffer, NOT_OFFERED),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...asked,
      ...several,
      ...choices,
      initial_options: z.array(plainOption).min(1).optional(),
    })
    .refine(offersOnce, OFFER_ONCE)
    .refine(startsWithinOffer, NOT_OFFERED),
  z.strictObject({
    type: z.literal('external_select'),
    ...asked,
    initial_option: plainOption.optional(),
    min_query_length: z.int().min(0).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...asked,
    ...several,
    initial_options: z.array(plainOption).min(1).optional(),
    min_query_length: z.int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...asked, initial_user: id.optional() }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...asked,
    ...several,
    initial_users: z.array(id).min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...asked,
    ...answerable,
    initial_channel: id.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...asked,
    ...several,
    initial_channels: z.array(id).min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...conversations,
    ...answerable,
    initial_conversation: id.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...conversations,
    ...several,
    initial_conversations: z.array(id).min(1).optional(),
  }),
] as const;

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...asked,
  initial_date: day.optional(),
});

const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...asked,
  initial_time: clockTime.optional(),
  timezone: words(100).optional(),
});

const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...action,
  confirm,
  ...focus,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  ...action,
  text: plainText(75),
  workflow: z.strictObject({
    trigger: z.strictObject({
      url,
      customizable_input_parameters: z
        .array(z.strictObject({ name: z.string(), value: z.string() }))
        .optional(),
    }),
  }),
  style: buttonStyle,
  accessibility_label: words(75).optional(),
});

const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: richText.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
});

const textInputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(LONGEST_INPUT).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(LONGEST_INPUT).optional(),
    max_length: z.int().min(1).max(LONGEST_INPUT).optional(),
  }),
  z.strictObject({
    type: z.literal('email_text_input'),
    ...typed,
    initial_value: z.email().optional(),
  }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: url.optional() }),
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: number.optional(),
    min_value: number.optional(),
    max_value: number.optional(),
  }),
  z.strictObject({
    type: z.literal('file_input'),
    ...action,
    filetypes: z.array(words(100)).min(1).optional(),
    max_files: z.int().min(1).max(10).optional(),
  }),
] as const;

const pickers = [datepicker, timepicker, checkboxes, radioButtons, ...selects] as const;

/** What an `actions` block may hold. */
export const actionsElement = z.discriminatedUnion('type', [
  button,
  overflow,
  datetimepicker,
  workflowButton,
  richTextInput,
  ...pickers,
]);

/** What may stand beside a section's text. */
export const accessory = z.discriminatedUnion('type', [
  button,
  imageElement,
  overflow,
  workflowButton,
  ...pickers,
]);

/** What an `input` block may hold. */
export const inputElement = z.discriminatedUnion('type', [
  datetimepicker,
  richTextInput,
  ...textInputs,
  ...pickers,
]);

const feedback = z.strictObject({
  text: plainText(75),
  value: words(2000),
  accessibility_label: words(75).optional(),
});

/** What a `context_actions` block may hold. */
export const contextAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    ...action,
    positive_button: feedback,
    negative_button: feedback,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    ...action,
    icon: z.literal('trash'),
    text: plainText(75),
    value: words(2000).optional(),
    accessibility_label: words(75).optional(),
    visible_to_user_ids: z.array(id).optional(),
    confirm,
  }),
]);
