import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { ask, type Desk } from './desk.ts';
import { formView, openModal } from './modal.ts';
import { forTheAsker } from './respond.ts';

export type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/**
 * `/summit …`: the answer stands in the acknowledgement itself, for the asker alone. A form
 * is shown before it, so that whoever can't be shown one is told what to type.
 */
export async function answerCommand(desk: Desk, { command, ack }: CommandArgs): Promise<void> {
  const { message, form } = await ask(desk, {
    text: command.text ?? '',
    userId: command.user_id,
    teamId: command.team_id,
    channelId: command.channel_id,
    inputId: command.trigger_id,
  });
  const isShown =
    form !== undefined &&
    (await openModal(
      desk,
      command.trigger_id,
      formView(form, {
        channelId: command.channel_id,
        threadTs: null,
        responseUrl: command.response_url ?? null,
        onHome: false,
      }),
    ));
  await (isShown ? ack() : ack(forTheAsker(message)));
}
