import type { SandboxChannel, SandboxMessage, SandboxPerson, World } from '../protocol.ts';
import { type Scene, sceneOf } from './scene.ts';

/** What the page shows at the moment: who is looking, at what. */
export interface Desk {
  readonly world: World;
  readonly me: SandboxPerson;
  readonly place: Place;
  readonly scene: Scene;
  /** Channels with something the person has not seen. */
  readonly unread: ReadonlySet<string>;
  readonly lineOpen: boolean;
}

export interface Place {
  readonly channelId: string;
  readonly tab: 'messages' | 'home';
  readonly threadTs: string | null;
}

/** What the parts of the page may ask for. */
export interface Moves {
  go(place: Partial<Place> & { readonly channelId: string }): void;
  actAs(userId: string): void;
  /** Puts words into the message box and the cursor behind them. */
  suggest(words: string): void;
}

/** A part of the page: it is made once and drawn again when the desk changes. */
export interface Part {
  readonly element: HTMLElement;
  draw(desk: Desk): void;
}

export function deskOf(
  world: World,
  meId: string,
  place: Place | null,
  unread: ReadonlySet<string>,
  lineOpen: boolean,
): Desk {
  const humans = world.people.filter(({ isBot }) => !isBot);
  const me = humans.find(({ id }) => id === meId) ?? humans[0];
  if (me === undefined) throw new Error('There is nobody in the sandbox to act as');
  return {
    world,
    me,
    place: placeFor(world, me, place),
    scene: sceneOf(me.id, world),
    unread,
    lineOpen,
  };
}

/** What someone sees who wants to be at a place: their own talk with an app for another's, else their first channel. */
function placeFor(world: World, me: SandboxPerson, wanted: Place | null): Place {
  const mine = channelsOf(world, me);
  const there = world.channels.find(({ id }) => id === wanted?.channelId);
  const channel =
    mine.find(({ id }) => id === there?.id) ??
    mine.find(({ kind, name }) => kind === 'direct' && name === there?.name) ??
    mine[0];
  if (channel === undefined) return { channelId: '', tab: 'messages', threadTs: null };
  const isSame = channel.id === there?.id;
  const isApp = isWithApp(world, channel);
  const wantsHome = wanted?.tab === 'home' || world.messagesTab === 'none';
  return {
    channelId: channel.id,
    tab: isApp && wantsHome ? 'home' : 'messages',
    threadTs: isSame && !isApp ? (wanted?.threadTs ?? null) : null,
  };
}

/** True for somebody's own conversation with an app, which also has a Home tab. */
export function isWithApp({ people }: World, { kind, members }: SandboxChannel): boolean {
  return kind === 'direct' && people.some(({ id, isBot }) => isBot && members.includes(id));
}

/** The conversations someone is in. */
export function channelsOf(world: World, me: SandboxPerson): SandboxChannel[] {
  return world.channels.filter(({ members }) => members.includes(me.id));
}

/** The other one in a direct conversation. */
export function otherIn(channel: SandboxChannel, desk: Desk): SandboxPerson | null {
  if (channel.kind !== 'direct') return null;
  const id = channel.members.find((member) => member !== desk.me.id);
  return id === undefined ? null : (desk.scene.people.get(id) ?? null);
}

export function nameOf(channel: SandboxChannel, desk: Desk): string {
  return otherIn(channel, desk)?.name ?? channel.name;
}

function isFor(message: SandboxMessage, userId: string): boolean {
  return message.ephemeralTo === null || message.ephemeralTo === userId;
}

/** What stands in a channel itself, oldest first; what is said in threads is left out. */
export function channelMessages(desk: Desk): SandboxMessage[] {
  const { world, me, place } = desk;
  return world.messages
    .filter(
      (message) =>
        message.channelId === place.channelId &&
        isFor(message, me.id) &&
        (message.threadTs === null || message.threadTs === message.ts),
    )
    .toSorted(byTime);
}

export function threadMessages(desk: Desk, threadTs: string): SandboxMessage[] {
  const { world, me, place } = desk;
  return world.messages
    .filter(
      (message) =>
        message.channelId === place.channelId &&
        isFor(message, me.id) &&
        (message.threadTs === threadTs || message.ts === threadTs),
    )
    .toSorted(byTime);
}

export function byTime(one: SandboxMessage, other: SandboxMessage): number {
  return Number(one.ts) - Number(other.ts);
}
