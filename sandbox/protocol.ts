import type { KnownBlock, View } from '@slack/types';

/**
 * What the sandbox's page and its server say to each other. The page asks with
 * `POST /sandbox/<action>` and a JSON body, and hears of every change as a
 * `SandboxEvent` on the WebSocket `/sandbox/live`; the first one is the whole world.
 */

export interface World {
  /** The sandbox's own day and time, ISO instant; `Next day` moves it. */
  readonly now: string;
  readonly agendaTitle: string;
  /** The days of the meeting itself, local to where it is held. */
  readonly meeting: Meeting | null;
  /** The next day the data says something happened, or null when nothing is left. */
  readonly nextNewsOn: string | null;
  /** Null while no digest is set up. */
  readonly nextDigest: NextDigest | null;
  readonly people: readonly SandboxPerson[];
  readonly channels: readonly SandboxChannel[];
  readonly commands: readonly SlashCommandInfo[];
  readonly shortcuts: readonly ShortcutInfo[];
  readonly messages: readonly SandboxMessage[];
  /** Open modals, the top of each person's stack last. */
  readonly views: readonly OpenView[];
  /** Published Home tabs by user id. */
  readonly homes: Readonly<Record<string, HomeTab>>;
  /** Whether people can write to the app where its Home tab is, as its manifest says. */
  readonly messagesTab: 'open' | 'read-only' | 'none';
  /** Whether the bot can be reached at the moment. */
  readonly botOnline: boolean;
  /** False until the bot was first there: it is still starting. */
  readonly botHasStarted: boolean;
}

/** The digest that comes next. */
export interface NextDigest {
  /** ISO instant. */
  readonly at: string;
  /** The id of a channel, or of the person who gets it in a direct message. */
  readonly place: string;
}

export interface Meeting {
  readonly startsOn: string;
  readonly endsOn: string;
  /** IANA zone of the place. */
  readonly timeZone: string;
}

export interface SandboxPerson {
  readonly id: string;
  /** What stands after `@`. */
  readonly handle: string;
  readonly name: string;
  readonly title: string;
  /** IANA zone. */
  readonly timeZone: string;
  readonly isBot: boolean;
  readonly isGuest: boolean;
  /** Background of the initials that stand in for a face. */
  readonly color: string;
}

export interface SandboxChannel {
  readonly id: string;
  /** Without the `#`; for a direct message the other person's name. */
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct' | 'shared';
  readonly members: readonly string[];
  readonly topic: string;
}

/** From the bot's manifest; shown when someone types `/`. */
export interface SlashCommandInfo {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export interface ShortcutInfo {
  readonly name: string;
  readonly type: 'global' | 'message';
  readonly callbackId: string;
}

export interface SandboxMessage {
  /** Slack's timestamp, unique in its channel: `1700000000.000100`. */
  readonly ts: string;
  readonly channelId: string;
  readonly userId: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Only this person sees it. */
  readonly ephemeralTo: string | null;
  /** The first message of the thread it belongs to. */
  readonly threadTs: string | null;
  readonly editedAt: string | null;
  /** What the person typed to get this answer, shown above an ephemeral one. */
  readonly inReplyTo: string | null;
  /** True for a notice by Slack itself, such as "/summit failed with the error operation_timeout". */
  readonly fromSlack: boolean;
}

/** A Home tab with the id that presses on it name. */
export type HomeTab = View & { readonly id: string };

export interface OpenView {
  readonly userId: string;
  readonly id: string;
  readonly view: View;
}

export type SandboxEvent =
  | { readonly kind: 'world'; readonly world: World }
  | { readonly kind: 'message'; readonly message: SandboxMessage }
  | { readonly kind: 'message-removed'; readonly channelId: string; readonly ts: string }
  | { readonly kind: 'views'; readonly views: readonly OpenView[] }
  | { readonly kind: 'home'; readonly userId: string; readonly view: HomeTab }
  | { readonly kind: 'bot'; readonly online: boolean }
  | ({ readonly kind: 'clock' } & Pick<World, 'now' | 'nextNewsOn' | 'nextDigest'>);

/** `POST /sandbox/<name>` with this body; every answer is `ActionAnswer`. */
export interface SandboxActions {
  /** A line typed in the message box: a slash command when it begins with `/`, else a message. */
  readonly say: { userId: string; channelId: string; text: string; threadTs?: string };
  /** A press of a button or a choice in a select; `element` is the Block Kit action as Slack would send it. */
  readonly press: PressBody;
  readonly 'submit-view': { userId: string; viewId: string; state: ViewState };
  readonly 'close-view': { userId: string; viewId: string };
  readonly shortcut: { userId: string; callbackId: string; channelId?: string; messageTs?: string };
  /** What an external select offers for the letters typed so far. */
  readonly options: PressBody & { value: string };
  readonly 'open-home': { userId: string };
  /** Moves the clock on, records what the data says happened, and lets Summit say what is due on the way. */
  readonly 'next-day': { until: 'tomorrow' | 'next-news' | 'next-digest' };
}

export interface PressBody {
  userId: string;
  channelId?: string;
  messageTs?: string;
  viewId?: string;
  /** Of the block and the element pressed. */
  blockId: string;
  actionId: string;
  /** The element's own answer: `value`, `selected_option`, `selected_date`, … as Slack sends them. */
  element: Readonly<Record<string, unknown>>;
  state?: ViewState;
}

/** `block_id` → `action_id` → the element's answer, as in Slack's `view.state.values`. */
export type ViewState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface ActionAnswer {
  readonly ok: boolean;
  /** One sentence for the person when it is not. */
  readonly error?: string;
  /** `block_id` → why, when a modal was refused. */
  readonly errors?: Readonly<Record<string, string>>;
  /** For `options`. */
  readonly options?: readonly unknown[];
  /** For `next-day`: how many entries were recorded, and whether Summit said all that was due. */
  readonly recorded?: number;
  readonly said?: boolean;
}
