import type { KnownBlock } from '@slack/types';
import { checkMessage, describeFault } from '../block-kit.ts';
import { describeMessage } from '../describe-message.ts';
import { nameBlocks } from '../name-parts.ts';
import { permalinkOf } from '../permalink.ts';
import { sendEvent } from '../to-bot.ts';
import type { StoredMessage } from '../world.ts';
import type { Args } from './args.ts';
import { type Answer, type Api, type Method, refuse, refuseWithReasons } from './method.ts';
import { reachChannel, reachToWrite } from './reach.ts';

const MOST_METADATA = 1000;

export const postMessage: Method = {
  tier: 'unlimited',
  scope: 'chat:write',
  async run(args, api) {
    const reach = reachToWrite(api, args.text('channel'));
    if (reach.kind === 'refused') return reach.answer;
    const content = readContent(args, api, 'post');
    if (content.kind === 'refused') return content.answer;
    const threadTs = args.text('thread_ts') || null;
    const { channel } = reach;
    if (threadTs !== null && api.workspace.message(channel.id, threadTs) === undefined) {
      return refuse('thread_not_found');
    }
    const wait = api.waitToPost(channel.id);
    if (wait > 0) return rateLimited(wait);

    const message = api.workspace.post({
      channelId: channel.id,
      userId: api.workspace.botUserId,
      text: content.text,
      blocks: content.blocks,
      threadTs,
      metadata: content.metadata,
    });
    const described = { ...describeMessage(api.workspace, message), ...metadataOf(message) };
    if (channel.kind === 'direct') {
      void sendEvent(api, 'message.im', {
        ...described,
        channel: channel.id,
        channel_type: 'im',
        event_ts: message.ts,
      });
    }
    return { ok: true, channel: channel.id, ts: message.ts, message: described };
  },
};

export const postEphemeral: Method = {
  tier: 'tier-4',
  scope: 'chat:write',
  run(args, api) {
    const reach = reachToWrite(api, args.text('channel'));
    if (reach.kind === 'refused') return reach.answer;
    const user = args.text('user');
    if (!reach.channel.members.includes(user)) return refuse('user_not_in_channel');
    const content = readContent(args, api, 'post');
    if (content.kind === 'refused') return content.answer;
    const { ts } = api.workspace.post({
      channelId: reach.channel.id,
      userId: api.workspace.botUserId,
      text: content.text,
      blocks: content.blocks,
      ephemeralTo: user,
      threadTs: args.text('thread_ts') || null,
    });
    return { ok: true, message_ts: ts };
  },
};

export const update: Method = {
  tier: 'tier-3',
  scope: 'chat:write',
  run(args, api) {
    const own = findOwn(args, api, 'cant_update_message');
    if (own.kind === 'refused') return own.answer;
    if (api.workspace.channel(own.message.channelId)?.isArchived === true) {
      return refuse('is_inactive');
    }
    const content = readContent(args, api, 'update');
    if (content.kind === 'refused') return content.answer;
    const edited = api.workspace.edit(own.message, {
      text: content.text,
      blocks: content.blocks,
      metadata: content.metadata ?? own.message.metadata,
    });
    return {
      ok: true,
      channel: edited.channelId,
      ts: edited.ts,
      text: edited.text,
      message: describeMessage(api.workspace, edited),
    };
  },
};

export const remove: Method = {
  tier: 'tier-3',
  scope: 'chat:write',
  run(args, api) {
    const own = findOwn(args, api, 'cant_delete_message');
    if (own.kind === 'refused') return own.answer;
    api.workspace.remove(own.message);
    return { ok: true, channel: own.message.channelId, ts: own.message.ts };
  },
};

export const getPermalink: Method = {
  tier: 'unlimited',
  run(args, api) {
    const reach = reachChannel(api, args.text('channel'));
    if (reach.kind === 'refused') return reach.answer;
    const ts = args.text('message_ts');
    const message = api.workspace.message(reach.channel.id, ts);
    if (message === undefined) return refuse('message_not_found');
    const permalink = permalinkOf(api.url, message);
    return { ok: true, channel: reach.channel.id, permalink };
  },
};

/** What a message tells other apps, shown to those that ask for it. */
export function metadataOf({ metadata }: StoredMessage): object {
  return metadata === null ? {} : { metadata };
}

type Content =
  | {
      readonly kind: 'content';
      readonly text: string;
      readonly blocks: readonly KnownBlock[];
      readonly metadata: unknown;
    }
  | { readonly kind: 'refused'; readonly answer: Answer };

function readContent(args: Args, api: Api, use: 'post' | 'update'): Content {
  const no = (answer: Answer): Content => ({ kind: 'refused', answer });
  const blocks = args.structure('blocks');
  if (blocks.kind === 'broken') return no(refuse('invalid_blocks_format'));
  if (!api.charts && blocks.kind === 'given' && hasChart(blocks.value)) {
    return no(refuseWithReasons('invalid_blocks', ['unsupported type: data_visualization']));
  }
  const metadata = args.structure('metadata');
  if (metadata.kind === 'broken') return no(refuse('invalid_metadata_format'));
  if (metadata.kind === 'given') {
    const { event_type: type, event_payload: payload } = metadata.value as Record<string, unknown>;
    if (typeof type !== 'string' || typeof payload !== 'object') {
      return no(refuse('invalid_metadata_schema'));
    }
    if (JSON.stringify(metadata.value).length > MOST_METADATA)
      return no(refuse('metadata_too_large'));
  }

  const text = args.text('text');
  const faults = checkMessage(
    { text, ...(blocks.kind === 'given' && { blocks: blocks.value }) },
    use,
  );
  const [first] = faults;
  if (first !== undefined) {
    return no(
      first.code === 'no_text'
        ? refuse('no_text')
        : refuseWithReasons(first.code, faults.map(describeFault)),
    );
  }
  return {
    kind: 'content',
    text,
    blocks: nameBlocks((blocks.kind === 'given' ? blocks.value : []) as KnownBlock[]),
    metadata: metadata.kind === 'given' ? metadata.value : null,
  };
}

function hasChart(blocks: unknown): boolean {
  return JSON.stringify(blocks).includes('"type":"data_visualization"');
}

type Own =
  | { readonly kind: 'own'; readonly message: StoredMessage }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** A message of the bot's own. What only one person sees isn't there for the Web API. */
function findOwn(args: Args, api: Api, whenNotOwn: string): Own {
  const reach = reachChannel(api, args.text('channel'));
  if (reach.kind === 'refused') return reach;
  const message = api.workspace.message(reach.channel.id, args.text('ts'));
  if (message === undefined || message.ephemeralTo !== null) {
    return { kind: 'refused', answer: refuse('message_not_found') };
  }
  if (message.userId !== api.workspace.botUserId)
    return { kind: 'refused', answer: refuse(whenNotOwn) };
  return { kind: 'own', message };
}

/** An answer with the wait in it, which becomes HTTP 429. */
export function rateLimited(waitMs: number): Answer {
  return refuse('ratelimited', { retryAfter: Math.ceil(waitMs / 1000) });
}
