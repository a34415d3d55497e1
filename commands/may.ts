import { listGrants } from '../db/grants.ts';
import { recordOf } from '../db/sighted.ts';
import { type Deed, NEEDED } from '../src/access/actions.ts';
import { type Grant, isAtLeast, type Role, roleOf, type Someone } from '../src/access/roles.ts';
import { notAllowed } from '../src/messages/access.ts';
import { type Call, isAtTerminal, type Reply } from './command.ts';
import { tell } from './reply.ts';

/** Whoever asks may not do it, so nothing was done. */
class NotAllowed extends Error {
  readonly deed: Deed;
  readonly role: Role;
  readonly someone: Someone;

  constructor(deed: Deed, role: Role, someone: Someone) {
    super(`Not allowed: ${deed}`);
    this.deed = deed;
    this.role = role;
    this.someone = someone;
  }
}

/**
 * Goes on only when whoever asks may do that to the agenda, or without one in the workspace:
 * otherwise whoever answers says why not, by `unlessNotAllowed`.
 */
export async function mustMay(
  call: Call,
  deed: Deed,
  agendaId: string | null,
  version?: string | null,
): Promise<void> {
  const grants = await listGrants(recordOf(call.db), call.where.teamId, version);
  const someone = await whoAsks(call, deed, grants);
  const role = roleOf(someone, agendaId, grants);
  if (!isAtLeast(role, NEEDED[deed])) throw new NotAllowed(deed, role, someone);
}

/** True when whoever asks may do it. */
export async function may(call: Call, deed: Deed, agendaId: string | null): Promise<boolean> {
  try {
    await mustMay(call, deed, agendaId);
    return true;
  } catch (error) {
    if (error instanceof NotAllowed) return false;
    throw error;
  }
}

/** The answer, or what is said where it takes a role that whoever asks doesn't have. */
export async function unlessNotAllowed<T>(
  call: Call,
  answer: () => Promise<T>,
  refuse: (reply: Reply) => T,
): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    const { deed, role, someone } = error;
    const grants = await listGrants(recordOf(call.db), call.where.teamId);
    const admins = grants.flatMap(({ holder, agendaId, role: given }) =>
      given === 'admin' && agendaId === null && holder.kind === 'person' ? [holder.id] : [],
    );
    const message = notAllowed({ deed, role, standing: someone.standing, admins });
    return refuse({ ...tell(message), problem: 'refused' });
  }
}

/** The reply, or what is said where it takes a role that whoever asks doesn't have. */
export async function asFarAsAllowed(call: Call, answer: () => Promise<Reply>): Promise<Reply> {
  return unlessNotAllowed(call, answer, (refusal) => refusal);
}

/** Whoever asks. To be answered, nobody waits until Slack has told what they are. */
export async function whoAsks(call: Call, deed: Deed, grants: readonly Grant[]): Promise<Someone> {
  const { id } = call.who;
  if (isAtTerminal(call)) return { id, standing: 'operator', groups: [] };
  const groups = grants.flatMap(({ holder }) => (holder.kind === 'group' ? [holder.id] : []));
  const known = await call.standing?.(deed === 'read' ? 'as known' : 'for certain', groups);
  return { id, ...(known ?? { standing: 'member', groups: [] }) };
}
