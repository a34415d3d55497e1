import type { Agenda, IsoDate, IssueCard, IssueRef } from '../agenda/record.ts';
import { cardButtons } from './card-buttons.ts';
import { issueCard } from './issue-card.ts';
import type { Message } from './message.ts';
import { compose, lines, paragraph, quoting, smallPrint } from './pieces.ts';
import { issueButtons } from './which-issue.ts';

/** What a card in a channel is made from. */
export interface SharedStanding {
  readonly agenda: Agenda;
  readonly key: string;
  readonly card: IssueCard;
  readonly today: IsoDate;
}

/** The card of an issue for a whole channel. It is kept current, so it says nothing that a day makes untrue. */
export function sharedCard({ agenda, key, card, today }: SharedStanding): Message {
  const buttons = cardButtons(key, card, { asOf: null, isAlone: true });
  return compose({
    pieces: [
      ...issueCard({ agenda, card, today, asOf: null, isPublic: true }),
      ...smallPrint(['This card is kept current. What changes is told in its thread.']),
    ],
    words: '',
    whole: `status ${key}`,
    buttons: buttons.filter(({ say }) => say !== `share ${key}`),
  });
}

/** All that is left on the card of an issue that is there no more. */
export function takenBackCard(key: string): Message {
  return compose({
    pieces: paragraph(['This issue was taken back. It was called ', { code: key }, '.']),
    words: '',
  });
}

/** All that is left of a card where not everyone may see its issue any more. */
export function withheldCard(): Message {
  return compose({ pieces: paragraph(['This card is not shown here any more.']), words: '' });
}

/** Said where no card can be posted. */
export function shareInChannel({ key, title }: IssueRef): Message {
  return compose({
    pieces: paragraph([
      'A card of ',
      { bold: title },
      ' can be posted to a channel in Slack, for all to see: type ',
      { code: `/summit share ${key}` },
      ' there.',
    ]),
    words: '',
  });
}

/** Several issues were named. */
export function oneCardAtATime(issues: readonly IssueRef[]): Message {
  const buttons = issueButtons('share', issues, '');
  return compose({
    pieces: [
      quoting('A card tells of one issue. Which one is to be posted here?'),
      ...lines(buttons.map(({ label, say }) => [`• ${label}: `, { code: `/summit ${say}` }])),
    ],
    words: '',
    whole: 'list',
    buttons,
    buttonsAreSaid: true,
  });
}

/** Why a card could not be posted. */
export type NotShared = 'not in channel' | 'archived' | 'not allowed' | 'messages off' | 'later';

/** Says so, and what to do about it. */
export function notShared(why: NotShared, key: string): Message {
  const again: { readonly code: string } = { code: `/summit share ${key}` };
  switch (why) {
    case 'not in channel':
      return compose({
        pieces: paragraph([
          'Summit isn’t in this channel. Type ',
          { code: '/invite @Summit' },
          ' here, then say ',
          again,
          ' again.',
        ]),
        words: '',
        buttons: [{ label: 'Share it now', say: `share ${key}` }],
        buttonsAreSaid: true,
      });
    case 'archived':
      return compose({
        pieces: paragraph([
          'This channel is archived, so nothing can be posted here. Say ',
          again,
          ' in another one.',
        ]),
        words: '',
      });
    case 'not allowed':
      return compose({
        pieces: paragraph([
          'Summit may not post here: the channel’s settings say who may. Say ',
          again,
          ' in another one.',
        ]),
        words: '',
      });
    case 'messages off':
      return compose({
        pieces: paragraph(['Messages with Summit are turned off. Say ', again, ' in a channel.']),
        words: '',
      });
    case 'later':
      return compose({
        pieces: paragraph([
          'Slack took no message just now. In a minute, look whether the card is there; if it is not, say ',
          again,
          ' again.',
        ]),
        words: '',
      });
  }
}
