import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Post } from './fake-slack.ts';

/** A Slack in a thread of its own: what it does with messages takes nothing from whoever measures. */
export interface PostedTo {
  readonly apiUrl: string;
  /** When each message was taken, in milliseconds of this thread's clock. */
  readonly takenAt: readonly number[];
  /** How many each channel took. */
  readonly ofChannel: ReadonlyMap<string, number>;
  /** How often a channel was sent one too soon after another. */
  readonly refused: () => number;
  stop(): Promise<void>;
}

/** What the thread says first. */
export interface Ready {
  readonly apiUrl: string;
}

export async function startPostedTo(): Promise<PostedTo> {
  const thread = new Worker(new URL('posted-to-thread.ts', import.meta.url));
  const [{ apiUrl }] = (await once(thread, 'message')) as [Ready];
  const takenAt: number[] = [];
  const ofChannel = new Map<string, number>();
  let refused = 0;
  thread.on('message', ({ channel, isTaken }: Post) => {
    if (isTaken) {
      takenAt.push(performance.now());
      ofChannel.set(channel, (ofChannel.get(channel) ?? 0) + 1);
    } else refused += 1;
  });
  return {
    apiUrl,
    takenAt,
    ofChannel,
    refused: () => refused,
    async stop() {
      await thread.terminate();
    },
  };
}
