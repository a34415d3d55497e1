import type { Db } from '../db/open.ts';
import type { Message } from '../src/messages/message.ts';

/** What someone typed, who and where they are, and when: all a command knows of the outside. */
export interface Call {
  /** What stands after `/summit`; inside a command, what stands after its own word. As Slack delivers it. */
  readonly text: string;
  readonly who: Person;
  readonly where: Place;
  readonly now: Temporal.Instant;
  readonly db: Db;
}

export interface Person {
  readonly id: string;
  /** IANA zone. */
  readonly timeZone: string;
}

export interface Place {
  readonly teamId: string;
  readonly channelId: string;
}

/** What came of looking for an issue; `other` when none was asked for. */
export type Outcome = 'match' | 'ambiguous' | 'none' | 'other';

export interface Reply {
  readonly message: Message;
  readonly outcome: Outcome;
  /** Keys of the issues shown or offered. */
  readonly issues: readonly string[];
  /** Why there is no answer: the words can't be used. */
  readonly problem?: 'usage';
}

/** One word that can follow `/summit`. */
export interface Command {
  readonly name: string;
  /** What follows the word, for the help: `[issue] [as-of:DATE]`. */
  readonly takes: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Full lines to try, without the `/summit`. */
  readonly examples: readonly string[];
  /** More to say in `help <word>`, in full sentences. */
  readonly detail?: string;
  /** True when it changes anything: then it is run each time, and its replies are not kept. */
  readonly writes?: true;
  run(call: Call): Promise<Reply>;
}
