import type { HomeTab } from '../protocol.ts';
import { type AnswerSheet, answerSheet } from './answer-sheet.ts';
import { ask } from './ask.ts';
import type { Desk } from './desk.ts';
import { drawBlocks } from './draw-block.ts';
import { make } from './make.ts';
import { viewSurface } from './view-surface.ts';

/** The app's Home tab, as it last published it for this person. */
export function homeTab(): { readonly element: HTMLElement; draw(desk: Desk): void } {
  const element = make('div', { class: 'scroll home', role: 'region', 'aria-label': 'Home' });
  let shown: { readonly view: HomeTab | undefined; readonly meId: string } | null = null;
  let answers: AnswerSheet | null = null;

  return {
    element,
    draw(desk) {
      const view = desk.world.homes[desk.me.id];
      if (shown !== null && shown.view === view && shown.meId === desk.me.id) return;
      if (shown?.meId !== desk.me.id) {
        answers = null;
        void ask('open-home', { userId: desk.me.id });
      }
      shown = { view, meId: desk.me.id };
      if (view === undefined) {
        element.replaceChildren(
          make('p', { class: 'faint empty' }, 'The app has published nothing here yet.'),
        );
        return;
      }
      answers = answerSheet(answers);
      const surface = viewSurface(view.id, desk, answers);
      element.replaceChildren(drawBlocks(view.blocks, surface));
    },
  };
}
