import { createHash } from 'node:crypto';
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { FilledIn, Submission } from '../../commands/command.ts';
import { submit } from '../../commands/index.ts';
import type { Message } from '../messages/message.ts';
import { countCommand } from '../metrics/meters.ts';
import { commandOfForm, wordOfForm } from './command-of-form.ts';
import { type Desk, callOf, failed, type Said, whatCameOf } from './desk.ts';
import { errorsAt, fieldsOf } from './form-fields.ts';
import { publishHome } from './home.ts';
import { messageView, revisedView } from './modal.ts';
import { noteToBeShown } from './note-shown.ts';
import { toldThere } from './tell-there.ts';
import { unpacked, type Whereabouts } from './whereabouts.ts';

export type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** Slack waits three seconds for the answer, and the modal stays open meanwhile. */
const ANSWER_WITHIN = 2_500;

/** A form was sent: what came of it is said where the person is, or in the modal itself. */
export async function submitForm(desk: Desk, { body, view, ack }: SubmitArgs): Promise<void> {
  const until = performance.now() + ANSWER_WITHIN;
  const { place, keep } = unpacked(view.private_metadata);
  const fields = fieldsOf(view);
  const said: Said = {
    text: '',
    userId: body.user.id,
    teamId: desk.teamId,
    channelId: place.channelId,
    inputId: inputIdOf(view.id, fields),
  };
  const outcome = await submitted(desk, view.callback_id, said, place, { fields, keep });
  countCommand(wordOfForm(view.callback_id) ?? 'other', countedAs(outcome));
  switch (outcome.kind) {
    case 'problems':
      return ack({ response_action: 'errors', errors: errorsAt(view, outcome.problems) });
    case 'failed':
      return ack({
        response_action: 'errors',
        errors: errorsAt(view, { '': outcome.message.text }),
      });
    case 'again':
      return ack({ response_action: 'update', view: outcome.view });
    case 'done':
      return confirm(desk, { place, said, message: outcome.reply.message, until, ack });
  }
}

/**
 * A modal records one thing once, whatever Slack calls the press that sent it: the same
 * envelope again, or a second press after an answer was lost on its way, is the same modal
 * with the same fields. Corrected after a refusal, the fields differ, and nothing was
 * remembered of the first: only what changed the record is. Slack's `trigger_id` would be
 * another one at the second press, and `hash` the same after a correction.
 */
function inputIdOf(viewId: string, fields: ReadonlyMap<string, string>): string {
  const filledIn = JSON.stringify([...fields].toSorted(([one], [two]) => (one < two ? -1 : 1)));
  return `${viewId}:${createHash('sha256').update(filledIn).digest('base64url').slice(0, 22)}`;
}

type Outcome =
  | Exclude<Submission, { kind: 'again' }>
  | { readonly kind: 'again'; readonly view: ModalView }
  | { readonly kind: 'failed'; readonly message: Message };

function countedAs(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return whatCameOf(outcome.reply);
    case 'problems':
      return 'usage';
    case 'again':
      return 'form';
    case 'failed':
      return 'failed';
  }
}

async function submitted(
  desk: Desk,
  callbackId: string,
  said: Said,
  place: Whereabouts,
  filled: FilledIn,
): Promise<Outcome> {
  try {
    const call = await callOf(desk, said);
    const submission = await submit(call, commandOfForm(callbackId), filled);
    await noteToBeShown(call, 'alone', [submission]);
    return submission.kind === 'again'
      ? { kind: 'again', view: revisedView(submission.form, place) }
      : submission;
  } catch (error) {
    return { kind: 'failed', message: failed(desk, 'taking a form', error) };
  }
}

interface Confirmation {
  readonly place: Whereabouts;
  readonly said: Said;
  readonly message: Message;
  /** When Slack has to have its answer. */
  readonly until: number;
  readonly ack: SubmitArgs['ack'];
}

async function confirm(
  desk: Desk,
  { place, said, message, until, ack }: Confirmation,
): Promise<void> {
  if (await toldThere(desk, place, said.userId, message, until)) await ack();
  else await ack({ response_action: 'update', view: messageView(message, place) });
  if (place.onHome) await publishHome(desk, said);
}
