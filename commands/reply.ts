import type { Message } from '../src/messages/message.ts';
import { notice } from '../src/messages/notice.ts';
import type { Reply } from './command.ts';

/** An answer that isn't about finding an issue. */
export function tell(message: Message): Reply {
  return { message, outcome: 'other', issues: [] };
}

/** An answer about one issue. */
export function about(key: string, message: Message): Reply {
  return { message, outcome: 'match', issues: [key] };
}

/** The answer to words Summit can't use: one sentence that says what to type instead. */
export function misuse(sentence: string): Reply {
  return { ...tell(notice(sentence)), problem: 'usage' };
}

/** The answer where what is asked can't be done as things are: one sentence that says why. */
export function refused(sentence: string): Reply {
  return { ...tell(notice(sentence)), problem: 'refused' };
}
