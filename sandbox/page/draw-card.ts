import type {
  CardBlock,
  CarouselBlock,
  ContainerBlock,
  PlanBlock,
  TaskCardBlock,
} from '@slack/types';
import { drawElement } from './draw-element.ts';
import { drawImage } from './draw-image.ts';
import { drawEmojiText, drawLink } from './draw-inline.ts';
import { drawText } from './draw-mrkdwn.ts';
import { drawRichText } from './draw-rich-text.ts';
import { make } from './make.ts';
import type { Scene, Spot } from './scene.ts';

export function drawCard(card: CardBlock, spot: Spot): HTMLElement {
  const { scene } = spot.surface;
  const { subtext } = card as CardBlock & { subtext?: CardBlock['body'] };
  const wrap = (name: string, text: CardBlock['body']): HTMLElement | null =>
    text === undefined ? null : make('div', { class: name }, drawText(text, scene));
  return make(
    'div',
    { class: 'card' },
    card.hero_image === undefined ? null : drawImage(card.hero_image, 'card-hero'),
    make(
      'div',
      { class: 'card-head' },
      card.icon === undefined ? null : drawImage(card.icon, 'card-icon'),
      make('div', {}, wrap('card-title', card.title), wrap('faint', card.subtitle)),
    ),
    wrap('card-body', card.body),
    wrap('faint', subtext),
    card.actions === undefined
      ? null
      : make(
          'div',
          { class: 'actions' },
          ...card.actions.map((button) => drawElement(button, spot)),
        ),
  );
}

export function drawCarousel(block: CarouselBlock, spot: Spot): HTMLElement {
  return make(
    'div',
    { class: 'carousel', tabindex: 0, role: 'group', 'aria-label': 'Cards' },
    ...block.elements.map((card, index) =>
      drawCard(card, { ...spot, blockId: card.block_id ?? `${spot.blockId}-${index}` }),
    ),
  );
}

/** A frame around blocks that are already drawn; one that folds is a native disclosure. */
export function drawContainer(
  block: ContainerBlock,
  { surface: { scene } }: Spot,
  inside: HTMLElement,
): HTMLElement {
  const title =
    block.rich_text_title === undefined
      ? make('strong', {}, drawEmojiText(block.title?.text ?? ''))
      : drawRichText(block.rich_text_title, scene);
  const head = make(
    'span',
    { class: 'container-head' },
    block.icon === undefined ? null : drawImage(block.icon, 'context-image'),
    make(
      'span',
      {},
      title,
      block.subtitle === undefined
        ? null
        : make('span', { class: 'faint' }, drawText(block.subtitle, scene)),
    ),
  );
  const className = `container width-${block.width ?? 'standard'}`;
  if (block.is_collapsible === true) {
    return make(
      'details',
      { class: className, open: block.default_collapsed !== true },
      make('summary', {}, head),
      inside,
    );
  }
  const line = block.has_header_divider === true ? make('hr', { class: 'divider' }) : null;
  return make('div', { class: className }, head, line, inside);
}

const TASK_WORDS = {
  pending: 'Waiting',
  in_progress: 'Under way',
  complete: 'Done',
  error: 'Failed',
} as const;

export function drawTask(task: TaskCardBlock, scene: Scene): HTMLElement {
  const links = (task.sources ?? []).map((source) =>
    make('li', {}, drawLink(source.url, source.text)),
  );
  return make(
    'details',
    { class: 'container' },
    make(
      'summary',
      {},
      make('strong', {}, task.title),
      make('span', { class: 'faint' }, ` ${TASK_WORDS[task.status]}`),
    ),
    task.details === undefined ? null : drawRichText(task.details, scene),
    task.output === undefined ? null : drawRichText(task.output, scene),
    links.length > 0 ? make('ul', {}, ...links) : null,
  );
}

export function drawPlan(plan: PlanBlock, scene: Scene): HTMLElement {
  return make(
    'div',
    { class: 'container' },
    make('strong', {}, plan.title),
    ...(plan.tasks ?? []).map((task) => drawTask(task as unknown as TaskCardBlock, scene)),
  );
}
