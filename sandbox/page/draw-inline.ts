import { emojiFor } from './emoji.ts';
import { make } from './make.ts';
import type { Scene } from './scene.ts';
import { formatSlackDate } from './slack-date.ts';

/** A link out of the page, or the bare words when the address is not one to follow. */
export function drawLink(url: string, label: string): HTMLElement {
  if (!isSafeAddress(url)) return make('span', { class: 'dead-link', title: url }, label);
  return make('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label);
}

/** True for an address a person may be sent to. */
export function isSafeAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

export function drawEmoji(name: string, unicode?: string): HTMLElement {
  const character = unicode === undefined ? emojiFor(name) : fromCodePoints(unicode);
  if (character === null) return make('span', {}, `:${name}:`);
  return make('span', { class: 'emoji', title: `:${name}:` }, character);
}

/** Text in which `:codes:` are drawn, as Slack does in plain_text. */
export function drawEmojiText(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(/(:[a-z0-9_+-]+:)/)) {
    const name = /^:([a-z0-9_+-]+):$/.exec(part)?.[1];
    fragment.append(name !== undefined && emojiFor(name) !== null ? drawEmoji(name) : part);
  }
  return fragment;
}

export function drawPerson(id: string, label: string, scene: Scene): HTMLElement {
  const name = scene.people.get(id)?.name ?? (label === '' ? id : label);
  const mine = id === scene.meId;
  return make('span', { class: mine ? 'mention mention-me' : 'mention' }, `@${name}`);
}

export function drawChannel(id: string, label: string, scene: Scene): HTMLElement {
  const channel = scene.channels.get(id);
  const name = channel?.name ?? (label === '' ? 'private channel' : label);
  if (channel === undefined) return make('span', { class: 'mention' }, `#${name}`);
  return make('a', { class: 'mention', href: `#/${id}` }, `#${name}`);
}

/** `@channel`, `@here` and `@everyone` are loud, so that one nobody meant is seen at once. */
export function drawBroadcast(range: string): HTMLElement {
  const name = range.split('|')[0] ?? range;
  return make(
    'strong',
    { class: 'broadcast', title: 'This calls everyone in the channel' },
    `@${name}`,
  );
}

export function drawGroup(id: string, label: string): HTMLElement {
  return make('span', { class: 'mention' }, label === '' ? `@${id}` : label);
}

export function drawDate(
  date: { readonly seconds: number; readonly format: string; readonly url: string | null },
  fallback: string,
  scene: Scene,
): HTMLElement {
  const words = formatSlackDate(date.seconds, date.format, scene);
  const moment = new Date(date.seconds * 1000);
  if (Number.isNaN(moment.getTime())) return make('span', {}, fallback);
  const time = make('time', { datetime: moment.toISOString(), title: fallback }, words);
  if (date.url === null) return time;
  const link = drawLink(date.url, '');
  link.append(time);
  return link;
}

function fromCodePoints(unicode: string): string {
  return String.fromCodePoint(...unicode.split('-').map((point) => Number.parseInt(point, 16)));
}
