import type { Call } from '../../commands/command.ts';
import { noteShown } from '../changes/note-shown.ts';
import { unescapeText } from '../messages/escape.ts';

/** Notes what whoever asks is about to be shown of what only fewer people may see. */
export async function noteToBeShown(
  { db, who, where, now }: Call,
  how: 'alone' | 'posted',
  content: readonly unknown[],
): Promise<void> {
  const shown = { by: who.id, teamId: where.teamId, place: where.channelId, how };
  await noteShown(db, shown, () => content.map(textIn), now);
}

/** All the text in a message, a form or a view. */
function textIn(content: unknown): string {
  if (typeof content === 'string') return unescapeText(content);
  if (Array.isArray(content)) return content.map(textIn).join('\n');
  if (typeof content !== 'object' || content === null) return '';
  return Object.values(content).map(textIn).join('\n');
}
