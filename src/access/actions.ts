import type { Action } from '../agenda/record.ts';
import type { Role } from './roles.ts';

/** What no log tells of, for it says only how somebody wants to be told. */
type Unlogged =
  /** A channel's digest: when it comes, what it tells, what it leaves out. */
  | 'digest'
  /** Has owners asked for an entry. */
  | 'nudge'
  /** Any question; what one watches and is reminded of; a digest of one's own. */
  | 'read'
  /** Posts a card to a channel. */
  | 'share';

/** Everything somebody can do, and the least role it takes. What has no row here can't be done. */
export const NEEDED = {
  read: 'reader',
  add: 'contributor',
  alias: 'contributor',
  note: 'contributor',
  nudge: 'contributor',
  owner: 'contributor',
  position: 'contributor',
  share: 'contributor',
  source: 'contributor',
  // One's own changes of the last minutes: whoever made them was allowed to.
  undo: 'reader',
  update: 'contributor',
  agenda: 'editor',
  digest: 'editor',
  withdraw: 'editor',
  access: 'admin',
  import: 'admin',
} as const satisfies Readonly<Record<Action | Unlogged, Role>>;

export type Deed = keyof typeof NEEDED;
