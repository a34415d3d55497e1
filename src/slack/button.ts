import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { asEntities } from '../messages/escape.ts';
import { ask, type Desk, type Said } from './desk.ts';
import { publishHome, showOnHome } from './home.ts';
import { formView, messageView, openModal } from './modal.ts';
import { respond } from './respond.ts';
import { shareCard } from './share.ts';
import { NOWHERE, unpacked, type Whereabouts } from './whereabouts.ts';

export type ButtonArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** A button is words said for whoever presses it. The answer takes the place of a message only they see. */
export async function answerButton(desk: Desk, { action, body, ack }: ButtonArgs): Promise<void> {
  await ack();
  const place = whereabouts(body);
  const said = {
    text: wordsOf(action),
    userId: body.user.id,
    teamId: desk.teamId,
    channelId: place.channelId,
    inputId: body.trigger_id,
  };
  if (body.view?.type === 'modal') return answerInModal(desk, body.view, said, place);

  const { form, message, share } = await ask(desk, said);
  if (share !== undefined) {
    const aside = await shareCard(desk, said, share);
    if (aside === null) return;
    const how = { replaceOriginal: false, threadTs: place.threadTs };
    return respond(body.response_url, desk.slackApiUrl, aside, how);
  }
  if (form !== undefined && (await openModal(desk, body.trigger_id, formView(form, place)))) return;
  if (place.onHome) return showOnHome(desk, said, message);
  await respond(body.response_url, desk.slackApiUrl, message, {
    replaceOriginal: body.container['is_ephemeral'] === true,
    threadTs: place.threadTs,
  });
}

/** What a button says, or what was typed into the field on the Home tab: there the command may be named or not. */
function wordsOf(action: ButtonArgs['action']): string {
  if (action.type === 'button') return action.value ?? '';
  if (action.type !== 'plain_text_input') return '';
  return asEntities(action.value ?? '').replace(/^\s*\/?summit\b\s*/i, '');
}

/** Where the button stands. */
function whereabouts({ view, channel, container, response_url: url }: BlockAction): Whereabouts {
  switch (view?.type) {
    case 'home':
      return { ...NOWHERE, onHome: true };
    case 'modal':
      return unpacked(view.private_metadata).place;
    default: {
      const threadTs: unknown = container['thread_ts'];
      return {
        channelId: channel?.id ?? '',
        threadTs: typeof threadTs === 'string' ? threadTs : null,
        responseUrl: url,
        onHome: false,
      };
    }
  }
}

/** A modal that says something says the answer instead. */
async function answerInModal(
  desk: Desk,
  view: NonNullable<BlockAction['view']>,
  said: Said,
  place: Whereabouts,
): Promise<void> {
  const { form, message } = await ask(desk, said);
  const asForm = form === undefined ? null : formView(form, place);
  await desk.slack.views.update({
    view_id: view.id,
    hash: view.hash,
    view: asForm ?? messageView(message, place),
  });
  if (place.onHome) await publishHome(desk, said);
}
