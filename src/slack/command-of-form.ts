import type { Command, CommandForm } from '../../commands/command.ts';
import { allCommands } from '../../commands/index.ts';

/** The word's form that a modal of ours shows, by the modal's `callback_id`. */
export function commandOfForm(callbackId: string): CommandForm {
  const form = ownerOf(callbackId)?.form;
  if (form === undefined) throw new Error(`No word has a form called "${callbackId}"`);
  return form;
}

/** The word itself; null where there is none. */
export function wordOfForm(callbackId: string): string | null {
  return ownerOf(callbackId)?.name ?? null;
}

function ownerOf(callbackId: string): Command | undefined {
  const [, name] = /^form:(.+)$/.exec(callbackId) ?? [];
  return allCommands.find((command) => command.name === name);
}
