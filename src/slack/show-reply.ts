import type { Reply } from '../../commands/command.ts';
import type { Desk } from './desk.ts';
import { formView, messageView, openModal } from './modal.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Shows a reply in a modal: its form or, when it has none, what it says. False when no modal can be shown. */
export async function showReply(
  desk: Desk,
  triggerId: string,
  { form, message }: Reply,
  place: Whereabouts,
): Promise<boolean> {
  const asForm = form === undefined ? null : formView(form, place);
  return openModal(desk, triggerId, asForm ?? messageView(message, place));
}
