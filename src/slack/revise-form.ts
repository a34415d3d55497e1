import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { commandOfForm } from './command-of-form.ts';
import { callOf, type Desk } from './desk.ts';
import { fieldsOf } from './form-fields.ts';
import type { FormTurns } from './form-turns.ts';
import { logFailure } from './log.ts';
import { revisedView, slackError } from './modal.ts';
import { noteToBeShown } from './note-shown.ts';
import { unpacked } from './whereabouts.ts';

export type FieldArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

type View = NonNullable<BlockAction['view']>;

/** Someone changed a field: the form looks as it should from then on. What they typed stays. */
export async function reviseForm(
  desk: Desk,
  turns: FormTurns,
  { action, body, ack }: FieldArgs,
): Promise<void> {
  await ack();
  const { view } = body;
  if (view?.type !== 'modal') return;
  const change = { viewId: view.id, hash: view.hash, at: action.action_ts };
  try {
    await turns.take(change, async (hash) => redraw(desk, body, view, hash));
  } catch (error) {
    logFailure(desk.log, 'revising a form', error);
  }
}

async function redraw(
  desk: Desk,
  { user }: BlockAction,
  view: View,
  hash: string,
): Promise<string | null> {
  const { place, keep } = unpacked(view.private_metadata);
  const call = await callOf(desk, {
    text: '',
    userId: user.id,
    teamId: desk.teamId,
    channelId: place.channelId,
    inputId: null,
  });
  const form = await commandOfForm(view.callback_id).revise(call, { fields: fieldsOf(view), keep });
  await noteToBeShown(call, 'alone', [form]);
  const next = revisedView(form, place);
  try {
    const shown = await desk.slack.views.update({ view_id: view.id, hash, view: next });
    return shown.view?.hash ?? null;
  } catch (error) {
    // It was sent or closed meanwhile, or a newer change is on its way.
    if (['hash_conflict', 'not_found'].includes(slackError(error) ?? '')) return null;
    throw error;
  }
}
