import type { Message } from './message.ts';
import { notice } from './notice.ts';

/** Somebody, or a whole workspace, asks faster than they may. */
export function tooMany(seconds: number): Message {
  const when = seconds === 1 ? 'in a second' : `in ${seconds} seconds`;
  return notice(
    `That is more than Summit answers here in a minute, and this was left undone. Say it again ${when}.`,
  );
}
