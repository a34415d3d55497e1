import { webApi } from '@slack/bolt';
import type { Found, Messenger, Opened, Posted, Spot } from '../digests/messenger.ts';
import type { Message } from '../messages/message.ts';
import { peopleIn, withNames } from '../messages/named-people.ts';
import { inTime } from './in-time.ts';
import type { Names } from './names.ts';
import { whatFailed } from './what-failed.ts';

/** What the metadata of Summit's messages is called. */
const EVENT_TYPE = 'summit_post';

/** Nobody waits longer than this for what people are called, in milliseconds. */
const NAMES_WITHIN = 1_500;

/** Apps that are not in Slack's directory get no more messages than these at a time. */
const PAGE = 15;
const MOST_PAGES = 20;

type Client = webApi.WebClient;

/** Slack itself, through a client that tries everything once. */
export class SlackMessenger implements Messenger {
  readonly #client: Client;
  readonly #names: Names;

  constructor(client: Client, names: Names) {
    this.#client = client;
    this.#names = names;
  }

  async openDirect(_teamId: string, userId: string): Promise<Opened> {
    try {
      const { channel } = await this.#client.conversations.open({ users: userId });
      return channel?.id === undefined
        ? { kind: 'unclear', why: 'Slack named no conversation' }
        : { kind: 'open', channelId: channel.id };
    } catch (error) {
      return whatFailed(error);
    }
  }

  async post(spot: Spot, message: Message, key: string): Promise<Posted> {
    const { text, blocks } = await this.#forAll(spot, message);
    try {
      const { ts } = await this.#client.chat.postMessage({
        channel: spot.channelId,
        text,
        blocks: [...blocks],
        metadata: { event_type: EVENT_TYPE, event_payload: { key } },
        unfurl_links: false,
        unfurl_media: false,
        parse: 'none',
        ...(spot.threadTs !== null && { thread_ts: spot.threadTs }),
      });
      return ts === undefined
        ? { kind: 'unclear', why: 'Slack named no message' }
        : { kind: 'posted', ts };
    } catch (error) {
      return whatFailed(error);
    }
  }

  async find(spot: Spot, key: string, between: Parameters<Messenger['find']>[2]): Promise<Found> {
    const found: string[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { messages = [], response_metadata: more } = await this.#pageOf(
          spot,
          between,
          cursor,
        );
        found.push(...messages.filter((one) => isOurs(one, key)).flatMap(({ ts }) => ts ?? []));
        cursor = more?.next_cursor;
        if (cursor === undefined || cursor === '') return { kind: 'looked', ts: inOrder(found) };
      }
      return { kind: 'unclear', why: 'too much was said there to look through' };
    } catch (error) {
      return whatFailed(error);
    }
  }

  async remove({ channelId }: Spot, ts: string): Promise<boolean> {
    try {
      await this.#client.chat.delete({ channel: channelId, ts });
      return true;
    } catch (error) {
      const failed = whatFailed(error);
      return failed.kind === 'refused' && failed.error === 'message_not_found';
    }
  }

  /** In a channel people are named, for a mention calls them. What isn't known in time is left out. */
  async #forAll({ channelId }: Spot, message: Message): Promise<Message> {
    const people = channelId.startsWith('D') ? [] : peopleIn(message);
    if (people.length === 0) return message;
    const known = await Promise.all(people.map((id) => this.#nameOf(id)));
    return withNames(message, new Map(known.flat()));
  }

  async #nameOf(userId: string): Promise<[string, string][]> {
    try {
      return [...(await inTime(this.#names.of([userId]), NAMES_WITHIN))];
    } catch {
      return [];
    }
  }

  async #pageOf(
    { channelId, threadTs }: Spot,
    { from, until }: Parameters<Messenger['find']>[2],
    cursor: string | undefined,
  ): Promise<webApi.ConversationsHistoryResponse | webApi.ConversationsRepliesResponse> {
    const where = {
      channel: channelId,
      oldest: asTimestamp(from),
      latest: asTimestamp(until),
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    };
    return threadTs === null
      ? this.#client.conversations.history(where)
      : this.#client.conversations.replies({ ...where, ts: threadTs });
  }
}

function isOurs(message: object, key: string): boolean {
  const { metadata } = message as {
    readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
  };
  const { key: told } = (metadata?.event_payload ?? {}) as { readonly key?: unknown };
  return metadata?.event_type === EVENT_TYPE && told === key;
}

/** The first first, each once: pages may overlap when something is posted meanwhile. */
function inOrder(found: readonly string[]): string[] {
  return [...new Set(found)].toSorted((one, other) => Number(one) - Number(other));
}

/** Seconds since 1970, as Slack dates messages. */
function asTimestamp({ epochMilliseconds }: Temporal.Instant): string {
  return `${Math.floor(epochMilliseconds / 1000)}.${String(epochMilliseconds % 1000).padStart(3, '0')}000`;
}
