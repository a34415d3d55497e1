/** What Slack may send, by who takes it up. */
export type Kind = 'action' | 'command' | 'event' | 'options' | 'other' | 'shortcut' | 'view';

const KINDS: ReadonlyMap<unknown, Kind> = new Map([
  ['block_actions', 'action'],
  ['block_suggestion', 'options'],
  ['event_callback', 'event'],
  ['message_action', 'shortcut'],
  ['shortcut', 'shortcut'],
  ['view_closed', 'view'],
  ['view_submission', 'view'],
]);

/** What a body is that Slack sent. */
export function kindOf({ command, type }: Record<string, unknown>): Kind {
  return command === undefined ? (KINDS.get(type) ?? 'other') : 'command';
}
