import { fold } from '../src/agenda/fold.ts';
import { isSameName } from '../src/agenda/same-name.ts';
import { echo, plainWords } from '../src/messages/which-issue.ts';

/** Names parted by commas; one in quotes may hold commas. Each once. */
export function listNames(typed: string): string[] {
  const names: string[] = [];
  for (const [, ...inner] of typed.matchAll(NAMES)) {
    const name = plainWords(inner.find((one) => one !== undefined) ?? '')
      .replaceAll(/\s+/gu, ' ')
      .trim();
    if (name !== '' && !names.some((other) => isSameName(other, name))) names.push(name);
  }
  return names;
}

/** Other names an issue has at most. */
export const MOST_NAMES = 50;

/** What is wrong with names to give to an issue; null when nothing is. */
export function problemWithNames(names: readonly string[]): string | null {
  const long = names.find((name) => name.length > LONGEST_NAME);
  if (long !== undefined) {
    return `A name is at most ${LONGEST_NAME} characters long; “${echo(long)}” has ${long.length}.`;
  }
  const empty = names.find((name) => fold(name).squeezed === '');
  if (empty !== undefined) return `“${echo(empty)}” has no letter or digit to find it by.`;
  return names.length > MOST_NAMES ? `An issue has at most ${MOST_NAMES} other names.` : null;
}

const LONGEST_NAME = 100;
const NAMES = /"([^"]*)"|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|([^,，、;；\n]+)/gu;
