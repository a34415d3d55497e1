import { giveRole, listGrants, takeRole } from '../../db/grants.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db } from '../../db/open.ts';
import { addAuditLine } from '../../db/record/audit.ts';
import { type Holder, isSameHolder, type Role } from '../access/roles.ts';
import { stamp } from '../agenda/stamp.ts';
import type { Asked } from './change-of-issue.ts';
import { record } from './record.ts';

/** Who is to have which role where; without a role, what was given to them there is taken back. */
export interface RoleWanted {
  readonly teamId: string;
  readonly holder: Holder;
  readonly agendaId: string | null;
  readonly role: Role | null;
}

/** What came of it; `before` is what they had been given there. */
export type RoleOutcome =
  | { readonly kind: 'given'; readonly before: Role | null }
  | { readonly kind: 'as it was' }
  | { readonly kind: 'repeated' };

/** Gives somebody a role, or takes back what they were given. */
export async function changeRole(
  db: Db,
  { teamId, holder, agendaId, role }: RoleWanted,
  { by, at, inputId }: Asked,
): Promise<RoleOutcome> {
  const when = stamp(at);
  return record(db, async (tx): Promise<RoleOutcome> => {
    if (inputId !== null && (await isKnownInput(tx, inputId))) return { kind: 'repeated' };
    const grants = await listGrants(tx, teamId);
    const before =
      grants.find((one) => one.agendaId === agendaId && isSameHolder(one.holder, holder))?.role ??
      null;
    if (before === role) return { kind: 'as it was' };
    if (inputId !== null) await rememberInput(tx, inputId, when);
    const write =
      role === null
        ? await takeRole(tx, teamId, { holder, agendaId })
        : await giveRole(tx, teamId, { holder, agendaId, role, by, at: when });
    await addAuditLine(tx, {
      at: when,
      by,
      action: 'access',
      agendaId,
      issueKey: null,
      details: { teamId, holder, before, role },
      writes: [write],
    });
    return { kind: 'given', before };
  });
}
