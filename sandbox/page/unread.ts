import type { SandboxMessage } from '../protocol.ts';

/** Remembers how far each person has read each channel, for as long as the page is open. */
export interface ReadMarks {
  /** Everything said so far counts as read; done once, when the page opens. */
  start(messages: readonly SandboxMessage[]): void;
  see(userId: string, channelId: string, messages: readonly SandboxMessage[]): void;
  unreadFor(userId: string, messages: readonly SandboxMessage[]): ReadonlySet<string>;
}

export function readMarks(): ReadMarks {
  const seen = new Map<string, number>();
  let floor = 0;

  return {
    start(messages) {
      floor = Math.max(floor, latest(messages));
    },
    see(userId, channelId, messages) {
      const inside = messages.filter((message) => message.channelId === channelId);
      seen.set(`${userId} ${channelId}`, latest(inside));
    },
    unreadFor(userId, messages) {
      const unread = messages.filter((message) => {
        const mark = seen.get(`${userId} ${message.channelId}`) ?? floor;
        const forThem = message.ephemeralTo === null || message.ephemeralTo === userId;
        return forThem && message.userId !== userId && Number(message.ts) > Math.max(mark, floor);
      });
      return new Set(unread.map(({ channelId }) => channelId));
    },
  };
}

function latest(messages: readonly SandboxMessage[]): number {
  return Math.max(0, ...messages.map(({ ts }) => Number(ts)));
}
