/** A stretch of a line of Slack's mrkdwn. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'code'; readonly inside: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'channel' | 'usergroup'; readonly id: string; readonly label: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | {
      readonly kind: 'date';
      readonly seconds: number;
      readonly format: string;
      readonly url: string | null;
      readonly fallback: string;
    };

/** Lines that are drawn alike. */
export type Passage =
  | { readonly kind: 'lines'; readonly inside: readonly Inline[] }
  | { readonly kind: 'fence'; readonly inside: readonly Inline[] }
  | { readonly kind: 'quote'; readonly passages: readonly Passage[] };

export interface MrkdwnOptions {
  /** As in Slack's text object: bare addresses and `#names` stay plain text. */
  readonly verbatim?: boolean;
  /** Names a bare `#name` may stand for, with their ids. */
  readonly channelIds?: ReadonlyMap<string, string>;
}

/** Reads Slack's mrkdwn. Entities are decoded once, so `&amp;lt;` stays `&lt;` to the eye. */
export function parseMrkdwn(text: string, options: MrkdwnOptions = {}): Passage[] {
  return text.split(/```/).flatMap((part, index, parts): Passage[] => {
    const fenced = index % 2 === 1;
    if (fenced && index < parts.length - 1) {
      return [{ kind: 'fence', inside: parseControls(part.replace(/^\n|\n$/g, '')) }];
    }
    const between = index > 0 ? part.replace(/^\n/, '') : part;
    return parseLines(fenced ? '```' + part : between, options);
  });
}

/** `&amp;`, `&lt;` and `&gt;`, the three that Slack escapes. */
function decodeEntities(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

function parseLines(text: string, options: MrkdwnOptions): Passage[] {
  if (text === '') return [];
  const passages: Passage[] = [];
  const lines = text.split('\n');
  let plain: string[] = [];
  let quoted: string[] = [];

  const flush = (): void => {
    if (plain.length > 0) {
      passages.push({ kind: 'lines', inside: parseInline(plain.join('\n'), options) });
    }
    if (quoted.length > 0) {
      passages.push({ kind: 'quote', passages: parseLines(quoted.join('\n'), options) });
    }
    plain = [];
    quoted = [];
  };

  for (const [index, line] of lines.entries()) {
    const rest = /^(?:&gt;|>){3} ?(.*)$/s.exec(line);
    if (rest !== null) {
      flush();
      quoted = [rest[1] ?? '', ...lines.slice(index + 1)];
      break;
    }
    const quote = /^(?:&gt;|>) ?(.*)$/s.exec(line);
    if (quote === null) {
      if (quoted.length > 0) flush();
      plain.push(line);
    } else {
      if (plain.length > 0) flush();
      quoted.push(quote[1] ?? '');
    }
  }
  flush();
  return passages;
}

const MARKS: Readonly<Record<string, 'bold' | 'italic' | 'strike'>> = {
  '*': 'bold',
  _: 'italic',
  '~': 'strike',
};

/** A soft hyphen: apps put it before a mark that is to be none. */
const UNSEEN = '\u00AD';

/** One pass over the text; a mark without its partner stays the character it is. */
function parseInline(text: string, options: MrkdwnOptions): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') found.push(...parseBare(plain, options));
    plain = '';
  };

  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at, options);
    if (token === null) {
      plain += text[at];
      at += 1;
      continue;
    }
    flush();
    found.push(token.inline);
    at = token.end;
  }
  flush();
  return found;
}

interface Token {
  readonly inline: Inline;
  readonly end: number;
}

function tokenAt(text: string, at: number, options: MrkdwnOptions): Token | null {
  const character = text.charAt(at);
  if (character === '<') return controlAt(text, at);
  if (character === ':') return emojiAt(text, at);
  if (character === '`') {
    if (text.charAt(at - 1) === UNSEEN) return null;
    const end = text.indexOf('`', at + 1);
    const inside = text.slice(at + 1, end);
    if (end <= at + 1 || inside.includes('\n')) return null;
    return { inline: { kind: 'code', inside: parseControls(inside) }, end: end + 1 };
  }
  const kind = MARKS[character];
  if (kind === undefined) return null;
  const end = closingMark(text, at, character);
  if (end === -1) return null;
  return { inline: { kind, inside: parseInline(text.slice(at + 1, end), options) }, end: end + 1 };
}

