import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { type Desk, say } from './desk.ts';
import { publishHome } from './home.ts';
import { respond } from './respond.ts';

export type ButtonArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** A button is words said for whoever presses it. The answer takes the place of a message only they see. */
export async function answerButton(desk: Desk, { action, body, ack }: ButtonArgs): Promise<void> {
  await ack();
  const said = {
    text: action.type === 'button' ? (action.value ?? '') : '',
    userId: body.user.id,
    teamId: body.team?.id ?? body.user.team_id ?? '',
    channelId: body.channel?.id ?? '',
    inputId: body.trigger_id,
  };
  if (body.view?.type === 'home') {
    await publishHome(desk, said);
  } else {
    await respond(
      body.response_url,
      desk.slackApiUrl,
      await say(desk, said),
      body.container['is_ephemeral'] === true,
    );
  }
}
