import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  InputBlockElement,
  SectionBlockAccessory,
} from '@slack/types';
import { drawButton, drawFeedback, drawIconButton, drawWorkflowButton } from './draw-button.ts';
import { drawCheckboxes, drawRadios } from './draw-choices.ts';
import { drawImage } from './draw-image.ts';
import { drawFileInput, drawMomentInput, drawRichTextInput, drawTextInput } from './draw-input.ts';
import { drawOverflow } from './draw-overflow.ts';
import { drawSelect } from './draw-select.ts';
import { make } from './make.ts';
import type { Spot } from './scene.ts';

export type BlockElement =
  | ActionsBlockElement
  | ContextActionsBlockElement
  | InputBlockElement
  | SectionBlockAccessory;

/** Draws one interactive element of a block. */
export function drawElement(element: BlockElement, spot: Spot): HTMLElement {
  switch (element.type) {
    case 'button':
      return drawButton(element, spot);
    case 'workflow_button':
      return drawWorkflowButton(element);
    case 'icon_button':
      return drawIconButton(element, spot);
    case 'feedback_buttons':
      return drawFeedback(element, spot);
    case 'overflow':
      return drawOverflow(element, spot);
    case 'checkboxes':
      return drawCheckboxes(element, spot);
    case 'radio_buttons':
      return drawRadios(element, spot);
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return drawTextInput(element, spot);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return drawMomentInput(element, spot);
    case 'rich_text_input':
      return drawRichTextInput(element, spot);
    case 'file_input':
      return drawFileInput(element, spot);
    case 'image':
      return drawImage(element, 'accessory-image');
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
    case 'multi_static_select':
    case 'multi_external_select':
    case 'multi_users_select':
    case 'multi_channels_select':
    case 'multi_conversations_select':
      return drawSelect(element, spot);
    default:
      return make(
        'span',
        { class: 'unknown' },
        `A “${(element as { type: string }).type}” element, which this page cannot draw`,
      );
  }
}
