import { type Message } from './message.ts';
import { compose, quoting } from './pieces.ts';

/** One short answer with nothing to press. */
export function notice(sentence: string): Message {
  return compose({ pieces: [quoting(sentence)], words: '' });
}
