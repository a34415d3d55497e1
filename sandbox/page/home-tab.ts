import type { HomeTab } from '../protocol.ts';
import { type AnswerSheet, answerSheet } from './answer-sheet.ts';
import { ask } from './ask.ts';
import type { Part } from './desk.ts';
import { drawBlocks } from './draw-block.ts';
import { make } from './make.ts';
import { viewSurface } from './view-surface.ts';

export interface HomeTabPart extends Part {
  /** The person has gone elsewhere: the app hears of it when they come back. */
  leave(): void;
}

/** The app's Home tab, as it last published it for this person. It is opened anew when the day moves. */
export function homeTab(): HomeTabPart {
  const element = make('div', { class: 'scroll home', role: 'region', 'aria-label': 'Home' });
  let openedAs = '';
  let shown: { readonly view: HomeTab | undefined; readonly meId: string } | null = null;
  let answers: AnswerSheet | null = null;

  return {
    element,
    leave() {
      openedAs = '';
    },
    draw(desk) {
      const opening = `${desk.me.id} ${desk.world.now}`;
      if (opening !== openedAs && desk.world.botOnline) {
        openedAs = opening;
        void ask('open-home', { userId: desk.me.id });
      }
      const view = desk.world.homes[desk.me.id];
      if (shown !== null && shown.view === view && shown.meId === desk.me.id) return;
      if (shown?.meId !== desk.me.id) answers = null;
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
