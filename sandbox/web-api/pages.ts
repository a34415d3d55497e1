import type { Json } from '../door.ts';
import type { Args } from './args.ts';
import { type Answer, refuse } from './method.ts';

/** One page of a list, and the cursor to the next; the cursor is empty on the last. */
export function pageOf<Item>(
  args: Args,
  items: readonly Item[],
  answer: (page: readonly Item[]) => Json,
  limits: { readonly usual: number; readonly most: number } = { usual: 100, most: 1000 },
): Answer {
  const limit = args.number('limit', limits.usual);
  if (limit < 1 || limit > limits.most) return refuse('invalid_limit');
  const start = startOf(args.text('cursor'));
  if (start === null) return refuse('invalid_cursor');

  const end = start + limit;
  const hasMore = end < items.length;
  return {
    ok: true,
    ...answer(items.slice(start, end)),
    has_more: hasMore,
    response_metadata: { next_cursor: hasMore ? btoa(`next:${end}`) : '' },
  };
}

function startOf(cursor: string): number | null {
  if (cursor === '') return 0;
  try {
    const [, start] = /^next:(\d+)$/.exec(atob(cursor)) ?? [];
    return start === undefined ? null : Number(start);
  } catch {
    return null;
  }
}
