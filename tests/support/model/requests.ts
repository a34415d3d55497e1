import { asEntities } from '../../../src/messages/escape.ts';
import type { StatusKey } from '../../../src/agenda/status.ts';
import { titleOf } from './in-words.ts';

/** Issues the file has, and one that people add and take back. */
export const FILED_KEYS = ['wheat', 'steel', 'visas'] as const;
export const ISSUE_KEYS = [...FILED_KEYS, 'lumber'] as const;
export type IssueKey = (typeof ISSUE_KEYS)[number];

/** A page as it is typed, and as it is kept. */
export interface Page {
  readonly typed: string;
  readonly address: string;
  readonly url: string;
  readonly publisher: string;
  readonly date: string | null;
}

/** Something asked of Summit, with all that was typed: `day` is null for today, and `over` the line of the log that was shown. */
export type Request =
  | {
      readonly kind: 'add';
      readonly issue: IssueKey;
      readonly status: StatusKey | null;
      readonly note: string;
    }
  | {
      readonly kind: 'entry';
      readonly word: 'note' | 'update';
      readonly issue: IssueKey;
      readonly status: StatusKey | null;
      readonly day: string | null;
      readonly note: string;
      readonly says: string;
      readonly confidence: string;
      readonly sources: readonly Page[];
      readonly over: number | null;
    }
  | {
      readonly kind: 'source';
      readonly issue: IssueKey;
      readonly day: string | null;
      readonly source: Page;
      readonly over: number | null;
    }
  | {
      readonly kind: 'withdraw';
      readonly issue: IssueKey;
      readonly entry: { readonly day: string } | { readonly number: number; readonly id: string };
      readonly because: string | null;
      readonly over: number | null;
    }
  | { readonly kind: 'undo' }
  | {
      readonly kind: 'alias';
      readonly issue: IssueKey;
      readonly name: string;
      readonly removing: boolean;
      readonly over: number | null;
    }
  | {
      readonly kind: 'position';
      readonly issue: IssueKey;
      readonly party: string;
      readonly text: string | null;
      readonly over: number | null;
    }
  | {
      readonly kind: 'desk';
      readonly issue: IssueKey;
      readonly user: string;
      readonly removing: boolean;
      readonly over: number | null;
    }
  | {
      readonly kind: 'official';
      readonly issue: IssueKey;
      readonly party: string;
      readonly name: string;
      readonly removing: boolean;
      readonly over: number | null;
    };

/** What someone types for a request, as Slack delivers it. */
export function wordsFor(request: Request): string {
  const words = inWords(request).filter((part) => part !== '');
  return asEntities(words.join(' '));
}

function inWords(request: Request): string[] {
  if (request.kind === 'undo') return ['undo'];
  if (request.kind === 'add') {
    const { issue: key, status, note } = request;
    const because = note === '' ? '' : `because ${note}`;
    return ['add', titleOf(key), status === null ? '' : `status:${status}`, because];
  }
  const { issue } = request;
  const over = request.over === null ? '' : `over:${request.over}`;
  const on = (day: string | null): string => (day === null ? '' : `on:${day}`);
  switch (request.kind) {
    case 'entry': {
      const { word, status, day, note, says, confidence, sources } = request;
      return [
        word,
        issue,
        status ?? '',
        on(day),
        ...sources.map(({ typed }) => `source:${typed}`),
        says === '' ? '' : `says:"${says}"`,
        confidence === '' ? '' : `confidence:${confidence}`,
        over,
        note === '' ? '' : `because ${note}`,
      ];
    }
    case 'source': {
      const { source, day } = request;
      const { publisher, date, typed } = source;
      const said = date === null ? '' : `${publisher} ${date}`;
      return ['source', issue, typed, said, on(day), over];
    }
    case 'withdraw': {
      const { entry, because } = request;
      const which = 'id' in entry ? entry.id : `${issue} on:${entry.day}`;
      return ['withdraw', which, because === null ? '' : `because ${because}`, over];
    }
    case 'alias':
      return ['alias', issue, request.removing ? 'remove' : '=', request.name, over];
    case 'position':
      return ['position', issue, request.party, request.text ?? 'remove', over];
    case 'desk':
      return ['owner', issue, request.removing ? 'remove' : '', `<@${request.user}>`, over];
    case 'official':
      return request.removing
        ? ['owner', issue, 'remove', request.name, over]
        : ['owner', issue, request.party, request.name, over];
  }
}
