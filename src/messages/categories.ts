import type { Category } from '../agenda/record.ts';

/** What an issue can be, in words. */
export const CATEGORIES: readonly { readonly key: Category; readonly label: string }[] = [
  { key: 'tension', label: 'Tension: the parties are at odds over it' },
  { key: 'cooperation', label: 'Cooperation: the parties want it together' },
  { key: 'channel', label: 'Channel: a way for the parties to talk' },
  { key: 'context', label: 'Context: it bears on the rest' },
];
