import { WebAPIPlatformError } from '@slack/web-api';
import type { ModalView } from '@slack/types';
import { type Form, plain } from '../messages/form.ts';
import type { Message } from '../messages/message.ts';
import type { Desk } from './desk.ts';
import { inTime } from './in-time.ts';
import { logFailure } from './log.ts';
import { forView } from './view-blocks.ts';
import { packed, type Whereabouts } from './whereabouts.ts';

/** A trigger lasts three seconds from the press; whoever gets no modal by now gets the message. */
const OPEN_WITHIN = 2_000;

/** The modal of a form; null when it keeps more than a modal can take along. */
export function formView(form: Form, place: Whereabouts): ModalView | null {
  const kept = packed(place, form.keep);
  if (kept === null) return null;
  return {
    type: 'modal',
    callback_id: `form:${form.command}`,
    title: plain(form.title),
    submit: plain(form.submit),
    close: plain('Cancel'),
    private_metadata: kept,
    blocks: [...form.blocks],
  };
}

/** The same for a form that is on the screen already, and can't be said in words instead. */
export function revisedView(form: Form, place: Whereabouts): ModalView {
  const view = formView(form, place);
  if (view === null) throw new Error('A form keeps more than a modal can take along');
  return view;
}

/** A modal that only says something. */
export function messageView(message: Message, place: Whereabouts): ModalView {
  return {
    type: 'modal',
    callback_id: 'message',
    title: plain('Summit'),
    close: plain('Close'),
    private_metadata: packed(place, '') ?? '',
    blocks: forView(message),
  };
}

/**
 * Shows a modal to whoever set off the trigger, so many milliseconds ago. False when it
 * can't be shown, or not in time.
 */
export async function openModal(
  desk: Desk,
  triggerId: string,
  view: ModalView | null,
  ago = 0,
): Promise<boolean> {
  if (view === null || ago >= OPEN_WITHIN) return false;
  try {
    await inTime(desk.slack.views.open({ trigger_id: triggerId, view }), OPEN_WITHIN - ago);
    return true;
  } catch (error) {
    switch (slackError(error)) {
      // The same press was sent before, and its modal is there.
      case 'exchanged_trigger_id':
        return true;
      case 'invalid_arguments':
      case 'view_too_large':
        logFailure(desk.log, 'making a modal', error);
        return false;
      default:
        desk.log.warn({ err: error }, 'A modal could not be shown');
        return false;
    }
  }
}

/** Slack's own word for what it refused; null when it did not get so far. */
export function slackError(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}
