import type {
  ConversationsHistoryResponse,
  ConversationsRepliesResponse,
  WebClient,
} from '@slack/web-api';
import type { Found, Messenger, Opened, Posted, Removed, Spot } from '../digests/messenger.ts';
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

/** Without a token, what is to be said waits so many milliseconds. */
const NO_TOKEN_WAIT = 5_000;

/** How Summit speaks unasked in a workspace. */
export interface UnaskedSpeaker {
  /** Null while there is no token that is any good. */
  readonly posting: WebClient | null;
  readonly names: Names;
}

/** Null where Summit isn't installed. */
type SpeakerIn = (teamId: string) => Promise<UnaskedSpeaker | null>;

type Place = Pick<Spot, 'channelId' | 'teamId'>;

type Between = Parameters<Messenger['find']>[2];

/** How far a look through a channel has come. */
interface Search {
  readonly between: Between;
  readonly found: string[];
  cursor: string | undefined;
  pages: number;
}

/** Slack itself, through clients that try everything once: each workspace has its own. */
export class SlackMessenger implements Messenger {
  readonly #speakerIn: SpeakerIn;
  /** What is being looked through, by the key of what is looked for. */
  readonly #begun = new Map<string, Search>();

  constructor(speakerIn: SpeakerIn) {
    this.#speakerIn = speakerIn;
  }

  async openDirect(teamId: string, userId: string): Promise<Opened> {
    const speaker = await this.#speaking(teamId);
    if (speaker.kind !== 'speaker') return speaker;
    try {
      const { channel } = await speaker.client.conversations.open({ users: userId });
      return channel?.id === undefined
        ? { kind: 'unclear', why: 'Slack named no conversation' }
        : { kind: 'open', channelId: channel.id };
    } catch (error) {
      return whatFailed(error);
    }
  }

  /** What isn't known in time is left out. */
  async wordFor({ teamId, channelId }: Place, message: Message): Promise<Message> {
    const people = channelId.startsWith('D') ? [] : peopleIn(message);
    if (people.length === 0) return message;
    const names = (await this.#speakerIn(teamId))?.names;
    const known = await Promise.all(people.map((id) => nameOf(names, id)));
    return withNames(message, new Map(known.flat()));
  }

  async post(spot: Spot, { text, blocks }: Message, key: string): Promise<Posted> {
    const speaker = await this.#speaking(spot.teamId);
    if (speaker.kind !== 'speaker') return speaker;
    try {
      const { ts } = await speaker.client.chat.postMessage({
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

  async find(spot: Spot, key: string, between: Between): Promise<Found> {
    const speaker = await this.#speaking(spot.teamId);
    if (speaker.kind !== 'speaker') return speaker;
    const search = this.#begun.get(key) ?? { between, found: [], cursor: undefined, pages: 0 };
    this.#begun.delete(key);
    try {
      while (search.pages < MOST_PAGES) {
        const { messages = [], response_metadata: more } = await pageOf(
          speaker.client,
          spot,
          search,
        );
        const ours = messages.filter((one) => isOurs(one, key));
        search.found.push(...ours.flatMap(({ ts }) => ts ?? []));
        search.cursor = more?.next_cursor;
        search.pages += 1;
        if (search.cursor === undefined || search.cursor === '') {
          return { kind: 'looked', ts: inOrder(search.found) };
        }
      }
      return { kind: 'unclear', why: 'too much was said there to look through' };
    } catch (error) {
      const failed = whatFailed(error);
      // Some workspaces allow one page a minute: the next look goes on where this one was stopped.
      if (failed.kind === 'wait' && search.pages > 0) this.#begun.set(key, search);
      return failed;
    }
  }

  async remove({ teamId, channelId }: Spot, ts: string): Promise<Removed> {
    const speaker = await this.#speaking(teamId);
    if (speaker.kind !== 'speaker') return speaker;
    try {
      await speaker.client.chat.delete({ channel: channelId, ts });
      return { kind: 'gone' };
    } catch (error) {
      const failed = whatFailed(error);
      const isGone = failed.kind === 'refused' && failed.error === 'message_not_found';
      return isGone ? { kind: 'gone' } : failed;
    }
  }

  async #speaking(teamId: string): Promise<Speaking> {
    const speaker = await this.#speakerIn(teamId);
    if (speaker === null) return { kind: 'refused', error: 'account_inactive' };
    if (speaker.posting === null) return { kind: 'wait', milliseconds: NO_TOKEN_WAIT };
    return { kind: 'speaker', client: speaker.posting };
  }
}

type Speaking =
  | { readonly kind: 'speaker'; readonly client: WebClient }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'wait'; readonly milliseconds: number };

async function nameOf(names: Names | undefined, userId: string): Promise<[string, string][]> {
  if (names === undefined) return [];
  try {
    return [...(await inTime(names.of([userId]), NAMES_WITHIN))];
  } catch {
    return [];
  }
}

async function pageOf(
  client: WebClient,
  { channelId, threadTs }: Spot,
  { between: { from, until }, cursor }: Search,
): Promise<ConversationsHistoryResponse | ConversationsRepliesResponse> {
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
    ? client.conversations.history(where)
    : client.conversations.replies({ ...where, ts: threadTs });
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
