import type { KnownBlock, View } from '@slack/types';
import { randomBytes } from 'node:crypto';

/** Elements a person can press or fill in. */
const ACTIONABLE =
  /^(button|checkboxes|radio_buttons|overflow|workflow_button|icon_button|feedback_buttons|.*(_select|_input|picker))$/;

/** Gives each block and each element that has no name one, as Slack does. */
export function nameBlocks(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  return nameWithin(blocks, true) as readonly KnownBlock[];
}

/** The same for the blocks of a view. */
export function nameView(view: View): View {
  return nameWithin(view, false) as View;
}

function nameWithin(part: unknown, isBlock: boolean): unknown {
  if (Array.isArray(part)) return part.map((item) => nameWithin(item, isBlock));
  if (typeof part !== 'object' || part === null) return part;

  const named: Record<string, unknown> = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      nameWithin(value, key === 'blocks' || key === 'child_blocks'),
    ]),
  );
  if (isBlock) named['block_id'] ??= newName();
  else if (ACTIONABLE.test(String(named['type']))) named['action_id'] ??= newName();
  return named;
}

function newName(): string {
  return randomBytes(4).toString('base64url');
}
