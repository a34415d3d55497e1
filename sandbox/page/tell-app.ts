import type { ConfirmationDialog } from '@slack/types';
import type { Answer } from './answer-sheet.ts';
import { confirmFirst } from './confirm.ts';
import { say } from './notice.ts';
import type { Spot } from './scene.ts';

/**
 * Notes an answer on its surface and, unless its block is silent, tells the app. Asks the person
 * first where the app wants that; false when the person then said no.
 */
export async function tellApp(
  element: { readonly type: string; readonly confirm?: ConfirmationDialog },
  actionId: string,
  answer: Answer,
  spot: Spot,
): Promise<boolean> {
  if (!spot.silent && !(await confirmFirst(element.confirm, spot.surface.scene))) return false;
  const whole = { type: element.type, ...answer };
  if (isInput(element.type)) spot.surface.answers.write(spot.blockId, actionId, whole);
  if (spot.silent) return true;
  const told = await spot.surface.press({ blockId: spot.blockId, actionId, element: whole });
  if (!told.ok) say(told.error ?? 'The app did not take that.');
  return true;
}

/** Puts what an element starts with on its surface, unless the person has already changed it. */
export function startWith(actionId: string, answer: Answer, spot: Spot): Answer {
  const current = spot.surface.answers.read(spot.blockId, actionId) ?? answer;
  spot.surface.answers.write(spot.blockId, actionId, current);
  return current;
}

/** Buttons leave nothing in a surface's state; everything else does. */
function isInput(type: string): boolean {
  return !/button|overflow/.test(type) || type === 'radio_buttons';
}
