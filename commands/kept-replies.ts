import type { Db } from '../db/open.ts';
import type { Call, Reply } from './command.ts';

const MOST_REPLIES = 500;
const MOST_QUESTIONS = 2000;
/** A longer question is hardly asked twice. */
const LONGEST_TEXT = 200;
/** Days begin at a quarter of an hour in every zone there is. */
const QUARTER_OF_AN_HOUR = 900_000;

/** Replies to questions asked before, all of them found in one version of the record. */
interface Shelf {
  readonly version: string;
  readonly replies: Map<string, Reply>;
  /** Questions asked once: most are never asked again, and their replies are not worth keeping. */
  readonly askedOnce: Set<string>;
}

const shelves = new WeakMap<Db, Shelf>();

/**
 * The reply to a question that was asked before, when nothing was written since this version
 * of the record; else the one that `find` finds. See docs/decisions/0009-replies-that-still-hold.md.
 */
export async function keptReply(
  call: Call,
  version: string | null,
  find: () => Promise<Reply>,
): Promise<Reply> {
  if (version === null || call.text.length > LONGEST_TEXT) return find();

  const question = questionOf(call);
  const kept = shelfOf(call.db, version).replies.get(question);
  if (kept !== undefined) return kept;

  const reply = await find();
  keep(shelfOf(call.db, version), question, reply);
  return reply;
}

function keep({ replies, askedOnce }: Shelf, question: string, reply: Reply): void {
  if (!askedOnce.delete(question)) {
    if (askedOnce.size >= MOST_QUESTIONS) askedOnce.clear();
    askedOnce.add(question);
    return;
  }
  if (replies.size >= MOST_REPLIES) replies.clear();
  replies.set(question, reply);
}

/** `owner:me` is someone else for each who asks. */
const ABOUT_THE_ASKER = /\b(?:me|myself|mine)\b/i;

/** All that a reply can depend on beside the record. */
function questionOf({ text, where, who, now }: Call): string {
  const quarter = Math.floor(now.epochMilliseconds / QUARTER_OF_AN_HOUR);
  const person = ABOUT_THE_ASKER.test(text) ? who.id : '';
  return `${quarter} ${where.teamId} ${where.channelId} ${who.timeZone} ${person} ${text}`;
}

function shelfOf(db: Db, version: string): Shelf {
  const shelf = shelves.get(db);
  if (shelf?.version === version) return shelf;

  const empty: Shelf = { version, replies: new Map(), askedOnce: new Set() };
  shelves.set(db, empty);
  return empty;
}
