import type { SandboxEvent, SandboxMessage, World } from '../protocol.ts';

/** The world after one event; the first event brings the world itself. */
export function applyEvent(world: World | null, event: SandboxEvent): World | null {
  if (event.kind === 'world') return event.world;
  if (world === null) return null;
  switch (event.kind) {
    case 'message':
      return { ...world, messages: withMessage(world.messages, event.message) };
    case 'message-removed':
      return {
        ...world,
        messages: world.messages.filter(
          ({ channelId, ts }) => channelId !== event.channelId || ts !== event.ts,
        ),
      };
    case 'views':
      return { ...world, views: event.views };
    case 'home':
      return { ...world, homes: { ...world.homes, [event.userId]: event.view } };
    case 'bot':
      return {
        ...world,
        botOnline: event.online,
        botHasStarted: world.botHasStarted || event.online,
      };
    case 'clock':
      return {
        ...world,
        now: event.now,
        nextNewsOn: event.nextNewsOn,
        nextDigest: event.nextDigest,
      };
  }
}

/** A message that is there already was edited and keeps its place. */
function withMessage(
  messages: readonly SandboxMessage[],
  message: SandboxMessage,
): readonly SandboxMessage[] {
  const isSame = (other: SandboxMessage): boolean =>
    other.channelId === message.channelId && other.ts === message.ts;
  return messages.some(isSame)
    ? messages.map((other) => (isSame(other) ? message : other))
    : [...messages, message];
}
