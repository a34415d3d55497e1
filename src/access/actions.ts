import type { Action } from '../agenda/record.ts';
import type { Role } from './roles.ts';

/** What no log tells of, for it says only how somebody wants to be told. */
type Unlogged =
  /** Reads who saw and changed what is restricted. */
  | 'audit'
  /** A channel's digest: when it comes, what it tells, what it leaves out. */
  | 'digest'
  /** Has owners asked for an entry. */
  | 'nudge'
  /** Any question; what one watches and is reminded of; a digest of one's own. */
  | 'read'
  /** Posts a card to a channel. */
  | 'share';

/** Ways to mark that take more than to mark for fewer people. */
type Marking =
  /** A whole agenda. */
  | 'mark-agenda'
  /** For more people than may see it now. */
  | 'widen';

/** Everything somebody can do, and the least role it takes. What has no row here can't be done. */
export const NEEDED = {
  read: 'reader',
  add: 'contributor',
  alias: 'contributor',
  note: 'contributor',
  mark: 'contributor',
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
  widen: 'editor',
  withdraw: 'editor',
  access: 'admin',
  audit: 'admin',
  ceiling: 'admin',
  import: 'admin',
  'mark-agenda': 'admin',
} as const satisfies Readonly<Record<Action | Marking | Unlogged, Role>>;

export type Deed = keyof typeof NEEDED;
