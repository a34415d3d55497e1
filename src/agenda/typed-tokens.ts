import { trimAddress } from './web-address.ts';

/** A word, something in quotes, a link, or a mark between words. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'link' | Mark;
  /** As typed; of something quoted what is inside, of a link its address. */
  readonly text: string;
  /** Of a word, in lower case without the marks people put around one; `''` for all else. */
  readonly plain: string;
  readonly start: number;
  readonly end: number;
}

const MARKS = ['colon', 'dash', 'comma', 'bracket', 'line'] as const;
export type Mark = (typeof MARKS)[number];

/** Takes what someone typed apart. Every character that is not a space is in one token. */
export function tokenize(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: whole, index: start, groups = {} }) => {
    const kind = (['link', 'quoted', ...MARKS] as const).find((name) => groups[name] !== undefined);
    const plain = kind === undefined ? plainOf(whole) : '';
    const end = start + whole.length;
    const token = { kind: kind ?? 'word', text: whole, plain, start, end } as const;
    if (kind === 'link') return { ...token, text: trimAddress(whole) };
    return kind === 'quoted' ? { ...token, text: whole.slice(1, -1).trim() } : token;
  });
}

export function isMark(token: Token | undefined): boolean {
  return token !== undefined && KINDS_OF_MARKS.has(token.kind);
}

const KINDS_OF_MARKS: ReadonlySet<Token['kind']> = new Set(MARKS);

/** The word in its plain form; `''` for what is no word. */
export function plainWord(token: Token | undefined): string {
  return token?.plain ?? '';
}

function plainOf(text: string): string {
  if (SIMPLE.test(text)) return text.toLowerCase();
  const word = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’‘]/g, "'");
  return /^:[^:]+:/.test(word) ? word : word.replaceAll(AROUND, '');
}

const SIMPLE = /^[A-Za-z0-9]+$/;
const AROUND = /^[*_~"“”'[{]{1,4}|[*_~"“”').!?…\]}]{1,4}$/gu;

const QUOTED = [
  '"[^"]*"',
  '“[^“”]*[”"]',
  '„[^„“”]*[“”"]',
  '«[^«»]*»',
  '`[^`]*`',
  "'[^'\\n]{1,200}'(?![\\p{L}\\p{N}])",
  '‘[^‘’\\n]{1,200}’(?![\\p{L}\\p{N}])',
];
const BREAKS = '\\s<:：—→⇒➔➜,;，；';

const TOKEN = new RegExp(
  [
    '(?<link><https?:[^<>]*>|https?://[^\\s<>"“”«»]+)',
    `(?<quoted>${QUOTED.join('|')})`,
    '<[^<>]*>|(?<!\\S):(?!https?:)[a-z0-9_+-]{1,40}:(?::skin-tone-\\d:)?',
    '(?<colon>[:：])',
    '(?<dash>—|[-=]{1,3}>|[→⇒➔➜]|[\\p{Pd}=]{1,3}(?=\\s|$))',
    '(?<comma>[,;，；])',
    '(?<bracket>[(（])',
    '(?<line>[\\n\\r\\u2028\\u2029]\\s*)',
    `(?:[^${BREAKS}-]|-(?!>)|(?<=\\d)[:,](?=\\d))+`,
    '\\S',
  ].join('|'),
  'giu',
);
