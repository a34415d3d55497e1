import type { Db } from '../db/open.ts';
import type { Someone } from '../src/access/roles.ts';
import type { Mark, Marking } from '../src/agenda/marking.ts';
import type { Form } from '../src/messages/form.ts';
import type { Message } from '../src/messages/message.ts';

/** What someone typed, who and where they are, and when: all a command knows of the outside. */
export interface Call {
  /** What stands after `/summit`; inside a command, what stands after its own word. As Slack delivers it. */
  readonly text: string;
  readonly who: Person;
  readonly where: Place;
  readonly now: Temporal.Instant;
  /** The record as far as whoever asks may see it. */
  readonly db: Db;
  /** What Slack calls this very input, so that it acts once however often it is sent; null where nothing is sent twice. */
  readonly inputId: string | null;
  /**
   * What Slack knows whoever asks as: at once as far as it is known, or asked for when it isn't
   * or may have changed; and which of these user groups they belong to. Absent where all are members.
   */
  readonly standing?: (
    how: 'as known' | 'for certain',
    groups: readonly string[],
  ) => Promise<Omit<Someone, 'id'>>;
  /** The record as far as everyone may see it where this is said; null where nothing may be posted. Absent where there is no channel. */
  readonly inChannel?: () => Promise<Db | null>;
  /** The strictest marking that may be posted here now; null where nothing may. */
  readonly ceilingHere?: () => Promise<Marking | null>;
  /** How far what is added here may be told: null where it may go as far as what it is added to. Absent where nothing is private. */
  readonly markHere?: () => Promise<Mark | null>;
  /** Whether Summit can post where this was said; absent where nobody can tell. */
  readonly reach?: () => Promise<'member' | 'not a member' | 'unknown'>;
  /** The asker's IANA zone, waited for where it is not known yet; absent where it always is. */
  readonly ownZone?: () => Promise<string>;
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
  /** The word that was run; absent where the first word is none. */
  readonly command?: string;
  /**
   * Why there is no answer: the words can't be used, what they ask for can't be done as things
   * are, whoever asks has asked too often, or it failed.
   */
  readonly problem?: 'failed' | 'limited' | 'refused' | 'usage';
  /** Asks for what is missing; shown instead of the message where a form can be. */
  readonly form?: Form;
  /** A card to post where the words were said, for all to see, and to be kept current there. */
  readonly share?: SharedCard;
}

/** An issue's card for a whole channel. */
export interface SharedCard {
  readonly agendaId: string;
  readonly key: string;
  /** The last line of the log that it tells. */
  readonly line: number;
  readonly message: Message;
}

/** What someone has filled in so far, as text by the field's name; fields left empty are missing. */
export interface FilledIn {
  readonly fields: ReadonlyMap<string, string>;
  /** What the form was given to keep. */
  readonly keep: string;
}

/** What came of a form that was sent. */
export type Submission =
  /** What is wrong, by the field's name, in one sentence each. */
  | { readonly kind: 'problems'; readonly problems: Readonly<Record<string, string>> }
  /** Something has to be seen first: the form again, with what was filled in. */
  | { readonly kind: 'again'; readonly form: Form }
  | { readonly kind: 'done'; readonly reply: Reply };

/** The form of a word. */
export interface CommandForm {
  /** The form as it should look now that a field was changed. */
  revise(call: Call, filled: FilledIn): Promise<Form>;
  submit(call: Call, filled: FilledIn): Promise<Submission>;
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
  /** True when it sets something by the asker's clocks: then their own time zone is waited for. */
  readonly byTheClock?: true;
  readonly form?: CommandForm;
  run(call: Call): Promise<Reply>;
}

/** True for somebody at a terminal, whom no message of Slack's reaches. */
export function isAtTerminal({ who }: Pick<Call, 'who'>): boolean {
  return who.id.startsWith('terminal:');
}
