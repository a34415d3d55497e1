import type { SandboxPerson, SlashCommandInfo } from '../protocol.ts';

/** One line of the list that opens while someone types. */
export interface Suggestion {
  /** What the line becomes when it is chosen. */
  readonly line: string;
  readonly cursor: number;
  readonly words: string;
  readonly detail: string;
}

export interface Offer {
  readonly label: string;
  readonly suggestions: readonly Suggestion[];
}

const MOST_PEOPLE = 8;

/** What can be offered for the word at the cursor: commands after `/`, people after `@`. */
export function suggestFor(
  line: string,
  cursor: number,
  commands: readonly SlashCommandInfo[],
  people: readonly SandboxPerson[],
): Offer | null {
  const before = line.slice(0, cursor);
  if (/^\/\S*$/.test(before)) {
    const suggestions = commands
      .filter(({ command }) => command.startsWith(before.toLowerCase()))
      .map(({ command, usageHint, description }) => ({
        ...completed(line, 0, cursor, `${command} `),
        words: `${command} ${usageHint}`.trim(),
        detail: description,
      }));
    return suggestions.length === 0 ? null : { label: 'Commands', suggestions };
  }

  const at = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(before);
  if (at === null) return null;
  const letters = (at[1] ?? '').toLowerCase();
  const suggestions = people
    .filter(({ handle, name }) => `${handle} ${name.toLowerCase()}`.includes(letters))
    .slice(0, MOST_PEOPLE)
    .map(({ handle, name, title }) => ({
      ...completed(line, cursor - letters.length - 1, cursor, `@${handle} `),
      words: `@${handle}`,
      detail: `${name}, ${title}`,
    }));
  return suggestions.length === 0 ? null : { label: 'People', suggestions };
}

function completed(
  line: string,
  from: number,
  to: number,
  words: string,
): { readonly line: string; readonly cursor: number } {
  const rest = line.slice(to).replace(/^ /, '');
  return { line: line.slice(0, from) + words + rest, cursor: from + words.length };
}