/** Where the mark opened at `at` closes: on its line, at the edge of a word, outside `<…>`. */
function closingMark(text: string, at: number, mark: string): number {
  const before = text.charAt(at - 1);
  if (isWord(before) || before === UNSEEN || /^[\s]?$/.test(text.charAt(at + 1))) return -1;
  if (text.charAt(at + 1) === mark) return -1;
  for (let index = at + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\n') return -1;
    if (character === '<') {
      const token = controlAt(text, index);
      if (token !== null) index = token.end - 1;
    } else if (character === '`' && text.charAt(index - 1) !== UNSEEN) {
      const end = text.indexOf('`', index + 1);
      if (end !== -1) index = end;
    } else if (character === mark && index > at + 1) {
      const before = text.charAt(index - 1);
      if (!/\s/.test(before) && !isWord(text.charAt(index + 1))) return index;
    }
  }
  return -1;
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

function emojiAt(text: string, at: number): Token | null {
  const match = /^:([a-z0-9_+-]+(?:::skin-tone-[2-6])?):/.exec(text.slice(at, at + 80));
  if (match === null || /^\d+$/.test(match[1] ?? '')) return null;
  return { inline: { kind: 'emoji', name: match[1] ?? '' }, end: at + match[0].length };
}

/** In code only what stands in angle brackets still means something. */
function parseControls(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', from)) {
    const token = controlAt(text, at);
    const end = token?.end ?? at + 1;
    found.push(...plainText(text.slice(from, token === null ? end : at)));
    if (token !== null) found.push(token.inline);
    from = end;
  }
  found.push(...plainText(text.slice(from)));
  return found;
}

/** `<@U1>`, `<#C1|name>`, `<!here>`, `<!date^…>`, `<https://…|label>`. */
function controlAt(text: string, at: number): Token | null {
  const match = /^<([^<>\n]+)>/.exec(text.slice(at));
  if (match === null) return null;
  const inline = controlOf(match[1] ?? '');
  return inline === null ? null : { inline, end: at + match[0].length };
}

function controlOf(inside: string): Inline | null {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? '' : decodeEntities(inside.slice(bar + 1));

  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { kind: 'usergroup', id: target.slice(9), label };
  if (target.startsWith('!date^')) return dateOf(target, label);
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return null;
  const url = decodeEntities(target);
  return { kind: 'link', url, label: label === '' ? url.replace(/^mailto:/, '') : label };
}

function dateOf(target: string, fallback: string): Inline | null {
  const [, seconds = '', format = '', url = ''] = target.split('^');
  if (!/^-?\d+$/.test(seconds) || format === '') return null;
  return {
    kind: 'date',
    seconds: Number(seconds),
    format: decodeEntities(format),
    url: url === '' ? null : decodeEntities(url),
    fallback,
  };
}

/** Addresses and channel names that nobody marked, which Slack links unless told not to. */
function parseBare(text: string, { verbatim = false, channelIds }: MrkdwnOptions): Inline[] {
  if (verbatim) return plainText(text);
  const found: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>]+[^\s<>.,;:!?'")\]]|#[\p{L}\p{N}_-]+/gu)) {
    const words = match[0];
    const id = channelIds?.get(words.slice(1));
    const isName = words.startsWith('#');
    if (isName && (id === undefined || isWord(text.charAt(match.index - 1)))) continue;
    found.push(...plainText(text.slice(from, match.index)));
    const url = decodeEntities(words);
    found.push(
      id === undefined ? { kind: 'link', url, label: url } : { kind: 'channel', id, label: '' },
    );
    from = match.index + words.length;
  }
  found.push(...plainText(text.slice(from)));
  return found;
}

function plainText(text: string): Inline[] {
  return text === '' ? [] : [{ kind: 'text', text: decodeEntities(text) }];
}
