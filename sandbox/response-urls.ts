import type { KnownBlock } from '@slack/types';
import { randomBytes } from 'node:crypto';
import { checkMessage, describeFault } from './block-kit.ts';
import type { Json } from './door.ts';
import type { Limits } from './limits.ts';
import { nameBlocks } from './name-parts.ts';
import { ShortLived } from './short-lived.ts';
import type { StoredMessage, Workspace } from './world.ts';

/** Who did what where, so that an answer finds its way back. */
export interface Origin {
  readonly userId: string;
  readonly channelId: string;
  /** The words typed, for a slash command. */
  readonly typed?: string;
  /** The message pressed or chosen, if there was one. */
  readonly message?: StoredMessage;
}

export type Refusal = {
  readonly error: string;
  /** In Slack's words, what was wrong. */
  readonly reasons: readonly string[];
};

/** The addresses that let the bot answer somebody without being in the channel. */
export class ResponseUrls {
  readonly #workspace: Workspace;
  readonly #limits: Limits;
  readonly #issued: ShortLived<{ readonly origin: Origin; uses: number }>;

  constructor(workspace: Workspace, limits: Limits, now: () => number) {
    this.#workspace = workspace;
    this.#limits = limits;
    this.#issued = new ShortLived(limits.responseUrlLastsMs, now);
  }

  /** The secret end of a new address. */
  issue(origin: Origin): string {
    const key = randomBytes(18).toString('base64url');
    this.#issued.keep(key, { origin, uses: 0 });
    return key;
  }

  /** True for an address of this workspace. */
  knows(key: string): boolean {
    return this.#issued.find(key).kind !== 'unknown';
  }

  /** Says at the address what the bot sent to it. Null when it was taken. */
  use(key: string, answer: Json): Refusal | null {
    const found = this.#issued.find(key);
    switch (found.kind) {
      case 'unknown':
        return refusal('invalid_url');
      case 'expired':
        return refusal('expired_url');
      case 'fresh':
        if (found.thing.uses >= this.#limits.responseUrlUses) return refusal('used_url');
        found.thing.uses += 1;
        return respond(this.#workspace, found.thing.origin, answer);
    }
  }
}

/** Puts an answer where its origin was: in the acknowledgement itself or at its response_url. */
export function respond(workspace: Workspace, origin: Origin, answer: Json): Refusal | null {
  const original = origin.message && workspace.message(origin.message.channelId, origin.message.ts);
  if (answer['delete_original'] === true || answer['delete_original'] === 'true') {
    if (original === undefined) return refusal('message_not_found');
    workspace.remove(original);
    return null;
  }

  const faults = checkMessage(answer);
  const [first] = faults;
  if (first !== undefined) return refusal(first.code, faults.map(describeFault));

  const text = typeof answer['text'] === 'string' ? answer['text'] : '';
  const blocks = nameBlocks((answer['blocks'] ?? []) as readonly KnownBlock[]);
  if (answer['replace_original'] === true || answer['replace_original'] === 'true') {
    if (origin.message !== undefined) {
      if (original === undefined) return refusal('message_not_found');
      workspace.edit(original, { text, blocks });
      return null;
    }
  }

  const isPublic = answer['response_type'] === 'in_channel';
  workspace.post({
    channelId: origin.channelId,
    userId: workspace.botUserId,
    text,
    blocks,
    ephemeralTo: isPublic ? null : origin.userId,
    threadTs: threadOf(answer, original),
    inReplyTo: origin.typed ?? null,
  });
  return null;
}

/** An answer stays in the thread it was asked in, unless it names another. */
function threadOf(answer: Json, original: StoredMessage | undefined): string | null {
  const named = answer['thread_ts'];
  return typeof named === 'string' ? named : (original?.threadTs ?? null);
}

function refusal(error: string, reasons: readonly string[] = []): Refusal {
  return { error, reasons };
}
