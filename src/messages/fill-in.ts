import { unescapeText } from './escape.ts';
import type { Message } from './message.ts';
import { compose, joined } from './pieces.ts';

/** What a button takes along. */
const LONGEST_WORDS = 2000;

/**
 * The message with a button that says the same words again: a press may open a form, and what
 * was written to Summit may not.
 */
export function withFillIn(message: Message, words: string): Message {
  if (words.length > LONGEST_WORDS) return message;
  const button = { label: 'Fill in', say: words, type: unescapeText(words), primary: true };
  return joined(message, compose({ pieces: [], words: '', buttons: [button] }));
}
