import type {
  AnyBlock,
  ContextBlock,
  HeaderBlock,
  ImageBlock,
  InputBlock,
  KnownBlock,
  SectionBlock,
  VideoBlock,
} from '@slack/types';
import { drawCard, drawCarousel, drawContainer, drawPlan, drawTask } from './draw-card.ts';
import { type Chart, drawChart } from './draw-chart.ts';
import { drawElement } from './draw-element.ts';
import { drawImage } from './draw-image.ts';
import { drawEmojiText, drawLink } from './draw-inline.ts';
import { drawMarkdown } from './draw-markdown.ts';
import { drawText } from './draw-mrkdwn.ts';
import { drawRichText } from './draw-rich-text.ts';
import { drawDataTable, drawTable } from './draw-table.ts';
import { freshId, make } from './make.ts';
import type { Spot, Surface } from './scene.ts';

/** Draws blocks as Slack would. A block nobody here knows, or a broken one, is a box that says so. */
export function drawBlocks(blocks: readonly AnyBlock[], surface: Surface): HTMLElement {
  return make(
    'div',
    { class: 'blocks' },
    ...blocks.map((block, index) => {
      const blockId = block.block_id ?? `block-${index}`;
      const spot = { surface, blockId, silent: false, label: null };
      try {
        return drawBlock(block, spot);
      } catch (error) {
        return drawUnknown(block, error instanceof Error ? error.message : String(error));
      }
    }),
  );
}

function drawBlock(block: AnyBlock, spot: Spot): HTMLElement {
  const { scene } = spot.surface;
  const known = block as KnownBlock;
  switch (known.type) {
    case 'section':
      return drawSection(known, spot);
    case 'header':
      return drawHeader(known);
    case 'context':
      return drawContext(known, spot);
    case 'divider':
      return make('hr', { class: 'divider' });
    case 'actions':
      return make(
        'div',
        { class: 'actions' },
        ...known.elements.map((element) => drawElement(element, spot)),
      );
    case 'context_actions':
      return make(
        'div',
        { class: 'actions context-actions' },
        ...known.elements.map((element) => drawElement(element, spot)),
      );
    case 'image':
      return drawImageBlock(known);
    case 'input':
      return drawInput(known, spot);
    case 'rich_text':
      return drawRichText(known, scene);
    case 'table':
      return drawTable(known, scene);
    case 'data_table':
      return drawDataTable(known, scene);
    case 'markdown':
      return drawMarkdown(known.text);
    case 'alert':
      return make(
        'div',
        { class: `alert alert-${known.level ?? 'default'}`, role: 'note' },
        make('span', { class: 'alert-level' }, ALERT_WORDS[known.level ?? 'default']),
        drawText(known.text, scene),
      );
    case 'card':
      return drawCard(known, spot);
    case 'carousel':
      return drawCarousel(known, spot);
    case 'container':
      return drawContainer(known, spot, drawBlocks(known.child_blocks, spot.surface));
    case 'task_card':
      return drawTask(known, scene);
    case 'plan':
      return drawPlan(known, scene);
    case 'video':
      return drawVideo(known);
    case 'file':
      return make('div', { class: 'file-box' }, `File ${known.external_id} (${known.source})`);
    default:
      return drawNewBlock(block, spot);
  }
}

/** Blocks that Slack documents and its types do not have yet. */
function drawNewBlock(block: AnyBlock, spot: Spot): HTMLElement {
  if (block.type === 'data_visualization') {
    return drawChart(block as unknown as { title: string; chart: Chart });
  }
  return drawUnknown(block, `in ${spot.blockId}`);
}

const ALERT_WORDS = {
  default: 'Note',
  info: 'Info',
  warning: 'Warning',
  error: 'Error',
  success: 'Done',
} as const;

function drawUnknown(block: AnyBlock, why: string): HTMLElement {
  return make(
    'div',
    { class: 'unknown', title: why },
    `A “${block.type}” block, which this page cannot draw`,
  );
}

function drawSection(block: SectionBlock, spot: Spot): HTMLElement {
  const { scene } = spot.surface;
  const fields = (block.fields ?? []).map((field) => drawText(field, scene));
  const text = block.text === undefined ? null : drawText(block.text, scene);
  if (text === null && fields.length === 0) throw new Error('It has neither text nor fields');
  const label = text === null ? null : (text.textContent.trim().slice(0, 120) ?? null);
  return make(
    'div',
    { class: 'section' },
    make(
      'div',
      { class: 'section-text' },
      text,
      fields.length > 0 ? make('div', { class: 'fields' }, ...fields) : null,
    ),
    block.accessory === undefined
      ? null
      : make('div', { class: 'accessory' }, drawElement(block.accessory, { ...spot, label })),
  );
}

function drawHeader(block: HeaderBlock): HTMLElement {
  const { level = 1 } = block as HeaderBlock & { level?: number };
  return make('h3', { class: `block-header level-${level}` }, drawEmojiText(block.text.text));
}

function drawContext(block: ContextBlock, spot: Spot): HTMLElement {
  return make(
    'div',
    { class: 'context' },
    ...block.elements.map((element) =>
      element.type === 'image'
        ? drawImage(element, 'context-image')
        : drawText(element, spot.surface.scene),
    ),
  );
}

function drawImageBlock(block: ImageBlock): HTMLElement {
  return make(
    'figure',
    { class: 'image-block' },
    block.title === undefined ? null : make('figcaption', {}, drawEmojiText(block.title.text)),
    drawImage(block, 'block-image'),
  );
}

function drawInput(block: InputBlock, spot: Spot): HTMLElement {
  const hintId = freshId('hint');
  const errorId = freshId('error');
  const group = make(
    'div',
    {
      class: 'input',
      role: 'group',
      'data-block': spot.blockId,
      'data-optional': block.optional === true,
    },
    make(
      'div',
      { class: 'input-label' },
      drawEmojiText(block.label.text),
      block.optional === true ? make('span', { class: 'faint' }, ' (optional)') : null,
    ),
    drawElement(block.element, {
      ...spot,
      silent: block.dispatch_action !== true,
      label: block.label.text,
    }),
    make('div', { class: 'input-error', id: errorId, role: 'alert' }),
    block.hint === undefined
      ? null
      : make('div', { class: 'hint', id: hintId }, drawEmojiText(block.hint.text)),
  );
  group.setAttribute('aria-label', block.label.text);
  const described = block.hint === undefined ? errorId : `${errorId} ${hintId}`;
  group
    .querySelector('input, textarea, select, button')
    ?.setAttribute('aria-describedby', described);
  return group;
}

function drawVideo(block: VideoBlock): HTMLElement {
  return make(
    'div',
    { class: 'file-box' },
    'Video: ',
    drawLink(block.title_url ?? block.video_url, block.title.text),
    block.description === undefined
      ? null
      : make('div', { class: 'faint' }, block.description.text),
  );
}
