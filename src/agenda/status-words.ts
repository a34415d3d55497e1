import { STATUSES, type StatusKey } from './status.ts';

/** What people call several statuses at once. */
export const STATUS_GROUPS = {
  Moving: ['in-talks', 'agreed-in-principle', 'on-agenda', 'proposed'],
  Agreed: ['agreed', 'implementing', 'fulfilled'],
  Stuck: ['stalled', 'suspended', 'off-table'],
} as const satisfies Readonly<Record<string, readonly StatusKey[]>>;

/** Other words people type for a status. */
const SYNONYMS: Readonly<Record<StatusKey, readonly string[]>> = {
  proposed: ['raised', 'requested'],
  'on-agenda': ['on agenda', 'planned', 'expected'],
  'in-talks': ['under discussion', 'consulting', 'negotiating', 'talks', 'discussing'],
  'agreed-in-principle': [
    'finalising',
    'finalizing',
    'near-final',
    'near final',
    'tentative deal',
    'agreement in principle',
  ],
  agreed: ['announced', 'signed', 'adopted', 'done deal'],
  implementing: ['in progress', 'rolling out', 'implemented'],
  fulfilled: ['complied', 'delivered', 'complete', 'completed', 'kept', 'done'],
  stalled: ['deadlocked', 'no progress', 'blocked'],
  suspended: ['frozen', 'on hold', 'paused', 'cut off'],
  'off-table': ['withdrawn', 'dropped', 'rejected', 'off table'],
};

const byWord = new Map<string, readonly StatusKey[]>([
  ...Object.entries(STATUS_GROUPS).map(([name, keys]) => [name.toLowerCase(), keys] as const),
  ...STATUSES.flatMap(({ key, label }) =>
    [key, label.toLowerCase(), ...SYNONYMS[key]].map((word) => [word, [key]] as const),
  ),
]);

/** The statuses a word or several, parted by commas, stand for. Null when one of them stands for none. */
export function readStatuses(typed: string): readonly StatusKey[] | null {
  const words = typed
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/\p{Pd}/gu, '-')
    .split(',');
  const found = words.map(
    (word) => byWord.get(word.trim()) ?? byWord.get(word.trim().replaceAll('-', ' ')),
  );
  return found.some((keys) => keys === undefined)
    ? null
    : [...new Set(found.flatMap((keys) => keys ?? []))];
}
