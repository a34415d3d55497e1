import type { Action } from '../agenda/record.ts';
import { type Piece, paragraph } from './pieces.ts';

/** Someone's last change is taken back. */
export function undone(action: Action, title: string): Piece[] {
  return paragraph([`Taken back: ${IN_WORDS[action]} `, { bold: title }, '.']);
}

/** What was changed can't be taken back, for somebody has built on it. */
export function builtOn(action: Action, key: string): Piece[] {
  return paragraph([
    `Your last change (${IN_WORDS[action]} `,
    { code: key },
    ') has been changed again since. Correct it with ',
    { code: `/summit update ${key}` },
    ', or withdraw an entry.',
  ]);
}

export const NOTHING_TO_UNDO =
  'You changed nothing in the last ten minutes. Correct older changes with /summit update, or take an entry out with /summit withdraw.';

const IN_WORDS: Readonly<Record<Action, string>> = {
  access: 'the roles for',
  add: 'the new issue',
  agenda: 'the choice of',
  alias: 'the change of names of',
  ceiling: 'what may be shown of',
  import: 'the import of',
  mark: 'the marking of',
  note: 'the note on',
  owner: 'the change of owners of',
  position: 'the position on',
  source: 'the source for',
  undo: 'the undoing for',
  update: 'the update of',
  withdraw: 'the withdrawal from',
};
