import type { KnownBlock } from '@slack/types';
import type { DigestNews, IssueInDigest } from '../agenda/digest.ts';
import { STATUSES, type StatusKey } from '../agenda/status.ts';
import { counted } from './dates.ts';
import { daysOfNews } from './digest-lines.ts';
import type { Outgoing } from './outgoing.ts';
import { messageOf } from './digest-parts.ts';
import { lines, type Piece } from './pieces.ts';
import type { Span } from './spans.ts';

/**
 * Where the issues stand and where they moved, as two charts and, where Slack takes none, as
 * lines. Null when there is too little to draw.
 */
export function digestChart(news: readonly DigestNews[]): Outgoing | null {
  const figures = figuresOf(news);
  if (figures.length === 0) return null;
  return {
    message: messageOf(figures.map(drawn)),
    plain: messageOf(figures.flatMap(({ rows }) => lines(rows))),
  };
}

/** The same in lines. */
export function chartLines(news: readonly DigestNews[]): Piece[] {
  return figuresOf(news).flatMap(({ rows }) => lines(rows));
}

interface Bar {
  readonly label: string;
  readonly value: number;
}

interface Figure {
  readonly title: string;
  readonly chart: object;
  readonly rows: readonly (readonly Span[])[];
}

function figuresOf(news: readonly DigestNews[]): Figure[] {
  const share = barsOf(sum(news.map(({ counts }) => counts)));
  const moves = barsOf(sum(news.map(({ issues }) => movesIn(issues))));
  const figures: Figure[] = [];
  if (share.length > 1) figures.push(figureOf('Where the issues stand', share, pie(share)));
  if (total(moves) > 1) {
    const title = `Where issues moved to, ${daysOfNews(news)}`;
    figures.push(figureOf(title, moves, columns(moves)));
  }
  return figures;
}

function figureOf(title: string, bars: readonly Bar[], chart: object): Figure {
  const all = counted(total(bars), 'issue');
  const figures = bars.map(({ label, value }) => `${label}: ${value}`).join(' · ');
  return { title, chart, rows: [[{ bold: title }, ` (${all})`], [figures]] };
}

/** The same numbers in the text as in the picture. Slack's types don't have the block yet. */
function drawn({ title, chart, rows }: Figure): Piece {
  const block: object = { type: 'data_visualization', title, chart };
  return {
    text: lines(rows)
      .map(({ text }) => text)
      .join('\n'),
    blocks: [block as KnownBlock],
  };
}

function pie(bars: readonly Bar[]): object {
  return { type: 'pie', segments: bars };
}

function columns(bars: readonly Bar[]): object {
  return {
    type: 'bar',
    series: [{ name: 'Issues', data: bars }],
    axis_config: { categories: bars.map(({ label }) => label), y_label: 'Issues' },
  };
}

function barsOf(counts: ReadonlyMap<StatusKey, number>): Bar[] {
  return STATUSES.map(({ key, label }) => ({ label, value: counts.get(key) ?? 0 })).filter(
    ({ value }) => value > 0,
  );
}

function movesIn(issues: readonly IssueInDigest[]): Map<StatusKey, number> {
  const counts = new Map<StatusKey, number>();
  for (const { kind, to } of issues) {
    if (to !== null && (kind === 'move' || kind === 'new')) {
      counts.set(to, (counts.get(to) ?? 0) + 1);
    }
  }
  return counts;
}

function sum(all: readonly ReadonlyMap<StatusKey, number>[]): Map<StatusKey, number> {
  const counts = new Map<StatusKey, number>();
  for (const [status, count] of all.flatMap((one) => [...one])) {
    counts.set(status, (counts.get(status) ?? 0) + count);
  }
  return counts;
}

function total(bars: readonly Bar[]): number {
  return bars.reduce((all, { value }) => all + value, 0);
}
