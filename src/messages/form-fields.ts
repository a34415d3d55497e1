import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import { plain } from './form.ts';
import { smallPrint } from './pieces.ts';

type Element = InputBlock['element'];
/** `Omit` of each member by itself. */
type Without<Whole, Key extends string> = Whole extends unknown ? Omit<Whole, Key> : never;

/** A field whose change shows at once what comes of it. */
export function field(
  name: string,
  label: string,
  element: Without<Element, 'action_id'>,
): InputBlock {
  return { ...optional(name, label, element), dispatch_action: true, optional: false };
}

/** A field that may stay empty, and whose change shows nothing. */
export function optional(
  name: string,
  label: string,
  element: Without<Element, 'action_id'>,
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(label),
    optional: true,
    element: { ...element, action_id: `field:${name}` },
  };
}

/** What to know of the field above: only what there is to say. */
export function hints(...sentences: readonly (string | undefined)[]): KnownBlock[] {
  return sentences.flatMap((sentence) =>
    sentence === undefined ? [] : smallPrint([sentence]).flatMap(({ blocks }) => blocks),
  );
}

/** One of several to choose from. */
export function choice(text: string, value: string): PlainTextOption {
  return { text: plain(cutTo(visible(text), 75)), value };
}

/** The choice with this value, chosen beforehand; none when there is none. */
export function chosen(
  options: readonly PlainTextOption[],
  value: string,
): { readonly initial_option?: PlainTextOption } {
  const option = options.find((one) => one.value === value);
  return option === undefined ? {} : { initial_option: option };
}

/** Text that stands in a field beforehand. */
export function typed(text: string): { readonly initial_value?: string } {
  return text === '' ? {} : { initial_value: text.slice(0, 3000) };
}
