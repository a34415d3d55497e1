/** What stands after the issue in words about who owns it. */
export type OwnerWords =
  | { readonly kind: 'nothing' }
  /** People of the workspace by their ids; `me` stands for whoever asks. */
  | { readonly kind: 'people'; readonly ids: readonly string[]; readonly removing: boolean }
  /** A name someone typed with an @, that stands for nobody. */
  | { readonly kind: 'stranger'; readonly name: string }
  /** A party and an official of it, or an official to take away. */
  | { readonly kind: 'official'; readonly text: string; readonly removing: boolean };

/** Reads `@ann and @bob`, `me`, `remove @ann`, `us Jane Doe, Envoy` as Slack or a terminal gives them. */
export function readOwnerWords(typed: string): OwnerWords {
  const text = typed.trim().replace(TO, '');
  if (text === '') return { kind: 'nothing' };
  const removing = REMOVE.test(text);
  const said = text.replace(REMOVE, '').trim();
  const words = said.split(/[\s,;&+]+/u).filter((word) => word !== '' && !/^and$/i.test(word));
  const ids = words.map((word) => personTyped(word));
  if (words.length > 0 && ids.every((id) => id !== null)) {
    return { kind: 'people', ids: [...new Set(ids)], removing };
  }
  const stranger = words.find((word, at) => word.startsWith('@') && ids[at] === null);
  if (stranger !== undefined) return { kind: 'stranger', name: stranger };
  return { kind: 'official', text: said, removing };
}

/** True where words about owners may begin: a person, `me`, or what takes one away. */
export function isAboutPeople(rest: string): boolean {
  const words = readOwnerWords(rest);
  return words.kind === 'people' || words.kind === 'stranger' || REMOVE.test(rest.trim());
}

/** Stands for whoever asks. */
export const ME = 'me';

/** The id of the one person a word stands for, as Slack or a terminal gives it; null when it is nobody. */
export function personTyped(word: string): string | null {
  if (/^(?:me|myself|mine)$/i.test(word)) return ME;
  return SLACK_CODE.exec(word)?.[1] ?? TYPED_ID.exec(word)?.[1] ?? null;
}

const TO = /^(?:to|is)\s+/i;
const REMOVE = /^(?:(?:remove|delete|drop)(?:\s*:)?\s+|[-\u2212]\s*(?=\S))/iu;
const SLACK_CODE = /^<@([UW][A-Z0-9]{2,30})(?:\|[^<>]*)?>$/;
/** In a terminal. An id has a digit in it, and UNESCO has none. */
const TYPED_ID = /^@?([UW](?=[A-Z]*\d)[A-Z0-9]{2,30})$/;
