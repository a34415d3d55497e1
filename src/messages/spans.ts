import { cutTo } from './cut.ts';
import { escapeText, linkTarget, visible } from './escape.ts';

/** A stretch of a sentence. Plain strings are text; nothing in them is read as markup. */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly url: string; readonly label: string };

/** The spans as Slack's mrkdwn. */
export function toMrkdwn(spans: readonly Span[]): string {
  let text = '';
  for (const span of spans) {
    if (typeof span === 'string') text += escapeText(span);
    else if ('bold' in span) text += wrap(span.bold, '*');
    else if ('code' in span) text += wrap(span.code, '`');
    else text += link(span.url, span.label);
  }
  return text;
}

/** The spans as plain text, still escaped for Slack: links keep their address. */
export function toPlain(spans: readonly Span[]): string {
  let text = '';
  for (const span of spans) {
    if (typeof span === 'string') text += escapeText(span);
    else if ('bold' in span) text += escapeText(span.bold);
    else if ('code' in span) text += `\`${escapeText(span.code)}\``;
    else text += `${escapeText(span.label)} (${escapeText(cutTo(span.url, 300))})`;
  }
  return text;
}

/** How long the spans are in the longer of their two forms. */
export function lengthOf(spans: readonly Span[]): number {
  let length = 0;
  for (const span of spans) {
    if (typeof span === 'string') length += escapeText(span).length;
    else if ('bold' in span) length += escapeText(span.bold).length + 2;
    else if ('code' in span) length += escapeText(span.code).length + 2;
    else length += escapeText(span.label).length + (linkTarget(span.url) ?? span.url).length + 3;
  }
  return length;
}

/** Bold and code end at the same mark inside, so text that holds it stays as it is. */
function wrap(text: string, mark: '*' | '`'): string {
  const escaped = escapeText(text);
  return escaped === '' || escaped.includes(mark) || escaped.includes('\n')
    ? escaped
    : `${mark}${escaped}${mark}`;
}

function link(url: string, label: string): string {
  const target = linkTarget(url);
  const words = escapeText(visible(label).replaceAll(/[\n|]/g, ' '));
  return target === null ? `${words} (${escapeText(cutTo(url, 300))})` : `<${target}|${words}>`;
}
