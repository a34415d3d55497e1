import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { ask, type Desk, type Said } from './desk.ts';
import { formView, openModal } from './modal.ts';
import { forTheAsker, respond } from './respond.ts';
import { shareCard } from './share.ts';

export type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/**
 * `/summit …`: the answer stands in the acknowledgement itself, for the asker alone. A form
 * is shown before it, so that whoever can't be shown one is told what to type.
 */
export async function answerCommand(desk: Desk, { command, ack }: CommandArgs): Promise<void> {
  const heardAt = performance.now();
  const said: Said = {
    text: command.text ?? '',
    userId: command.user_id,
    teamId: desk.teamId,
    channelId: command.channel_id,
    inputId: command.trigger_id,
    byCommand: true,
  };
  const { message, form, share } = await ask(desk, said);
  if (share !== undefined) {
    await ack();
    const aside = await shareCard(desk, said, share);
    if (aside === null) return;
    return respond(command.response_url, desk.slackApiUrl, aside, { replaceOriginal: false });
  }
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
      performance.now() - heardAt,
    ));
  await (isShown ? ack() : ack(forTheAsker(message)));
}
