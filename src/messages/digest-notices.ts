import type { Message } from './message.ts';
import { compose, paragraph } from './pieces.ts';
import type { Span } from './spans.ts';

/** Slack answered so late that a digest was posted twice, and Summit took one of them away. */
export function digestCameTwice(place: string): Message {
  const where: Span[] = /^[UW]/.test(place)
    ? ['Your digest']
    : ['The digest of ', { channel: place }];
  return compose({
    pieces: paragraph([
      ...where,
      ' came twice, for Slack did not answer the first time. Summit took one of them away.',
    ]),
    words: '',
  });
}
