import type { Asked } from '../src/changes/change-of-issue.ts';
import type { Call } from './command.ts';

/** Who asks for a change, for whoever makes it. */
export function askedBy({ who, now, inputId }: Call, seen: number | null): Asked {
  return { by: who.id, at: now, inputId, seen };
}

/** The line of the log that `seen:17` or `over:17` names. */
export function readSeen(options: ReadonlyMap<string, string>): number | null {
  const typed = options.get('over') ?? options.get('seen');
  return typed !== undefined && /^\d{1,15}$/.test(typed) ? Number(typed) : null;
}
