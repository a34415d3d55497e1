import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { type Desk, say } from './desk.ts';
import { forTheAsker } from './respond.ts';

export type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** `/summit …`: a read is answered in the acknowledgement itself, for the asker alone. */
export async function answerCommand(desk: Desk, { command, ack }: CommandArgs): Promise<void> {
  const message = await say(desk, {
    text: command.text ?? '',
    userId: command.user_id,
    teamId: command.team_id,
    channelId: command.channel_id,
    inputId: command.trigger_id,
  });
  await ack(forTheAsker(message));
}
