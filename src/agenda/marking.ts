/** The markings of the Traffic Light Protocol 2.0 (FIRST, 2022), from what all may know to what the fewest may. */
export const MARKINGS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;
export type Marking = (typeof MARKINGS)[number];

/** How far something may be told. */
export interface Mark {
  readonly marking: Marking;
  /** The private channel whose members alone may know, by its id; null where it is not bound to one. */
  readonly room: string | null;
  /** The people who alone may know, by their ids; null where nobody is named. */
  readonly readers: readonly string[] | null;
}

/** What a new agenda is marked with until somebody says otherwise. */
export const USUAL_MARKING: Marking = 'GREEN';

/** The agenda that Summit ships: all the world knows what is in it. */
const EXAMPLE = 'biden-xi-2023';

/** The same of an agenda with this id. */
export function markingOfNew(agendaId: string): Marking {
  return agendaId === EXAMPLE ? 'CLEAR' : USUAL_MARKING;
}

/** True when fewer people may know what is marked with the one than with the other. */
export function isStricter(one: Marking, other: Marking): boolean {
  return MARKINGS.indexOf(one) > MARKINGS.indexOf(other);
}

/** The marking that allows less. */
export function strictest(one: Marking, other: Marking): Marking {
  return isStricter(one, other) ? one : other;
}

/** True for one and the same. */
export function isSameMark(one: Mark, other: Mark): boolean {
  return (
    one.marking === other.marking &&
    one.room === other.room &&
    namesOf(one.readers) === namesOf(other.readers)
  );
}

/** True when nobody may see what is marked with the first who may not see what is marked with the second. */
export function isAsStrict(mark: Mark, other: Mark): boolean {
  return (
    !isStricter(other.marking, mark.marking) &&
    (other.room === null || other.room === mark.room) &&
    (other.readers === null || mark.readers?.every((one) => other.readers?.includes(one)) === true)
  );
}

/** What was typed as a marking: `amber strict`, `TLP:RED`; null for anything else. WHITE is what CLEAR was called before 2.0. */
export function readMarking(typed: string): Marking | null {
  const word = typed
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/^TLP\s*[:：-]?\s*/, '')
    .replaceAll(/[\s+_&-]+/g, '+');
  const named = word === 'WHITE' ? 'CLEAR' : word;
  return MARKINGS.find((marking) => marking === named) ?? null;
}

function namesOf(readers: readonly string[] | null): string | null {
  return readers === null ? null : readers.toSorted().join(' ');
}
