import { z } from 'zod';
import { block } from './blocks.ts';
import { id, plainText } from './text.ts';

const shared = {
  blocks: z.array(block).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: id.optional(),
};

/** A modal or a Home tab. */
export const view = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('modal'),
      ...shared,
      title: plainText(24),
      submit: plainText(24).optional(),
      close: plainText(24).optional(),
      clear_on_close: z.boolean().optional(),
      notify_on_close: z.boolean().optional(),
    })
    .refine(
      ({ submit, blocks }) => submit !== undefined || blocks.every(({ type }) => type !== 'input'),
      {
        error: 'missing required field: submit',
      },
    ),
  z.strictObject({ type: z.literal('home'), ...shared }),
]);
