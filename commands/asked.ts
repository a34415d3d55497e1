import type { Deed } from '../src/access/actions.ts';
import type { Asked } from '../src/changes/change-of-issue.ts';
import type { Call } from './command.ts';
import { mustMay } from './may.ts';

/** Deeds that put down something new: in a private channel that stays with its members. */
const ADDS: ReadonlySet<Deed> = new Set([
  'add',
  'alias',
  'note',
  'owner',
  'position',
  'source',
  'update',
]);

/** Who asks for a change, for whoever makes it: only what they may do goes on. */
export async function askedBy(
  call: Call,
  deed: Deed,
  agendaId: string | null,
  seen: number | null = null,
): Promise<Asked> {
  await mustMay(call, deed, agendaId);
  const mark = ADDS.has(deed) ? ((await call.markHere?.()) ?? null) : null;
  return { by: call.who.id, at: call.now, inputId: call.inputId, deed, seen, mark };
}

/** The revision of an issue that `seen:17` or `over:17` names. */
export function readSeen(options: ReadonlyMap<string, string>): number | null {
  const typed = options.get('over') ?? options.get('seen');
  return typed !== undefined && /^\d{1,15}$/.test(typed) ? Number(typed) : null;
}
