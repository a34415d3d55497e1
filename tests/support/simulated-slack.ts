import type {
  Found,
  Messenger,
  Opened,
  Posted,
  Removed,
  Spot,
} from '../../src/digests/messenger.ts';
import type { Message } from '../../src/messages/message.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What becomes of one request to post. */
export type Fate =
  | { readonly kind: 'accepted' }
  /** Accepted, and the connection breaks, or it answers 500. */
  | { readonly kind: 'accepted, then broken' }
  /** Accepted so many milliseconds later, when the connection is broken for long. */
  | { readonly kind: 'accepted late'; readonly brokenAfter: number; readonly after: number }
  /** Accepted, and no answer ever comes. */
  | { readonly kind: 'accepted, never answered' }
  /** The connection breaks before anything arrives. */
  | { readonly kind: 'broken' }
  /** Nothing arrives, and nothing is answered. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'refused'; readonly error: string };

export type LookFate =
  | { readonly kind: 'looked' }
  /** What is there does not show yet. */
  | { readonly kind: 'blind' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'wait'; readonly milliseconds: number };

export interface PostedMessage {
  readonly spot: Spot;
  readonly message: Message;
  readonly key: string;
  readonly ts: string;
}

export interface SimulatedSlackOptions {
  readonly time: VirtualTime;
  readonly fate: (spot: Spot, message: Message) => Fate;
  readonly lookFate?: (spot: Spot) => LookFate;
  /** How long a request is on its way, there or back. */
  readonly latency: () => number;
}

/** Whoever asks gives up after this long. */
const GIVEN_UP_MS = 10_000;

/** Slack as far as the outbox needs it, in time that is not real. */
export class SimulatedSlack implements Messenger {
  readonly #options: SimulatedSlackOptions;
  readonly #messages = new Map<string, PostedMessage[]>();
  #count = 0;
  /** When each request to post was made, by place. */
  readonly asked: { readonly at: number; readonly place: string }[] = [];
  removed = 0;
  looks = 0;
  /** Called with each message, once it is there. */
  onMessage: (posted: PostedMessage) => void = () => {};

  constructor(options: SimulatedSlackOptions) {
    this.#options = options;
  }

  /** All that stands there now. */
  get messages(): PostedMessage[] {
    return [...this.#messages.values()].flat();
  }

  clear(): void {
    this.#messages.clear();
    this.asked.length = 0;
  }

  async openDirect(_teamId: string, userId: string): Promise<Opened> {
    await this.#travel();
    return { kind: 'open', channelId: `D${userId.slice(1)}` };
  }

  async wordFor(_place: object, message: Message): Promise<Message> {
    return message;
  }

  async post(spot: Spot, message: Message, key: string): Promise<Posted> {
    const { time, fate } = this.#options;
    this.asked.push({ at: time.elapsed(), place: spot.channelId });
    const drawn = fate(spot, message);
    switch (drawn.kind) {
      case 'lost':
        await time.sleep(GIVEN_UP_MS);
        return { kind: 'unclear', why: 'timeout' };
      case 'accepted late':
        time.after(drawn.after, () => this.#accept(spot, message, key));
        await time.sleep(drawn.brokenAfter);
        return { kind: 'unclear', why: 'timeout' };
      case 'broken':
      case 'refused':
      case 'wait':
        await this.#travel();
        break;
      case 'accepted':
      case 'accepted, never answered':
      case 'accepted, then broken':
        await this.#travel();
    }
    switch (drawn.kind) {
      case 'broken':
        return { kind: 'unclear', why: 'reset' };
      case 'refused':
      case 'wait':
        await this.#travel();
        return drawn;
      case 'accepted':
      case 'accepted, never answered':
      case 'accepted, then broken': {
        const ts = this.#accept(spot, message, key);
        if (drawn.kind === 'accepted, never answered') return new Promise(() => {});
        await this.#travel();
        return drawn.kind === 'accepted' ? { kind: 'posted', ts } : { kind: 'unclear', why: '500' };
      }
    }
  }

  async find(spot: Spot, key: string, between: Parameters<Messenger['find']>[2]): Promise<Found> {
    const { time, lookFate } = this.#options;
    const drawn = lookFate?.(spot) ?? { kind: 'looked' };
    this.looks += 1;
    if (drawn.kind === 'lost') {
      await time.sleep(GIVEN_UP_MS);
      return { kind: 'unclear', why: 'timeout' };
    }
    await this.#travel();
    const [from, until] = [between.from, between.until].map((at) => at.epochMilliseconds / 1000);
    const found = (this.#messages.get(spot.channelId) ?? [])
      .filter((one) => one.key === key && one.spot.threadTs === spot.threadTs)
      .filter(({ ts }) => Number(ts) >= from! && Number(ts) <= until!)
      .map(({ ts }) => ts);
    await this.#travel();
    switch (drawn.kind) {
      case 'broken':
        return { kind: 'unclear', why: 'reset' };
      case 'refused':
      case 'wait':
        return drawn;
      case 'blind':
        return { kind: 'looked', ts: [] };
      case 'looked':
        return { kind: 'looked', ts: found };
    }
  }

  async remove({ channelId }: Spot, ts: string): Promise<Removed> {
    await this.#travel();
    const there = this.#messages.get(channelId) ?? [];
    this.#messages.set(
      channelId,
      there.filter((one) => one.ts !== ts),
    );
    this.removed += 1;
    return { kind: 'gone' };
  }

  #accept(spot: Spot, message: Message, key: string): string {
    const { time } = this.#options;
    this.#count = (this.#count + 1) % 1_000;
    const { epochMilliseconds } = time.now();
    const digits = String(epochMilliseconds % 1000).padStart(3, '0');
    const ts = `${Math.floor(epochMilliseconds / 1000)}.${digits}${String(this.#count).padStart(3, '0')}`;
    const posted = { spot, message, key, ts };
    const there = this.#messages.get(spot.channelId) ?? [];
    there.push(posted);
    this.#messages.set(spot.channelId, there);
    time.note();
    this.onMessage(posted);
    return ts;
  }

  async #travel(): Promise<void> {
    await this.#options.time.sleep(this.#options.latency());
  }
}
