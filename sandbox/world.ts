import type { KnownBlock, View } from '@slack/types';
import { type Channel, DESK, type Person, type Team } from './people.ts';
import type { HomeTab, SandboxEvent, SandboxMessage } from './protocol.ts';

/** What is needed to put a message somewhere; the rest is left empty. */
export interface Draft {
  readonly channelId: string;
  readonly userId: string;
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
  readonly ephemeralTo?: string | null;
  readonly threadTs?: string | null;
  readonly inReplyTo?: string | null;
  readonly fromSlack?: boolean;
  /** What an app tells other apps about its message; nobody sees it. */
  readonly metadata?: unknown;
}

export interface StoredMessage extends SandboxMessage {
  readonly metadata: unknown;
}

/** The page's events, and that somebody joined or left, for which it needs the whole world again. */
export type WorkspaceEvent = SandboxEvent | { readonly kind: 'members' };

type Listener = (event: WorkspaceEvent) => void;

/** Everything in the workspace. It is changed here and nowhere else, and whoever listens hears of it. */
export class Workspace {
  readonly team: Team;
  readonly #now: () => Temporal.Instant;
  readonly #channels: Map<string, Channel>;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #reactions = new Set<string>();
  readonly #homes = new Map<string, HomeTab>();
  readonly #listeners = new Set<Listener>();
  #lastTs = 0n;
  #botOnline = false;
  #botHasStarted = false;

  constructor(now: () => Temporal.Instant, team: Team = DESK) {
    this.#now = now;
    this.team = team;
    this.#channels = new Map(team.channels.map((channel) => [channel.id, channel]));
  }

  get people(): readonly Person[] {
    return this.team.people;
  }

  /** Summit's own user there. */
  get botUserId(): string {
    return this.team.bot.userId;
  }

  get channels(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  get messages(): readonly StoredMessage[] {
    return [...this.#messages.values()];
  }

  get homes(): Readonly<Record<string, HomeTab>> {
    return Object.fromEntries(this.#homes);
  }

  get botOnline(): boolean {
    return this.#botOnline;
  }

  get botHasStarted(): boolean {
    return this.#botHasStarted;
  }

  /** Calls `listener` on every change until what it returns is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: WorkspaceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  /** The direct conversation between someone and the bot. */
  directChannel(userId: string): Channel | undefined {
    return this.channels.find(({ kind, members }) => kind === 'direct' && members.includes(userId));
  }

  isMember(channelId: string, userId: string): boolean {
    return this.channel(channelId)?.members.includes(userId) === true;
  }

  /** False when they were already there. */
  join(channelId: string, userId: string): boolean {
    return this.#changeMembers(channelId, (members) =>
      members.includes(userId) ? members : [...members, userId],
    );
  }

  /** False when they weren't there. */
  leave(channelId: string, userId: string): boolean {
    return this.#changeMembers(channelId, (members) =>
      members.includes(userId) ? members.filter((id) => id !== userId) : members,
    );
  }

  archive(channelId: string): void {
    this.#change(channelId, { isArchived: true });
  }

  unarchive(channelId: string): void {
    this.#change(channelId, { isArchived: false });
  }

  rename(channelId: string, name: string): void {
    this.#change(channelId, { name });
  }

  /** Another channel in the workspace, or one in place of the one with this id. */
  addChannel(channel: Channel): void {
    this.#channels.set(channel.id, channel);
    this.emit({ kind: 'members' });
  }

  /** For good. */
  removeChannel(channelId: string): void {
    this.#channels.delete(channelId);
    this.emit({ kind: 'members' });
  }

  message(channelId: string, ts: string): StoredMessage | undefined {
    return this.#messages.get(`${channelId} ${ts}`);
  }

  post(draft: Draft): StoredMessage {
    const message: StoredMessage = {
      blocks: [],
      ephemeralTo: null,
      threadTs: null,
      inReplyTo: null,
      fromSlack: false,
      metadata: null,
      ...draft,
      ts: this.nextTs(),
      editedAt: null,
    };
    this.#keep(message);
    return message;
  }

  /** A line only one person sees, from Slack itself. */
  notice(
    channelId: string,
    userId: string,
    text: string,
    about: Pick<Draft, 'inReplyTo' | 'threadTs'> = {},
  ): void {
    this.post({
      channelId,
      userId: 'USLACK',
      text,
      ephemeralTo: userId,
      ...about,
      fromSlack: true,
    });
  }

  edit(
    message: StoredMessage,
    change: { readonly text: string; readonly blocks: readonly KnownBlock[]; metadata?: unknown },
  ): StoredMessage {
    const edited = { ...message, ...change, editedAt: this.nextTs() };
    this.#keep(edited);
    return edited;
  }

  remove(message: SandboxMessage): void {
    this.#messages.delete(`${message.channelId} ${message.ts}`);
    this.emit({ kind: 'message-removed', channelId: message.channelId, ts: message.ts });
  }

  /** False when they had already reacted so. */
  react(message: SandboxMessage, userId: string, name: string): boolean {
    const reaction = `${message.channelId} ${message.ts} ${userId} ${name}`;
    if (this.#reactions.has(reaction)) return false;
    this.#reactions.add(reaction);
    return true;
  }

  home(userId: string): View | undefined {
    return this.#homes.get(userId);
  }

  publishHome(userId: string, view: HomeTab): void {
    this.#homes.set(userId, view);
    this.emit({ kind: 'home', userId, view });
  }

  setBotOnline(online: boolean): void {
    if (online === this.#botOnline) return;
    this.#botOnline = online;
    this.#botHasStarted ||= online;
    this.emit({ kind: 'bot', online });
  }

  /** Slack's timestamp: seconds and six digits that make it unique. */
  nextTs(): string {
    const now = this.#now().epochNanoseconds / 1000n;
    this.#lastTs = now > this.#lastTs ? now : this.#lastTs + 1n;
    const digits = this.#lastTs.toString().padStart(7, '0');
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }

  #keep(message: StoredMessage): void {
    this.#messages.set(`${message.channelId} ${message.ts}`, message);
    this.emit({ kind: 'message', message });
  }

  #change(channelId: string, change: Partial<Channel>): void {
    const channel = this.channel(channelId);
    if (channel !== undefined) this.addChannel({ ...channel, ...change });
  }

  #changeMembers(
    channelId: string,
    change: (members: readonly string[]) => readonly string[],
  ): boolean {
    const channel = this.channel(channelId);
    if (channel === undefined) return false;
    const members = change(channel.members);
    if (members === channel.members) return false;
    this.#channels.set(channelId, { ...channel, members });
    this.emit({ kind: 'members' });
    return true;
  }
}
