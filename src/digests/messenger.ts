import type { Message } from '../messages/message.ts';

/** Where something is said. */
export interface Spot {
  readonly teamId: string;
  readonly channelId: string;
  /** The message in whose thread it stands. */
  readonly threadTs: string | null;
}

/** What came of one try to post. It is never repeated by itself. */
export type Posted =
  | { readonly kind: 'posted'; readonly ts: string }
  /** Surely not posted: Slack wants so many milliseconds to pass. */
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** Surely not posted, in Slack's own word for why. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Nobody can tell. */
  | { readonly kind: 'unclear'; readonly why: string };

/** What came of looking for a message by its key. */
export type Found =
  /** Their timestamps, the first first; none when it is surely not there. */
  | { readonly kind: 'looked'; readonly ts: readonly string[] }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** Summit may not look there. */
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'unclear'; readonly why: string };

/** What came of taking a message away. Asking twice changes nothing. */
export type Removed = { readonly kind: 'gone' } | Exclude<Found, { readonly kind: 'looked' }>;

/** Where someone's direct message with Summit is. Asking twice changes nothing. */
export type Opened =
  | { readonly kind: 'open'; readonly channelId: string }
  | Exclude<Posted, { readonly kind: 'posted' }>;

/** Slack, as far as what Summit says unasked needs it. Every call ends within its own time limit. */
export interface Messenger {
  openDirect(teamId: string, userId: string): Promise<Opened>;
  /** A message as it is said in a conversation: in a channel, people are named and not called. */
  wordFor(place: Pick<Spot, 'channelId' | 'teamId'>, message: Message): Promise<Message>;
  /** Posts once, at once; `key` goes along as metadata. */
  post(spot: Spot, message: Message, key: string): Promise<Posted>;
  /** Looks among what was posted there between two moments. */
  find(
    spot: Spot,
    key: string,
    between: { readonly from: Temporal.Instant; readonly until: Temporal.Instant },
  ): Promise<Found>;
  /** Takes a message of Summit's away. */
  remove(spot: Spot, ts: string): Promise<Removed>;
}
