/** A text parted in two: what may be a name, and what was said about it. */
export interface Parted {
  readonly name: string;
  readonly rest: string;
}

/**
 * Ways to part a text so that a name stands first, the longest name first. A name in quotes,
 * or one with `=` behind it, is parted there alone.
 */
export function prefixesOf(typed: string, between = BETWEEN): Parted[] {
  const text = typed.trim();
  const withoutSeparator = (rest: string): string => rest.replace(between, '').trim();
  const { quoted, after } = QUOTED.exec(text)?.groups ?? {};
  if (quoted !== undefined) return [{ name: quoted.trim(), rest: withoutSeparator(after ?? '') }];

  const prefixes: Parted[] = [];
  for (const { index, 0: word } of text.matchAll(WORD)) {
    if (prefixes.length === MOST_WORDS || NEVER_IN_A_NAME.test(word)) break;
    const end = index + word.length;
    const rest = text.slice(end);
    prefixes.push({ name: text.slice(0, end), rest: withoutSeparator(rest) });
    if (/^\s*=/.test(rest)) return prefixes.slice(-1);
  }
  return prefixes.toReversed();
}

/** Words in the longest name. */
const MOST_WORDS = 12;
const QUOTED = /^["“„«](?<quoted>[^"“”„«»]{1,300})["“”»]\s*(?<after>.*)$/s;
const WORD = /(?:<[^<>]*>|[^\s=:：])+/gu;
/** People and addresses. */
const NEVER_IN_A_NAME = /^(?:<@|@|https?)/i;

/** What people put between a name and what they say of it. */
const BETWEEN = /^\s*(?:=>|->|[=:：→]|as(?=\s)|[\u2013\u2014](?=\s))/iu;
