import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextList,
  RichTextSection,
} from '@slack/types';
import {
  drawBroadcast,
  drawChannel,
  drawDate,
  drawEmoji,
  drawGroup,
  drawLink,
  drawPerson,
} from './draw-inline.ts';
import { make } from './make.ts';
import type { Scene } from './scene.ts';

export function drawRichText(block: RichTextBlock, scene: Scene): HTMLElement {
  return make('div', { class: 'rich-text text' }, ...drawParts(block.elements, scene));
}

function drawParts(parts: readonly RichTextBlockElement[], scene: Scene): HTMLElement[] {
  const drawn: HTMLElement[] = [];
  let lists: RichTextList[] = [];
  const flush = (): void => {
    if (lists.length > 0) drawn.push(...drawLists(lists, scene));
    lists = [];
  };
  for (const part of parts) {
    if (part.type === 'rich_text_list') {
      lists.push(part);
      continue;
    }
    flush();
    drawn.push(drawPart(part, scene));
  }
  flush();
  return drawn;
}

function drawPart(part: Exclude<RichTextBlockElement, RichTextList>, scene: Scene): HTMLElement {
  switch (part.type) {
    case 'rich_text_section':
      return make('div', { class: 'lines' }, ...drawElements(part.elements, scene));
    case 'rich_text_quote':
      return make(
        'blockquote',
        {},
        make('div', { class: 'lines' }, ...drawElements(part.elements, scene)),
      );
    case 'rich_text_preformatted':
      return make('pre', { tabindex: 0 }, make('code', {}, ...drawElements(part.elements, scene)));
    default:
      return make(
        'div',
        { class: 'unknown' },
        `Rich text part “${(part as RichTextSection).type}”`,
      );
  }
}

/** Slack sends nested lists flat, each with its indent; here a deeper one goes into the item above it. */
function drawLists(lists: readonly RichTextList[], scene: Scene): HTMLElement[] {
  const roots: HTMLElement[] = [];
  const open: { indent: number; element: HTMLElement; style: string }[] = [];
  const counts = new Map<number, number>();

  for (const list of lists) {
    const indent = list.indent ?? 0;
    while ((open.at(-1)?.indent ?? -1) > indent) counts.delete(open.pop()?.indent ?? 0);
    const top = open.at(-1);
    let element = top?.element;
    if (element === undefined || top?.indent !== indent || top.style !== list.style) {
      if (top?.indent === indent) open.pop();
      const tag = list.style === 'ordered' ? 'ol' : 'ul';
      const start = list.style === 'ordered' ? (counts.get(indent) ?? 0) + 1 : null;
      element = make(tag, {
        class: list.border === 1 ? `bordered depth-${indent % 3}` : `depth-${indent % 3}`,
        start: start === 1 ? null : start,
      });
      const parent = open.at(-1)?.element;
      if (parent === undefined) roots.push(element);
      else (parent.lastElementChild ?? parent).append(element);
      open.push({ indent, element, style: list.style });
    }
    for (const item of list.elements) {
      element.append(make('li', {}, ...drawElements(item.elements, scene)));
    }
    if (list.style === 'ordered') {
      counts.set(indent, (counts.get(indent) ?? 0) + list.elements.length);
    }
  }
  return roots;
}

function drawElements(elements: readonly RichTextElement[], scene: Scene): Node[] {
  return elements.map((element) => drawStyles(drawElement(element, scene), element));
}

function drawElement(element: RichTextElement, scene: Scene): Node {
  switch (element.type) {
    case 'text':
      return document.createTextNode(element.text);
    case 'link':
      return drawLink(element.url, element.text ?? element.url);
    case 'emoji':
      return drawEmoji(element.name, element.unicode);
    case 'user':
      return drawPerson(element.user_id, '', scene);
    case 'channel':
      return drawChannel(element.channel_id, '', scene);
    case 'usergroup':
      return drawGroup(element.usergroup_id, '');
    case 'team':
      return drawGroup(element.team_id, '');
    case 'broadcast':
      return drawBroadcast(element.range);
    case 'date': {
      const date = {
        seconds: element.timestamp,
        format: element.format,
        url: element.url ?? null,
      };
      return drawDate(date, element.fallback ?? '', scene);
    }
    case 'color':
      return drawColor(element.value);
    default:
      return make('span', { class: 'unknown' }, `“${(element as { type: string }).type}”`);
  }
}

function drawColor(value: string): HTMLElement {
  const swatch = make('span', { class: 'swatch' });
  swatch.style.backgroundColor = value;
  return make('span', {}, swatch, value);
}

function drawStyles(node: Node, { style }: RichTextElement): Node {
  let drawn = node;
  if (style?.code === true) drawn = make('code', {}, drawn);
  if (style?.strike === true) drawn = make('s', {}, drawn);
  if (style?.italic === true) drawn = make('em', {}, drawn);
  if (style?.bold === true) drawn = make('strong', {}, drawn);
  return drawn;
}
