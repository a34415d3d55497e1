import type { AnswerSheet } from './answer-sheet.ts';
import { ask } from './ask.ts';
import type { Desk } from './desk.ts';
import { say } from './notice.ts';
import type { Surface } from './scene.ts';

/** The surface of a modal or a Home tab: presses there name the view. */
export function viewSurface(viewId: string, desk: Desk, answers: AnswerSheet): Surface {
  const where = { userId: desk.me.id, viewId };
  return {
    scene: desk.scene,
    answers,
    channelId: desk.place.channelId,
    press: (press) => ask('press', { ...where, ...press, state: answers.state() }),
    offer: async (press, letters) => {
      const answer = await ask('options', {
        ...where,
        ...press,
        value: letters,
        state: answers.state(),
      });
      if (!answer.ok) say(answer.error ?? 'The app offered nothing.');
      return answer.options ?? [];
    },
  };
}
