import type { Call } from '../../commands/command.ts';
import { noteShown } from '../changes/note-shown.ts';
import { unescapeText } from '../messages/escape.ts';

/** Who is shown what is restricted can't be noted. A change that was asked for was made before that. */
export class NotNoted extends Error {
  override readonly name = 'NotNoted';
}

/** Notes what whoever asks is about to be shown of what only fewer people may see; fails with `NotNoted`. */
export async function noteToBeShown(
  { db, who, where, now }: Call,
  how: 'alone' | 'posted',
  content: readonly unknown[],
): Promise<void> {
  const shown = { by: who.id, teamId: where.teamId, place: where.channelId, how };
  try {
    await noteShown(db, shown, () => content.map(textIn), now);
  } catch (cause) {
    throw new NotNoted('Who is shown what could not be noted', { cause });
  }
}

/** All the text in a message, a form or a view. */
function textIn(content: unknown): string {
  if (typeof content === 'string') return unescapeText(content);
  if (Array.isArray(content)) return content.map(textIn).join('\n');
  if (typeof content !== 'object' || content === null) return '';
  return Object.values(content).map(textIn).join('\n');
}
