import { fold } from './fold.ts';
import type { Names, Party } from './record.ts';
import { prefixesOf } from './typed-prefixes.ts';

interface NamedParty extends Party {
  readonly names: Names;
}

/** The party a text begins with, by its id or any of its names, and what follows. Null when it begins with none. */
export function partyFirst<P extends NamedParty>(
  typed: string,
  parties: readonly P[],
): { readonly party: P; readonly rest: string } | null {
  for (const { name, rest } of prefixesOf(typed, MARK)) {
    const party = partyCalled(name, parties);
    if (party !== null) return { party, rest };
  }
  return partyRunInto(typed.trim(), parties);
}

/** What follows a party is kept as it is typed, but for a mark between them. */
const MARK = /^\s*(?:=>|->|[=:：→]|[-\u2013\u2014](?=\s))/u;

function partyCalled<P extends NamedParty>(name: string, parties: readonly P[]): P | null {
  const { squeezed } = fold(name);
  if (squeezed === '') return null;
  return (
    parties.find((party) => namesOf(party).some((one) => fold(one).squeezed === squeezed)) ?? null
  );
}

/** Chinese and others put no space behind a name. */
function partyRunInto<P extends NamedParty>(
  text: string,
  parties: readonly P[],
): { readonly party: P; readonly rest: string } | null {
  for (const party of parties) {
    const name = namesOf(party).find((one) => UNSPACED.test(one) && text.startsWith(one));
    if (name !== undefined)
      return { party, rest: text.slice(name.length).replace(/^[\s:：]+/u, '') };
  }
  return null;
}

const UNSPACED =
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Khmer}\p{scx=Lao}]+$/u;

function namesOf({ id, name, short, names }: NamedParty): string[] {
  return [id, name, ...(short === null ? [] : [short]), ...Object.values(names)];
}
