import type { DigestFilter } from '../agenda/digest.ts';
import type { Category } from '../agenda/record.ts';
import { groupOf } from '../agenda/typed-filters.ts';
import { statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import type { Span } from './spans.ts';

/** Which issues a filter means: `tension`, `moving`, `Agreed or In talks`, `watched by Ann`. */
export function filterInWords(filter: DigestFilter): Span[] {
  switch (filter.kind) {
    case 'category':
      return [MISLEADING.has(filter.category) ? `category ${filter.category}` : filter.category];
    case 'status':
      return [
        groupOf(filter.statuses) ?? filter.statuses.map((key) => statusOf(key).label).join(' or '),
      ];
    case 'issue':
      return [{ code: cutTo(visible(filter.key), NAME_LIMIT) }];
    case 'owner':
      return ['kept by ', { person: filter.userId }];
    case 'official':
      return [`“${cutTo(visible(filter.name), NAME_LIMIT)}” in charge`];
    case 'watched':
      return ['watched by ', { person: filter.userId }];
    case 'agenda':
      return ['agenda ', { code: cutTo(visible(filter.agendaId), NAME_LIMIT) }];
  }
}

/** Filters one after the other; of many the first. */
export function filtersInWords(filters: readonly DigestFilter[]): Span[] {
  const named = filters
    .slice(0, MOST_NAMED)
    .flatMap((filter, at): Span[] => [at === 0 ? '' : ', ', ...filterInWords(filter)]);
  const more = filters.length - MOST_NAMED;
  return more > 0 ? [...named, ` and ${more} more`] : named;
}

/** Words that mean something else where a digest is told of. */
const MISLEADING: ReadonlySet<Category> = new Set(['channel', 'context']);
const NAME_LIMIT = 60;
const MOST_NAMED = 4;
