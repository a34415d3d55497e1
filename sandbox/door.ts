/** What Slack sends an app, by the way it travels. */
export type Delivery =
  | { readonly type: 'slash_commands'; readonly payload: Json }
  | { readonly type: 'interactive'; readonly payload: Json }
  | { readonly type: 'events_api'; readonly payload: Json; readonly retry?: Retry };

export interface Retry {
  readonly number: number;
  readonly reason: string;
}

export type Json = Readonly<Record<string, unknown>>;

/** What came of sending something to the app. */
export type Receipt =
  /** In time; `body` is what it said, null for nothing. */
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'timed-out' }
  /** It said no: a status other than 200, or an answer that can't be read. */
  | { readonly kind: 'failed'; readonly why: string; readonly noRetry: boolean }
  | { readonly kind: 'unreachable' };

/** A way to the app: signed HTTP or Socket Mode. */
export interface Door {
  send(delivery: Delivery): Promise<Receipt>;
}
