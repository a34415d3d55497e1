/** What somebody is allowed, from the least to the most. Each may do all that those before it may. */
export const ROLES = ['none', 'reader', 'contributor', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What Slack knows somebody as; `operator` is whoever runs Summit, at a terminal. */
export type Standing =
  | 'operator'
  /** Admin or owner of the workspace. */
  | 'workspace-admin'
  | 'member'
  | 'guest'
  /** Of another organisation. */
  | 'stranger'
  /** Slack did not tell. */
  | 'unknown';

/** Whom a role is given to. */
export type Holder =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'person'; readonly id: string };

/** True for one and the same. */
export function isSameHolder(one: Holder, other: Holder): boolean {
  if (one.kind === 'everyone' || other.kind === 'everyone') return one.kind === other.kind;
  return one.kind === other.kind && one.id === other.id;
}

/** A role that was given: in the whole workspace, or for one agenda. */
export interface Grant {
  readonly holder: Holder;
  readonly agendaId: string | null;
  readonly role: Role;
}

/** Someone, as far as their role depends on them. */
export interface Someone {
  readonly id: string;
  readonly standing: Standing;
  /** Ids of the user groups they belong to. */
  readonly groups: readonly string[];
}

/** What everybody in a workspace may who was given nothing else. */
export const USUAL_ROLE: Role = 'editor';

/**
 * The role of someone for an agenda; without one, in the workspace. What was given for the agenda
 * goes before what was given for the workspace, a person's own before their groups' (the highest
 * of them), and that before everyone's. Whoever is admin of the workspace is so everywhere.
 */
export function roleOf(someone: Someone, agendaId: string | null, grants: readonly Grant[]): Role {
  if (someone.standing === 'operator') return 'admin';
  if (someone.standing === 'stranger' || someone.standing === 'unknown') return 'none';
  const everywhere = inWorkspace(someone, grants);
  const role =
    everywhere === 'admin' || agendaId === null
      ? everywhere
      : (given(someone, agendaId, grants, ['person', 'group', 'everyone']) ?? everywhere);
  return someone.standing === 'guest' ? lowest(role, 'reader') : role;
}

/** True when the role allows all that the other one does. */
export function isAtLeast(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(other);
}

/** Admins of the workspace are Summit's unless they themselves were given another role. */
function inWorkspace(someone: Someone, grants: readonly Grant[]): Role {
  const own = given(someone, null, grants, ['person']);
  if (own !== null) return own;
  if (someone.standing === 'workspace-admin') return 'admin';
  return given(someone, null, grants, ['group', 'everyone']) ?? USUAL_ROLE;
}

/** What the first kind of holder that has anything was given there; null when none has. */
function given(
  { id, groups }: Someone,
  agendaId: string | null,
  grants: readonly Grant[],
  kinds: readonly Holder['kind'][],
): Role | null {
  const there = grants.filter((grant) => grant.agendaId === agendaId);
  for (const kind of kinds) {
    const roles = there.flatMap(({ holder, role }) =>
      holder.kind === kind &&
      (holder.kind === 'everyone' ||
        (holder.kind === 'group' ? groups.includes(holder.id) : holder.id === id))
        ? [role]
        : [],
    );
    if (roles.length > 0) return roles.reduce(highest);
  }
  return null;
}

function highest(one: Role, other: Role): Role {
  return isAtLeast(one, other) ? one : other;
}

function lowest(one: Role, other: Role): Role {
  return isAtLeast(one, other) ? other : one;
}
