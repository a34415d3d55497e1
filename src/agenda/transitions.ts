import type { StatusKey } from './status.ts';

/** True when issues are known to go from one status to the other; a repeated status always is. */
export function isUsualMove(from: StatusKey, to: StatusKey): boolean {
  return from === to || USUAL_MOVES[from].includes(to);
}

const USUAL_MOVES: Readonly<Record<StatusKey, readonly StatusKey[]>> = {
  proposed: ['on-agenda', 'in-talks', 'agreed', 'stalled', 'off-table'],
  'on-agenda': ['in-talks', 'agreed-in-principle', 'agreed', 'stalled', 'suspended', 'off-table'],
  'in-talks': [
    'on-agenda',
    'agreed-in-principle',
    'agreed',
    'implementing',
    'stalled',
    'suspended',
    'off-table',
  ],
  'agreed-in-principle': ['in-talks', 'agreed', 'stalled', 'off-table'],
  agreed: ['implementing', 'fulfilled', 'stalled', 'suspended'],
  implementing: ['in-talks', 'agreed', 'fulfilled', 'stalled', 'suspended'],
  fulfilled: ['in-talks', 'agreed', 'implementing', 'suspended'],
  stalled: [
    'proposed',
    'on-agenda',
    'in-talks',
    'agreed-in-principle',
    'agreed',
    'implementing',
    'fulfilled',
    'suspended',
    'off-table',
  ],
  suspended: ['on-agenda', 'in-talks', 'agreed', 'off-table'],
  'off-table': ['proposed', 'on-agenda', 'in-talks'],
};
