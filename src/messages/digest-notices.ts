import type { Message } from './message.ts';
import { compose, paragraph } from './pieces.ts';
import type { Span } from './spans.ts';

/** Slack answered so late that a digest was posted twice, and Summit took one of them away. */
export function digestCameTwice(place: string): Message {
  return compose({
    pieces: paragraph([
      ...digestOf(place),
      ' came twice, for Slack did not answer the first time. Summit took one of them away.',
    ]),
    words: '',
  });
}

/** When a digest comes next can't be worked out: it is paused. */
export function digestUnplannable(place: string): Message {
  const anew = isPersonal(place) ? 'digest me daily 09:00' : 'digest daily 09:00';
  return compose({
    pieces: [
      ...paragraph([
        ...digestOf(place),
        ' is paused, for when it comes next could not be worked out.',
      ]),
      ...paragraph([
        'Say anew when it comes: type ',
        { code: `/summit ${anew}` },
        isPersonal(place) ? '.' : ' there.',
      ]),
    ],
    words: '',
  });
}

function digestOf(place: string): Span[] {
  return isPersonal(place) ? ['Your digest'] : ['The digest of ', { channel: place }];
}

/** True for someone's own digest. */
function isPersonal(place: string): boolean {
  return /^[UW]/.test(place);
}
