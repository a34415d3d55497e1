import { type Inline, parseMrkdwn, type Passage } from '../../sandbox/page/mrkdwn.ts';
import { visible } from '../../src/messages/escape.ts';

/** What people can write that would mean something to Slack, if it were sent as they wrote it. */
export const HOSTILE: readonly string[] = [
  '<!channel>',
  '<!here|here> <!everyone>',
  '<@U0EVIL> <@U0EVIL|bob>',
  '<#C0EVIL> <#C0EVIL|desk>',
  '<!subteam^S0EVIL> <!subteam^S0EVIL|@desk>',
  '<https://evil.example|bank.com>',
  '<mailto:evil@evil.example|bob> <tel:1|two>',
  '<!date^1700000000^{date}|zevil>',
  '*zevil* _zevil_ ~zevil~',
  '*zevil',
  'zevil* _zevil *zevil* zevil_',
  '(*zevil*) “_zevil_” é*zevil* 文~zevil~',
  '`zevil`',
  '`zevil',
  '``` zevil ```',
  '```\nzevil\n```',
  'a\n```\nzevil',
  '&lt;!channel&gt; &amp;lt; &#60;!here&#62;',
  '&zevil; & && &amp',
  '\u202Ezevil\u202C \u2066zevil\u2069',
  '\u200B*\u200Bzevil\u200B*\u00AD`zevil`\u00AD',
  'one\n> zevil\n>>> zevil\ntwo',
  '> zevil',
  '- zevil\n* zevil\n1. zevil\n• zevil',
  ':zevil: :boom::skin-tone-2: a:zevil:b ::',
  '\uD800*zevil*\uDC00 \uD83D',
  '{"type":"section","text":{"type":"mrkdwn","text":"<!channel> *zevil*"}}',
  '"},{"type":"mrkdwn","text":"<!channel>"}]',
  '\r<!channel>\r\n\u2028> zevil\u0085> zevil',
  '\0<!channel>\u0007\u001B[31m',
  '<<!channel>> <!<!channel>channel> <>|<|>',
  '\\*zevil\\* \\<!channel\\>',
  '<!channel> *zevil* `zevil` _zevil_ '.repeat(40),
];

/** Where one of these stands, so that it can be found in whatever is said. */
export function marked(index: number, words: string): string {
  return `Qz${index}x${words}`;
}

const PEOPLE: ReadonlySet<string> = new Set(['U0ALICE', 'U0BOB']);
const CHANNELS: ReadonlySet<string> = new Set(['C0DESK']);

/**
 * What in a payload means something to Slack without being Summit's: each mention, call, date,
 * emoji, quotation, and format that is not Summit's bold and code, each link whose address is
 * not on record, and words of people that do not read as they wrote them.
 */
export function activeIn(payload: unknown, words: readonly string[]): string[] {
  return markupIn(payload).flatMap(({ text, verbatim }) => {
    const passages = parseMrkdwn(text, { verbatim });
    return [
      ...strangeIn(passages),
      ...alteredIn(lettersOf(passages), words),
      ...(text.isWellFormed() ? [] : ['not well-formed']),
    ].map((what) => `${what}, in ${JSON.stringify(text)}`);
  });
}

interface Markup {
  readonly text: string;
  readonly verbatim: boolean;
}

/** Every text that Slack reads as markup: mrkdwn wherever it stands, and what a message says without its blocks. */
function markupIn(part: unknown, isMessage = true): Markup[] {
  if (Array.isArray(part)) return part.flatMap((one) => markupIn(one, false));
  if (typeof part !== 'object' || part === null) return [];
  const { type, text, verbatim } = part as Record<string, unknown>;
  if (type === 'markdown') throw new Error('Nothing is known here of markdown blocks');
  const own = typeof text === 'string' && (type === 'mrkdwn' || (isMessage && type === undefined));
  return [
    // Beside blocks `text` is read out, and no address in it is a link.
    ...(own ? [{ text, verbatim: verbatim === true || isMessage }] : []),
    ...Object.values(part).flatMap((one) => markupIn(one, false)),
  ];
}

function strangeIn(passages: readonly Passage[]): string[] {
  return passages.flatMap((passage) =>
    passage.kind === 'lines' ? passage.inside.flatMap(strange) : [passage.kind],
  );
}

function strange(inline: Inline): string[] {
  switch (inline.kind) {
    case 'text':
      return [];
    case 'user':
      return PEOPLE.has(inline.id) ? [] : [`user ${inline.id}`];
    case 'channel':
      return CHANNELS.has(inline.id) ? [] : [`channel ${inline.id}`];
    case 'link':
      // One that shows whose page it leads to hides nothing.
      return ['source.example', inline.label].includes(new URL(inline.url).hostname)
        ? []
        : [`link to ${inline.url}`];
    case 'bold':
    case 'code': {
      const letters = inline.inside.map(lettersIn).join('');
      const isTheirs = /^[^\p{L}]*zevil/u.test(letters);
      return [
        ...inline.inside.flatMap(strange),
        ...(isTheirs ? [`${inline.kind} ${letters}`] : []),
      ];
    }
    default:
      return [inline.kind];
  }
}

/** The words of people that do not stand there letter by letter. */
function alteredIn(letters: string, words: readonly string[]): string[] {
  const shown = evened(letters);
  return [...shown.matchAll(/Qz(\d+)x/g)].flatMap((found) => {
    const rest = shown.slice(found.index + found[0].length);
    const written = words[Number(found[1])] ?? '';
    // A rare kind of blank is nothing, or a blank like any other.
    const readings = [written, written.replaceAll(/\s/g, ' ')].map((one) => evened(visible(one)));
    return readings.some((wanted) => beginsWith(rest, wanted.trimEnd()))
      ? []
      : [`“${written.slice(0, 80)}” altered`];
  });
}

const GOES_ON = 'Show more: ';

/** True when it begins with those words, all of them or up to where they are cut or go on in the next part. */
function beginsWith(shown: string, wanted: string): boolean {
  const alike = commonLength(shown, wanted);
  const after = shown.slice(alike);
  // A word without an end is parted where it has to be.
  const isParted = alike > 150 && after.startsWith(' ');
  // Where the next part begins with the same letters as the words of that button.
  const goesOnAt = shown.lastIndexOf(GOES_ON, alike);
  const isGoneOn = goesOnAt !== -1 && goesOnAt > alike - GOES_ON.length;
  const isCut = /^\s*(?:…|$)/.test(after) || after.trimStart().startsWith(GOES_ON) || isGoneOn;
  return alike === wanted.length || isParted || isCut;
}

function commonLength(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** Blanks of all kinds are one; in the label of a link a bar is one, too. */
function evened(text: string): string {
  return text.replaceAll('\u00AD', '').replaceAll(/[\s|]+/g, ' ');
}

function lettersOf(passages: readonly Passage[]): string {
  return passages
    .map((passage) =>
      passage.kind === 'quote'
        ? lettersOf(passage.passages)
        : passage.inside.map(lettersIn).join(''),
    )
    .join('\n');
}

function lettersIn(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'bold':
    case 'italic':
    case 'strike':
    case 'code':
      return inline.inside.map(lettersIn).join('');
    case 'link':
      return inline.label;
    default:
      return '';
  }
}
