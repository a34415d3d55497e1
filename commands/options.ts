import { unescapeText } from '../src/messages/escape.ts';
import type { Composition } from '../src/messages/pieces.ts';

/** What someone typed after a command's word, parted into words and `name:value` options. */
export interface Typed {
  readonly words: string;
  readonly options: ReadonlyMap<string, string>;
}

/** A question longer than this says nothing more; reading it stays quick. */
const READ_LIMIT = 2000;

const OPTION = /(?<=^|\s)([\p{L}-]{2,20}) ?[:：] ?("[^"]*"|“[^”]*”|\S+)/gu;

/** A word or two, as most questions are: there is no option in it. */
const PLAIN = /^ *[A-Za-z]+(?: [A-Za-z]+)? *$/;
const NONE: ReadonlyMap<string, string> = new Map();

/** Values that may follow the option's name after a space, as people say it: `as of 2023-11-14`. */
const SPOKEN =
  /(?<=^|\s)(as[ -]of|since|until) (\d{4}\p{Pd}\d{2}\p{Pd}\d{2}|today|yesterday)(?=\s|$)/giu;

/**
 * Takes the named options out of the text; the rest stays words, colons included.
 * `page:` and `part:` belong to "Show more" and are always known.
 */
export function readOptions(text: string, names: readonly string[]): Typed {
  if (PLAIN.test(text)) return { words: text.trim(), options: NONE };

  const known = new Set([...names, 'page', 'part']);
  const options = new Map<string, string>();
  const keep = (whole: string, typedName: string, value: string): string => {
    const name = typedName.toLowerCase().replaceAll(/[\p{Pd} ]/gu, '-');
    if (!known.has(name)) return whole;
    options.set(name, value.replaceAll(/^["“]|["”]$/gu, ''));
    return ' ';
  };
  const line = unescapeText(text.slice(0, READ_LIMIT)).replaceAll(/\s+/gu, ' ').trim();
  const words = line
    .replaceAll(/(?<=\S)\p{Pd}(?=of\b)/giu, '-')
    .replaceAll(OPTION, keep)
    .replaceAll(SPOKEN, keep);
  return { words: words.replaceAll(/ +/g, ' ').trim(), options };
}

/** Which rows of a list someone asks for, and which part of the message they make. */
export interface Asked {
  readonly page: number;
  readonly part: number;
}

export function readPage({ options }: Typed): Asked {
  return { page: readCount(options.get('page')), part: readCount(options.get('part')) };
}

/** What "Show more" says under one page of the answer to some words. */
export function pageLinks(
  words: string,
  { page, part }: Asked,
  hasMore: boolean,
): Pick<Composition, 'words' | 'part' | 'more'> {
  return {
    words: `${words} page:${page}`,
    part,
    more: hasMore ? `${words} page:${page + 1}` : null,
  };
}

/** A whole number from 1, as `page:` and `part:` take; 1 for anything else. */
export function readCount(typed: string | undefined): number {
  const count = Number(typed ?? '1');
  return Number.isSafeInteger(count) && count >= 1 && count <= 1_000_000 ? count : 1;
}
