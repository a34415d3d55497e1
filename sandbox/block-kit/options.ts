import { z } from 'zod';
import { faultsOf } from './faults.ts';
import { anyText, plainText, url, words } from './text.ts';

const LONGEST_LABEL = 75;
/** The documentation says 150, the published types 75: the stricter holds. */
const LONGEST_VALUE = 75;
const MOST_CHOICES = 100;

/** Colours a button can have beside the plain one. */
export const buttonStyle = z.enum(['primary', 'danger']).optional();

/** "Are you sure?", asked before a press counts. */
export const confirm = z
  .strictObject({
    title: plainText(100),
    text: anyText(300),
    confirm: plainText(30),
    deny: plainText(30),
    style: buttonStyle,
  })
  .optional();

/** An option of a select. */
export const plainOption = z.strictObject({
  text: plainText(LONGEST_LABEL),
  value: words(LONGEST_VALUE),
  description: plainText(LONGEST_LABEL).optional(),
});

/** An option of checkboxes or radio buttons, which may be marked up. */
export const markedOption = z.strictObject({
  text: anyText(LONGEST_LABEL),
  value: words(LONGEST_VALUE),
  description: anyText(LONGEST_LABEL).optional(),
});

/** An option of an overflow menu, which may be a link. */
export const menuOption = z.strictObject({
  text: plainText(LONGEST_LABEL),
  value: words(LONGEST_VALUE),
  description: plainText(LONGEST_LABEL).optional(),
  url: url.optional(),
});

/** What a select offers: options, or options in groups. */
export const choices = {
  options: z.array(plainOption).min(1).max(MOST_CHOICES).optional(),
  option_groups: z
    .array(
      z.strictObject({
        label: plainText(LONGEST_LABEL),
        options: z.array(plainOption).min(1).max(MOST_CHOICES),
      }),
    )
    .min(1)
    .max(MOST_CHOICES)
    .optional(),
};

/** No option fits the letters: an empty list, which a select in a message may not have. */
const offer = z
  .object({ ...choices, options: z.array(plainOption).max(MOST_CHOICES).optional() })
  .refine(offersOnce, { error: 'must have either options or option_groups' });

/** What is wrong with the options an app offers for a few letters; nothing when Slack would show them. */
export function checkOptions(answer: unknown): string[] {
  const { error } = offer.safeParse(answer);
  return faultsOf(error).map(({ pointer, reason }) => `${pointer} ${reason}`);
}

interface Choosing {
  readonly options?: readonly unknown[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly unknown[] }[] | undefined;
  readonly initial_option?: unknown;
  readonly initial_options?: readonly unknown[] | undefined;
}

/** True when a select offers options or groups, and not both. */
export function offersOnce({ options, option_groups }: Choosing): boolean {
  return (options === undefined) !== (option_groups === undefined);
}

/** True when what is chosen at first is among what is offered, to the letter. */
export function startsWithinOffer(choosing: Choosing): boolean {
  const offered = [
    ...(choosing.options ?? []),
    ...(choosing.option_groups ?? []).flatMap((group) => group.options),
  ].map((option) => JSON.stringify(option));
  const initial = [
    ...(choosing.initial_option === undefined ? [] : [choosing.initial_option]),
    ...(choosing.initial_options ?? []),
  ];
  return initial.every((option) => offered.includes(JSON.stringify(option)));
}
