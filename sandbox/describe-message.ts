import { APP } from './people.ts';
import type { StoredMessage, Workspace } from './world.ts';

/** A message as the Web API and payloads show it. */
export function describeMessage(
  { team }: Workspace,
  message: StoredMessage,
): Readonly<Record<string, unknown>> {
  const fromBot = message.userId === team.bot.userId;
  return {
    type: 'message',
    user: message.userId,
    team: team.id,
    text: message.text,
    ts: message.ts,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    ...(message.editedAt !== null && {
      edited: { user: message.userId, ts: message.editedAt },
    }),
    ...(fromBot && { bot_id: team.bot.id, app_id: APP.id }),
  };
}
