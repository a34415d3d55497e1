import {
  drawBroadcast,
  drawChannel,
  drawDate,
  drawEmoji,
  drawEmojiText,
  drawGroup,
  drawLink,
  drawPerson,
} from './draw-inline.ts';
import { make } from './make.ts';
import { type Inline, type MrkdwnOptions, type Passage, parseMrkdwn } from './mrkdwn.ts';
import type { Scene } from './scene.ts';

/** A text object as a piece of the page: mrkdwn or plain. */
export function drawText(
  text: { readonly type: string; readonly text: string; readonly verbatim?: boolean },
  scene: Scene,
): HTMLElement {
  if (text.type === 'mrkdwn') {
    return drawMrkdwn(text.text, scene, { verbatim: text.verbatim ?? false });
  }
  return make('div', { class: 'text' }, drawEmojiText(text.text));
}

export function drawMrkdwn(text: string, scene: Scene, options: MrkdwnOptions = {}): HTMLElement {
  const passages = parseMrkdwn(text, { channelIds: scene.channelIds, ...options });
  return make('div', { class: 'text' }, ...passages.map((passage) => drawPassage(passage, scene)));
}

function drawPassage(passage: Passage, scene: Scene): HTMLElement {
  switch (passage.kind) {
    case 'lines':
      return make('div', { class: 'lines' }, ...drawAll(passage.inside, scene));
    case 'fence':
      return make('pre', { tabindex: 0 }, make('code', {}, ...drawAll(passage.inside, scene)));
    case 'quote':
      return make('blockquote', {}, ...passage.passages.map((inner) => drawPassage(inner, scene)));
  }
}

function drawAll(inside: readonly Inline[], scene: Scene): Node[] {
  return inside.map((inline) => drawOne(inline, scene));
}

function drawOne(inline: Inline, scene: Scene): Node {
  switch (inline.kind) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'emoji':
      return drawEmoji(inline.name);
    case 'bold':
      return make('strong', {}, ...drawAll(inline.inside, scene));
    case 'italic':
      return make('em', {}, ...drawAll(inline.inside, scene));
    case 'strike':
      return make('s', {}, ...drawAll(inline.inside, scene));
    case 'code':
      return make('code', {}, ...drawAll(inline.inside, scene));
    case 'link':
      return drawLink(inline.url, inline.label);
    case 'user':
      return drawPerson(inline.id, inline.label, scene);
    case 'channel':
      return drawChannel(inline.id, inline.label, scene);
    case 'usergroup':
      return drawGroup(inline.id, inline.label);
    case 'broadcast':
      return drawBroadcast(inline.range);
    case 'date':
      return drawDate(inline, inline.fallback, scene);
  }
}
