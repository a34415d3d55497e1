import { cutTo } from './cut.ts';
import { asEntities, escapeText, joinEscaped, linkTarget, visible } from './escape.ts';

/** A stretch of a sentence. Plain strings are text; nothing in them is read as markup. */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly url: string; readonly label: string }
  /** Someone by their id in Slack, or whatever else recorded something: `terminal:ann`. Slack tells them when a channel is told. */
  | { readonly person: string }
  /** A user group by its id: Slack shows its name, and tells its people when a channel is told. */
  | { readonly group: string }
  /** A channel by its id: Slack shows its name to whoever may know it. */
  | { readonly channel: string };

/** Spans as Slack's mrkdwn, and as plain text in which links keep their address; both escaped. */
export interface Rendered {
  readonly mrkdwn: string;
  readonly text: string;
}

const SLACK_ID = /^[UW][A-Z0-9]{2,30}$/;

/** A longer address is said only in part: nobody types it off a screen. */
const ADDRESS_SHOWN = 300;

export function render(spans: readonly Span[]): Rendered {
  let mrkdwn = '';
  let text = '';
  for (const span of spans) {
    if (typeof span === 'string') {
      const escaped = escapeText(span);
      mrkdwn = joinEscaped(mrkdwn, escaped);
      text = joinEscaped(text, escaped);
    } else if ('bold' in span) {
      const escaped = escapeText(span.bold);
      mrkdwn += inBold(escaped);
      text += escaped;
    } else if ('code' in span) {
      const code = inCode(span.code);
      mrkdwn += code;
      text += code;
    } else if ('person' in span) {
      const name = nameOf(span.person);
      mrkdwn += name;
      text += name;
    } else if ('group' in span) {
      const name = /^S[A-Z0-9]{2,30}$/.test(span.group)
        ? `<!subteam^${span.group}>`
        : 'a user group';
      mrkdwn += name;
      text += name;
    } else if ('channel' in span) {
      const name = /^[CG][A-Z0-9]{2,30}$/.test(span.channel) ? `<#${span.channel}>` : 'a channel';
      mrkdwn += name;
      text += name;
    } else {
      const label = escapeText(span.label);
      const address = `${label} (${escapeText(cutTo(span.url, ADDRESS_SHOWN))})`;
      const target = linkTarget(span.url);
      mrkdwn += target === null ? address : `<${target}|${label.replaceAll(/[\n|]/g, ' ')}>`;
      text += address;
    }
  }
  return { mrkdwn, text };
}

/** True for someone Slack knows, and not whoever sits at the terminal. */
export function isInSlack(person: string): boolean {
  return SLACK_ID.test(person);
}

function nameOf(person: string): string {
  return isInSlack(person) ? `<@${person}>` : escapeText(person.replace(/^terminal:/, ''));
}

/** Bold ends at the same mark inside, so text that holds it stays as it is; and it has no blanks at its edges. */
function inBold(escaped: string): string {
  return /[*\n]|^\s*$/.test(escaped) ? escaped : escaped.replace(/^(\s*)(.*?)(\s*)$/, '$1*$2*$3');
}

/** Code does too. In it other marks are letters, so that it can be copied as it is. */
function inCode(text: string): string {
  const seen = visible(text);
  return /[`\n]|^$/.test(seen) ? escapeText(text) : `\`${asEntities(seen)}\``;
}
