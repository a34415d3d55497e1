import fc from 'fast-check';
import type { StatusKey } from '../../../src/agenda/status.ts';
import { FILED_KEYS, type IssueKey, ISSUE_KEYS, type Page, type Request } from './requests.ts';

/** When every sequence begins: 4 May 2026 at noon, UTC. */
export const START = Date.UTC(2026, 4, 4, 12);

/** A step of a sequence, before it is known what there is to name. */
export interface Step {
  readonly who: number;
  /** Seconds since the step before. */
  readonly wait: number;
  /** The same input as that many steps before, said again; null for a new one. */
  readonly replays: number | null;
  readonly over: 'none' | 'right' | 'stale';
  readonly what: What;
}

export type What =
  | Extract<Request, { kind: 'add' }>
  | {
      readonly kind: 'entry';
      readonly word: 'note' | 'update';
      readonly issue: IssueKey;
      readonly status: StatusKey;
      readonly daysAgo: number;
      readonly note: string;
      readonly says: string;
      readonly confidence: string;
      readonly sources: readonly Page[];
    }
  | {
      readonly kind: 'source';
      readonly issue: IssueKey;
      readonly daysAgo: number | null;
      readonly source: Page;
    }
  | {
      readonly kind: 'withdraw';
      readonly issue: IssueKey;
      readonly because: string | null;
      /** The latest that counts, by its day; one of all there ever were, by its id; or that of a day. */
      readonly entry: { readonly daysAgo: number } | { readonly index: number } | 'last';
    }
  | { readonly kind: 'undo' }
  | {
      readonly kind: 'alias';
      readonly issue: IssueKey;
      readonly name: string;
      readonly removing: boolean;
    }
  | {
      readonly kind: 'position';
      readonly issue: IssueKey;
      readonly party: string;
      readonly text: string | null;
    }
  | {
      readonly kind: 'desk';
      readonly issue: IssueKey;
      readonly person: number;
      readonly removing: boolean;
    }
  | {
      readonly kind: 'official';
      readonly issue: IssueKey;
      readonly party: string;
      readonly name: string;
      readonly removing: boolean;
    }
  | {
      readonly kind: 'import';
      readonly issue: IssueKey;
      readonly status: StatusKey;
      readonly daysAgo: number;
      readonly note: string;
    };

const ONE = { address: 'one.example/a', publisher: 'one.example', date: null };
const PAGES: readonly Page[] = [
  { ...ONE, typed: 'https://one.example/a', url: 'https://one.example/a' },
  { ...ONE, typed: 'http://www.one.example/a/', url: 'http://www.one.example/a/' },
  {
    typed: 'https://two.example/b?x=1&utm_source=y',
    url: 'https://two.example/b?x=1&utm_source=y',
    address: 'two.example/b?x=1',
    publisher: 'two.example',
    date: null,
  },
];
const DATED: Page = {
  typed: '<https://three.example/c>',
  url: 'https://three.example/c',
  address: 'three.example/c',
  publisher: 'Reuters',
  date: '2026-04-30',
};

const issue = fc.constantFrom(...ISSUE_KEYS, 'wheat' as const, 'wheat' as const);
const filedIssue = fc.constantFrom(...FILED_KEYS);
const status = fc.constantFrom<StatusKey>(
  'on-agenda',
  'in-talks',
  'in-talks',
  'agreed',
  'agreed',
  'implementing',
  'fulfilled',
  'stalled',
);
const note = fc.constantFrom(
  '',
  '',
  'they met',
  'Yellen said: no deal',
  'two\nlines',
  'a <b> & “c”',
);
const daysAgo = fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4, -1);
const party = fc.constantFrom('north', 'south');
const page = fc.constantFrom(...PAGES);
const removing = fc.constantFrom(false, false, true);

const what: fc.Arbitrary<What> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('entry' as const),
      word: fc.constantFrom('update' as const, 'update' as const, 'note' as const),
      issue,
      status,
      daysAgo,
      note,
      says: fc.constantFrom('', '', 'AFP', 'White House'),
      confidence: fc.constantFrom('', '', '', 'high'),
      sources: fc.oneof(fc.constant([]), fc.constant([]), fc.array(page, { maxLength: 2 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('source' as const),
      issue,
      daysAgo: fc.constantFrom(null, null, 0, 1, 2, 3, -1),
      source: fc.constantFrom(...PAGES, DATED),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('withdraw' as const),
      issue,
      because: fc.constantFrom(null, 'it was wrong', 'a <b> & “c”'),
      entry: fc.oneof(
        fc.constant('last' as const),
        fc.record({ daysAgo }),
        fc.record({ index: fc.nat(20) }),
      ),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      issue: fc.constantFrom('lumber' as const, 'lumber' as const, ...FILED_KEYS),
      status: fc.constantFrom(null, 'in-talks' as const),
      note,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('alias' as const),
      issue,
      name: fc.constantFrom('corn', 'CORN', 'rye', 'Blé tendre'),
      removing,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('position' as const),
      issue,
      party,
      text: fc.constantFrom('wants more', 'wants: “less” & <none>', null),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('desk' as const),
      issue,
      person: fc.nat(2),
      removing,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('official' as const),
      issue,
      party,
      name: fc.constantFrom('Jane Doe', 'Li Wei'),
      removing,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      issue: filedIssue,
      status,
      daysAgo: fc.nat(4),
      note: fc.constantFrom('Listed.', 'As the file has it.'),
    }),
  },
);

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom(0, 0, 0, 1, 1, 2),
  wait: fc.constantFrom(0, 0, 1, 30, 60, 200, 299, 300, 301, 400, 599, 600, 601, 14_400, 86_400),
  replays: fc.constantFrom(null, null, null, null, null, null, 1, 2, 5),
  over: fc.constantFrom('none', 'none', 'none', 'right', 'right', 'stale'),
  what,
});

/** Two people at one issue within minutes, each after a look at what the other did. */
function atOnce(key: IssueKey): fc.Arbitrary<Step> {
  return step
    .filter(({ what: { kind } }) => kind !== 'import' && kind !== 'add')
    .map((one): Step => {
      const about = 'issue' in one.what ? { ...one.what, issue: key } : one.what;
      const isOfDay = about.kind === 'entry' || about.kind === 'source';
      return {
        ...one,
        who: one.who % 2,
        wait: one.wait % 100,
        over: 'right',
        what: isOfDay ? { ...about, daysAgo: 0 } : about,
      };
    });
}

const added: Step = {
  who: 0,
  wait: 0,
  replays: null,
  over: 'none',
  what: { kind: 'add', issue: 'lumber', status: null, note: '' },
};

/** What two or three people do to a record, one after the other. */
export const sequences: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(step, { minLength: 1, maxLength: 16 }) },
  { weight: 1, arbitrary: fc.array(atOnce('wheat'), { minLength: 3, maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(atOnce('lumber'), { minLength: 1, maxLength: 8 })
      .map((steps) => [added, ...steps]),
  },
);
