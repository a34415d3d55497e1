import { type Message } from './message.ts';
import { compose, paragraph } from './pieces.ts';

/** One short answer with nothing to press. */
export function notice(sentence: string): Message {
  return compose({ pieces: paragraph([sentence]), words: '' });
}
