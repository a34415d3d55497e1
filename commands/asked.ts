import type { Deed } from '../src/access/actions.ts';
import type { Asked } from '../src/changes/change-of-issue.ts';
import type { Call } from './command.ts';
import { mustMay } from './may.ts';

/** Who asks for a change, for whoever makes it: only what they may do goes on. */
export async function askedBy(
  call: Call,
  deed: Deed,
  agendaId: string | null,
  seen: number | null = null,
): Promise<Asked> {
  await mustMay(call, deed, agendaId);
  return { by: call.who.id, at: call.now, inputId: call.inputId, deed, seen };
}

/** The line of the log that `seen:17` or `over:17` names. */
export function readSeen(options: ReadonlyMap<string, string>): number | null {
  const typed = options.get('over') ?? options.get('seen');
  return typed !== undefined && /^\d{1,15}$/.test(typed) ? Number(typed) : null;
}
