/** The ten places an issue can stand, in the order they are listed to people. */
export const STATUSES = [
  { key: 'proposed', label: 'Proposed', emoji: '💡', group: 'open' },
  { key: 'on-agenda', label: 'On the agenda', emoji: '📋', group: 'open' },
  { key: 'in-talks', label: 'In talks', emoji: '💬', group: 'open' },
  { key: 'agreed-in-principle', label: 'Agreed in principle', emoji: '✍️', group: 'deal' },
  { key: 'agreed', label: 'Agreed', emoji: '🤝', group: 'deal' },
  { key: 'implementing', label: 'Being carried out', emoji: '🚧', group: 'deal' },
  { key: 'fulfilled', label: 'Fulfilled', emoji: '🏁', group: 'done' },
  { key: 'stalled', label: 'No movement', emoji: '⏳', group: 'blocked' },
  { key: 'suspended', label: 'Suspended', emoji: '⏸️', group: 'blocked' },
  { key: 'off-table', label: 'Off the table', emoji: '🚫', group: 'closed' },
] as const;

export type Status = (typeof STATUSES)[number];
export type StatusKey = Status['key'];

const byKey = new Map<string, Status>(STATUSES.map((status) => [status.key, status]));

/** The status with this key. Throws on a key outside the vocabulary: the record never holds one. */
export function statusOf(key: StatusKey): Status {
  const status = byKey.get(key);
  if (status === undefined) throw new Error(`No status is called "${key}"`);
  return status;
}

/** True for a deal that rests on general knowledge alone. */
export function isUnsourced({ status, basis }: Rests): boolean {
  return basis === 'unverified' && needsSource(status);
}

/** A status and what it rests on, a `Basis`. */
interface Rests {
  readonly status: StatusKey;
  readonly basis: string;
}

/** Statuses that claim a deal: without a source they are said to be unsourced. */
export function needsSource(status: StatusKey): boolean {
  return status === 'agreed' || status === 'implementing';
}
