import type { Told } from '../traces/in-span.ts';

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

/** How it is told that one arrived. */
export function spanOf(kind: Kind): Told {
  return SPANS[kind];
}

const SPANS: Readonly<Record<Kind, Told>> = {
  action: { name: 'action', kind: 'server' },
  command: { name: 'command', kind: 'server' },
  event: { name: 'event', kind: 'server' },
  options: { name: 'options', kind: 'server' },
  other: { name: 'other', kind: 'server' },
  shortcut: { name: 'shortcut', kind: 'server' },
  view: { name: 'view', kind: 'server' },
};
