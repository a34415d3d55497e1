import type { Marking } from '../agenda/marking.ts';
import type { Message } from './message.ts';

/** A message on its way to a channel or a person. */
export interface Outgoing {
  readonly message: Message;
  /** What to say where Slack does not take the message's blocks, as of charts; null when there is no other way. */
  readonly plain: Message | null;
  /** The strictest marking of what it was written from: where less is told by the time it is posted, it is not. */
  readonly marking?: Marking;
}
