import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { ChannelKind } from '../access/channel-ceiling.ts';
import { meaningOf } from '../digests/refusals.ts';
import { inTime } from './in-time.ts';

/** Whoever waits for an answer waits no longer than this for Slack's, in milliseconds. */
const WITHIN = 1_500;
/** Where so many people are, some may be guests. */
const MOST_MEMBERS = 1_000;
const PAGE = 200;
/** What Slack told of a channel's members holds so long, in milliseconds. */
const MEMBERS_HOLD = 60_000;
/** Where Slack did not tell, it is asked again after as long. */
const SILENCE_HOLDS = 15_000;
/** When so many channels were asked of within a minute, all of them are asked of at once. */
const ONE_BY_ONE = 20;
const MINUTE = 60_000;
/** What was told of all of them holds so long. */
const LIST_HOLDS = 15_000;

/** Slack does not let Summit say anything there. */
export interface Refusal {
  readonly refused: string;
}

interface Described {
  readonly is_im?: boolean;
  readonly is_mpim?: boolean;
  readonly is_private?: boolean;
  readonly is_shared?: boolean;
  readonly is_ext_shared?: boolean;
  readonly is_org_shared?: boolean;
  readonly is_pending_ext_shared?: boolean;
}

/** What Slack knows of channels. It is asked each time, for a channel may be shared at any moment. */
export class Channels {
  readonly #slack: WebClient;
  readonly #log: Logger;
  readonly #members = new Map<string, Membership>();
  #asked: number[] = [];
  #listed: {
    readonly at: number;
    readonly kinds: Promise<ReadonlyMap<string, ChannelKind>>;
  } | null = null;

  constructor(slack: WebClient, log: Logger) {
    this.#slack = slack;
    this.#log = log;
  }

  /** What a channel is now, or Slack's word for why nothing can be said there. */
  async kindOf(channelId: string): Promise<ChannelKind | Refusal> {
    if (channelId.startsWith('D')) return 'direct';
    try {
      const many = await this.#fromList(channelId);
      if (many !== null) return many;
      const { channel } = await inTime(
        this.#slack.conversations.info({ channel: channelId }),
        WITHIN,
      );
      return channel === undefined ? 'unknown' : kindIn(channel);
    } catch (error) {
      if (error instanceof WebAPIPlatformError) {
        const meaning = meaningOf(error.data.error);
        if (meaning === 'place' || meaning === 'workspace') return { refused: error.data.error };
      }
      this.#log.info({ err: error }, 'Slack did not tell what a channel is');
      return 'unknown';
    }
  }

  /** Who is in a channel; null where Slack doesn't tell, or there are too many to know them all. */
  async membersOf(channelId: string): Promise<Members> {
    const known = this.#known(channelId);
    if (known !== null) return known.told ?? known.asked;
    if (this.#members.size >= MOST_MEMBERS) this.#members.clear();
    const asked = inTime(this.#listMembers(channelId), WITHIN).catch(() => null);
    const membership: Membership = { until: performance.now() + MEMBERS_HOLD, asked, told: null };
    this.#members.set(channelId, membership);
    membership.told = await asked;
    if (membership.told === null) membership.until = performance.now() + SILENCE_HOLDS;
    return asked;
  }

  /** Those of the channels that somebody is known to be in. */
  async withMember(userId: string, channelIds: readonly string[]): Promise<Belonging> {
    const untold = channelIds.filter((id) => (this.#known(id)?.told ?? null) === null);
    if (untold.length > 0) await Promise.all(untold.map(async (id) => this.membersOf(id)));
    const known = channelIds.map((id) => this.#known(id));
    return {
      channelIds: channelIds.filter((_id, at) => known[at]?.told?.has(userId) === true),
      until: Math.min(...known.map((membership) => membership?.until ?? 0)),
    };
  }

  #known(channelId: string): Membership | null {
    const known = this.#members.get(channelId);
    return known !== undefined && performance.now() < known.until ? known : null;
  }

  async #listMembers(channelId: string): Promise<Members> {
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await this.#slack.conversations.members({
        channel: channelId,
        limit: PAGE,
        ...(cursor !== undefined && { cursor }),
      });
      for (const id of page.members ?? []) ids.add(id);
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined && ids.size < MOST_MEMBERS);
    return cursor === undefined ? ids : null;
  }

  /** At nine many digests go out: Slack tells of all channels Summit is in at once, and not of so many one by one. */
  async #fromList(channelId: string): Promise<ChannelKind | null> {
    const now = performance.now();
    this.#asked = [...this.#asked.filter((at) => now - at < MINUTE), now];
    if (this.#asked.length <= ONE_BY_ONE) return null;
    if (this.#listed === null || now - this.#listed.at > LIST_HOLDS) {
      this.#listed = { at: now, kinds: this.#listKinds() };
    }
    try {
      return (await this.#listed.kinds).get(channelId) ?? null;
    } catch {
      this.#listed = null;
      return null;
    }
  }

  async #listKinds(): Promise<ReadonlyMap<string, ChannelKind>> {
    const kinds = new Map<string, ChannelKind>();
    let cursor: string | undefined;
    do {
      const page = await this.#slack.users.conversations({
        types: 'public_channel,private_channel',
        limit: 999,
        ...(cursor !== undefined && { cursor }),
      });
      for (const { id, ...channel } of page.channels ?? []) {
        if (id !== undefined) kinds.set(id, kindIn(channel));
      }
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return kinds;
  }
}

/** In which channels somebody is, as Slack last told. */
export interface Belonging {
  readonly channelIds: readonly string[];
  /** When Slack has to be asked again, by the process's own clock; never where it was asked of none. */
  readonly until: number;
}

type Members = ReadonlySet<string> | null;

/** What Slack told of a channel's members, or is telling. */
interface Membership {
  until: number;
  readonly asked: Promise<Members>;
  told: Members;
}

function kindIn(channel: Described): ChannelKind {
  if (channel.is_im === true) return 'direct';
  const isForeign = channel.is_shared === true && channel.is_org_shared !== true;
  if (channel.is_ext_shared === true || channel.is_pending_ext_shared === true || isForeign) {
    return 'shared';
  }
  return channel.is_private === true || channel.is_mpim === true ? 'private' : 'public';
}
