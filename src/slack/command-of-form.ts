import type { CommandForm } from '../../commands/command.ts';
import { allCommands } from '../../commands/index.ts';

/** The word's form that a modal of ours shows, by the modal's `callback_id`. */
export function commandOfForm(callbackId: string): CommandForm {
  const [, name] = /^form:(.+)$/.exec(callbackId) ?? [];
  const form = allCommands.find((command) => command.name === name)?.form;
  if (form === undefined) throw new Error(`No word has a form called "${callbackId}"`);
  return form;
}
