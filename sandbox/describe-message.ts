import { APP, TEAM } from './people.ts';
import type { StoredMessage } from './world.ts';

/** A message as the Web API and payloads show it. */
export function describeMessage(message: StoredMessage): Readonly<Record<string, unknown>> {
  const fromBot = message.userId === APP.botUserId;
  return {
    type: 'message',
    user: message.userId,
    team: TEAM.id,
    text: message.text,
    ts: message.ts,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    ...(message.editedAt !== null && {
      edited: { user: message.userId, ts: message.editedAt },
    }),
    ...(fromBot && { bot_id: APP.botId, app_id: APP.id }),
  };
}
