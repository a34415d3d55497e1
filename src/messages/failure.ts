import type { Message } from './message.ts';

/** There is no answer because something broke. The log has the same code. */
export function failure(code: string): Message {
  const text = `Something went wrong on our side, please try again. Code ${code}.`;
  return { text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] };
}
