import type { ViewOutput } from '@slack/bolt';

type Block = ViewOutput['blocks'][number];
type Answer = ViewOutput['state']['values'][string][string];

/** What was filled in, as text by the field's name; what was left empty is missing. */
export function fieldsOf({ state }: Pick<ViewOutput, 'state'>): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const answers of Object.values(state.values)) {
    for (const [actionId, answer] of Object.entries(answers)) {
      const name = fieldName(actionId);
      const text = textOf(answer);
      if (name !== null && text !== '') fields.set(name, text);
    }
  }
  return fields;
}

/**
 * What is wrong, by the block it is shown at. Slack shows nothing at all when one of them is
 * no input, so what belongs to none stands at the first.
 */
export function errorsAt(
  view: Pick<ViewOutput, 'blocks'>,
  problems: Readonly<Record<string, string>>,
): Record<string, string> {
  const inputs = view.blocks.flatMap(inputOf);
  const [first] = inputs;
  const errors: Record<string, string> = {};
  for (const [name, sentence] of Object.entries(problems)) {
    const { blockId } = inputs.find((input) => input.name === name) ?? first ?? { blockId: name };
    errors[blockId] = [errors[blockId], sentence].filter(Boolean).join(' ');
  }
  return errors;
}

interface Input {
  readonly blockId: string;
  readonly name: string | null;
}

function inputOf(block: Block): Input[] {
  if (!('element' in block) || block.block_id === undefined) return [];
  return [{ blockId: block.block_id, name: fieldName(block.element.action_id ?? '') }];
}

function fieldName(actionId: string): string | null {
  return /^field:(.+)$/s.exec(actionId)?.[1] ?? null;
}

/** One answer as text, whichever way the element gives it; several choices with a space between. */
function textOf(answer: Answer): string {
  const many = [
    answer.selected_options?.map(({ value }) => value),
    answer.selected_users,
    answer.selected_conversations,
    answer.selected_channels,
  ].find((list) => list !== undefined);
  return (
    answer.value ??
    answer.selected_option?.value ??
    answer.selected_date ??
    answer.selected_time ??
    answer.selected_user ??
    answer.selected_conversation ??
    answer.selected_channel ??
    many?.join(' ') ??
    ''
  ).trim();
}
