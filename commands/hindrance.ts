import type { Hindrance } from '../src/changes/change-of-issue.ts';
import { GONE, overtaken, REPEATED, seenByMore } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import type { Call, Reply } from './command.ts';
import { about, tell } from './reply.ts';

/** Longer words don't fit on a button. */
const LONGEST_WORDS = 1900;

/** Says why nothing was changed. `words` say the same again, for whoever wants it all the same. */
export function tellHindrance(call: Call, key: string, words: string, hindrance: Hindrance): Reply {
  switch (hindrance.kind) {
    case 'repeated':
      return key === '' ? tell(notice(REPEATED)) : about(key, notice(REPEATED));
    case 'seen by more':
      return {
        ...about(key, compose({ pieces: seenByMore(key), words: '' })),
        problem: 'refused',
      };
    case 'gone':
      return { ...tell(notice(GONE)), problem: 'refused' };
    case 'overtaken': {
      const { first, card } = hindrance;
      const again = `${words} over:${first.revision}`;
      const message = compose({
        pieces: overtaken(first, card, call.now),
        words: '',
        buttons: [
          ...(again.length > LONGEST_WORDS ? [] : [{ label: 'Record mine too', say: again }]),
          { label: 'See it', say: `status ${key}` },
        ],
      });
      return { ...about(key, message), problem: 'refused' };
    }
  }
}
