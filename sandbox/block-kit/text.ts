import { z } from 'zod';

/** Slack's longest text object. */
const LONGEST_TEXT = 3000;
const LONGEST_ID = 255;
const LONGEST_URL = 3000;

/** A string of 1 to `max` characters. */
export function words(max: number): z.ZodString {
  return z.string().min(1).max(max);
}

/** A `plain_text` object. */
export function plainText(max: number = LONGEST_TEXT): ReturnType<typeof plain> {
  return plain(max);
}

/** An `mrkdwn` object. */
export function mrkdwn(max: number = LONGEST_TEXT): ReturnType<typeof marked> {
  return marked(max);
}

/** Either kind of text object. */
export function anyText(max: number = LONGEST_TEXT): z.ZodType {
  return z.discriminatedUnion('type', [plain(max), marked(max)]);
}

/** A `block_id`, `action_id` or `callback_id`. */
export const id = words(LONGEST_ID);

/** An address a person can follow; Slack takes only the web's own. */
export const url = words(LONGEST_URL).refine(isWebAddress, { error: 'must be a valid url' });

/** The Slack file an image can be instead of an address. */
export const slackFile = z.union([
  z.strictObject({ id: words(LONGEST_ID) }),
  z.strictObject({ url }),
]);

/** True when an image says where it is exactly once. */
export function hasOnePicture(image: { image_url?: unknown; slack_file?: unknown }): boolean {
  return (image.image_url === undefined) !== (image.slack_file === undefined);
}

function plain(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: words(max),
    emoji: z.boolean().optional(),
  });
}

function marked(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: words(max),
    verbatim: z.boolean().optional(),
  });
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}
