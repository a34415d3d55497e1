import type { IsoDate, IssueCard } from '../agenda/record.ts';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import type { SayButton } from './pieces.ts';

/** Where several cards stand in one message, their buttons are told apart by this much of a title. */
const TITLE_ON_BUTTON = 40;

/** What can be done from an issue's card, the likeliest first. A day gone by can't be changed. */
export function cardButtons(
  key: string,
  card: IssueCard,
  { asOf, isAlone }: { readonly asOf: IsoDate | null; readonly isAlone: boolean },
): SayButton[] {
  const title = cutTo(visible(card.title), TITLE_ON_BUTTON);
  const button = (alone: string, among: string, say: string, more: object = {}): SayButton => ({
    label: isAlone ? alone : `${among} ${title}`,
    say,
    ...more,
  });
  // What someone was shown, so that a change they don't know of is not overrun.
  const seen = ` seen:${card.lastChange?.revision ?? 0}`;
  const history =
    card.entries.length > 0 ? [button('History', 'History of', `history ${key}`)] : [];
  const watch = button('Watch', 'Watch', `watch ${key}`);
  if (asOf !== null) return [...history, watch];
  return [
    button('Update', 'Update', `update ${key}${seen}`, { type: `update ${key}`, primary: true }),
    button('Add source', 'Add source:', `source ${key}${seen}`, { type: `source ${key}` }),
    ...history,
    watch,
    button('Share to channel', 'Share', `share ${key}`),
  ];
}
