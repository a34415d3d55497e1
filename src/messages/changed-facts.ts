import type { OwnerDocument } from '../agenda/document.ts';
import type { LoggedLine } from '../agenda/logged-line.ts';
import { cutTo } from './cut.ts';
import type { Span } from './spans.ts';

/** What a log line says there was, or is now, of one kind; the kinds it doesn't tell of are missing. */
interface LoggedFacts {
  readonly aliases?: readonly string[];
  readonly positions?: readonly { readonly party: string; readonly text: string }[];
  readonly owners?: readonly OwnerDocument[];
  readonly deskOwners?: readonly { readonly userId: string }[];
}

const NAME_LIMIT = 100;
const TEXT_LIMIT = 300;
/** Names told one by one. */
const MOST_NAMES = 10;

/** What someone changed of an issue beside its entries: ` added the name “China White”`. */
export function factSpans(
  details: LoggedLine['details'],
  partyNames: ReadonlyMap<string, string>,
): Span[] {
  const spans = knownFactSpans(details, partyNames);
  return spans.length === 0 ? [' changed what is said of it'] : spans;
}

function knownFactSpans(
  details: LoggedLine['details'],
  partyNames: ReadonlyMap<string, string>,
): Span[] {
  const before = (details['before'] ?? {}) as LoggedFacts;
  const after = (details['after'] ?? {}) as LoggedFacts;
  const nameOf = (party: string): string => partyNames.get(party) ?? party;
  if (after.aliases !== undefined) return aliasSpans(before.aliases ?? [], after.aliases);
  if (after.positions !== undefined) {
    return positionSpans(before.positions ?? [], after.positions, nameOf);
  }
  if (after.owners !== undefined) return ownerSpans(after.owners, nameOf);
  if (after.deskOwners !== undefined) return deskSpans(after.deskOwners);
  return [];
}

function aliasSpans(before: readonly string[], after: readonly string[]): Span[] {
  const added = after.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !after.includes(name));
  return [
    ...(added.length === 0 ? [] : [` added the name ${quoted(added)}`]),
    ...(added.length > 0 && removed.length > 0 ? [' and'] : []),
    ...(removed.length === 0 ? [] : [` took away the name ${quoted(removed)}`]),
  ];
}

function positionSpans(
  before: NonNullable<LoggedFacts['positions']>,
  after: NonNullable<LoggedFacts['positions']>,
  nameOf: (party: string) => string,
): Span[] {
  const changed = after.filter(
    ({ party, text }) => !before.some((one) => one.party === party && one.text === text),
  );
  const gone = before.filter(({ party }) => !after.some((one) => one.party === party));
  return [
    ...changed.flatMap(({ party, text }): Span[] => [
      ': position of ',
      { bold: nameOf(party) },
      `: ${cutTo(text, TEXT_LIMIT)}`,
    ]),
    ...gone.map(({ party }) => `: no position of ${nameOf(party)} any more`),
  ];
}

function ownerSpans(owners: readonly OwnerDocument[], nameOf: (party: string) => string): Span[] {
  if (owners.length === 0) return [': nobody is named as in charge any more'];
  const named = owners
    .slice(0, MOST_NAMES)
    .map(({ name, party }) => `${cutTo(name, NAME_LIMIT)} (${nameOf(party)})`);
  return [`: in charge are ${named.join('; ')}${etc(owners)}`];
}

function deskSpans(owners: readonly { readonly userId: string }[]): Span[] {
  if (owners.length === 0) return [': nobody keeps it here any more'];
  const named = owners
    .slice(0, MOST_NAMES)
    .flatMap(({ userId }, at): Span[] => [at === 0 ? '' : ', ', { person: userId }]);
  return [': kept here by ', ...named, etc(owners)];
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `“${cutTo(name, NAME_LIMIT)}”`);
  return `${shown.join(', ')}${etc(names)}`;
}

function etc(all: readonly unknown[]): string {
  return all.length > MOST_NAMES ? ` and ${all.length - MOST_NAMES} more` : '';
}
