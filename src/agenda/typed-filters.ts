import type { DigestFilter } from './digest.ts';
import { ME, readOwnerWords } from './owner-words.ts';
import type { Category } from './record.ts';
import { readStatuses, STATUS_GROUPS } from './status-words.ts';
import type { StatusKey } from './status.ts';

/** A filter as someone typed it, before anybody looked in the record what it names. */
export type TypedFilter =
  | { readonly kind: 'category'; readonly category: Category }
  | { readonly kind: 'status'; readonly statuses: readonly StatusKey[] }
  /** `bare`: no `issue=` stood before it, so that it may be meant otherwise. */
  | { readonly kind: 'issue'; readonly words: string; readonly bare: boolean }
  /** By their ids; `me` stands for whoever asks. */
  | { readonly kind: 'owner'; readonly ids: readonly string[] }
  | { readonly kind: 'official'; readonly name: string }
  | { readonly kind: 'watched'; readonly id: string }
  | { readonly kind: 'agenda'; readonly words: string };

export type FiltersReading =
  | { readonly kind: 'filters'; readonly filters: readonly TypedFilter[] }
  | { readonly kind: 'problem'; readonly sentence: string };

/** As many as `only:` or `except:` take. */
const MOST_FILTERS = 20;

export const CATEGORIES: readonly Category[] = ['tension', 'cooperation', 'channel', 'context'];

/**
 * Reads `stalled,fentanyl,owner=@alice`: commas part filters, and quotes keep words together.
 * `all`, `none` and the like stand for no filter at all.
 */
export function readFilters(typed: string): FiltersReading {
  const parts = partsOf(typed);
  if (parts.length === 0) return problem('Say what after the colon, such as only:stalled.');
  if (parts.length > MOST_FILTERS)
    return problem(`A digest takes at most ${MOST_FILTERS} filters.`);
  if (parts.length === 1 && NO_FILTER.test(parts[0] ?? '')) return { kind: 'filters', filters: [] };

  const filters: TypedFilter[] = [];
  for (const part of parts) {
    const filter = readFilter(part);
    if (typeof filter === 'string') return problem(filter);
    filters.push(filter);
  }
  return { kind: 'filters', filters };
}

/** What to type for a filter; `me` is whoever types it. */
export function filterToType(filter: DigestFilter, me: string): string {
  const person = (id: string): string => personToType(id === me ? ME : id);
  switch (filter.kind) {
    case 'category':
      return filter.category;
    case 'status':
      return statusesToType(filter.statuses);
    case 'issue':
      return `issue=${quoted(filter.key)}`;
    case 'owner':
      return `owner=${person(filter.userId)}`;
    case 'official':
      return `owner=${quoted(filter.name)}`;
    case 'watched':
      return filter.userId === me ? 'watched' : `watched=${person(filter.userId)}`;
    case 'agenda':
      return `agenda=${quoted(filter.agendaId)}`;
  }
}

/** What to type for a filter as it was typed. */
export function typedFilterToType(filter: TypedFilter): string {
  switch (filter.kind) {
    case 'category':
      return filter.category;
    case 'status':
      return statusesToType(filter.statuses);
    case 'issue':
      return filter.bare ? quoted(filter.words) : `issue=${quoted(filter.words)}`;
    case 'owner':
      return filter.ids.map((id) => `owner=${personToType(id)}`).join(',');
    case 'official':
      return `owner=${quoted(filter.name)}`;
    case 'watched':
      return filter.id === ME ? 'watched' : `watched=${personToType(filter.id)}`;
    case 'agenda':
      return `agenda=${quoted(filter.words)}`;
  }
}

function personToType(id: string): string {
  return id === ME ? ME : `@${id}`;
}

function statusesToType(statuses: readonly StatusKey[]): string {
  return groupOf(statuses) ?? statuses.join(',');
}

/** The one word to type for several statuses: `moving`. Null where there is none. */
export function groupOf(statuses: readonly StatusKey[]): string | null {
  return statuses.length < 2 ? null : (GROUPS.get(statuses.join()) ?? null);
}

/** By what they are read as: `agreed` is one status, not the group of that name. */
const GROUPS: ReadonlyMap<string, string> = new Map(
  Object.keys(STATUS_GROUPS).map((name) => {
    const word = name.toLowerCase();
    return [readStatuses(word)?.join() ?? '', word];
  }),
);

function quoted(words: string): string {
  return /^[\p{L}\p{N}_-]+$/u.test(words) ? words : `"${words.replaceAll(/["“”]/gu, '')}"`;
}

/** The filter, or the sentence that says what is wrong with it. */
function readFilter(part: string): TypedFilter | string {
  const [, typedName = '', value = ''] = NAMED.exec(part) ?? [];
  const name = KINDS.get(typedName.toLowerCase());
  if (typedName === '') return bareFilter(unquoted(part));
  if (name === undefined) {
    return `“${shown(typedName)}=” is no filter. Filters are category=, status=, issue=, owner=, agenda= and watched.`;
  }
  return namedFilter(name, unquoted(value));
}

function bareFilter(words: string): TypedFilter | string {
  const category = categoryCalled(words);
  if (category !== null) return { kind: 'category', category };
  const statuses = readStatuses(words);
  if (statuses !== null) return { kind: 'status', statuses };
  if (/^(?:me|mine|my own|my issues)$/i.test(words)) return { kind: 'owner', ids: [ME] };
  if (/^(?:watched|watching|watches|what i watch)$/i.test(words)) return WATCHED_BY_ME;
  const owner = readOwnerWords(words);
  if (owner.kind === 'people' && !owner.removing) return { kind: 'owner', ids: owner.ids };
  if (owner.kind === 'stranger') {
    const name = shown(owner.name);
    return `“${name}” is nobody Slack knows. Write only:owner=${name} or except:owner=${name}, and choose the person from the list.`;
  }
  if (NO_FILTER.test(words)) return `“${shown(words)}” stands alone: only:all or except:none.`;
  return { kind: 'issue', words, bare: true };
}

function namedFilter(name: FilterName, value: string): TypedFilter | string {
  if (value === '') return `Say what after ${name}=, such as ${EXAMPLES[name]}.`;
  switch (name) {
    case 'category': {
      const category = categoryCalled(value);
      return category === null
        ? `“${shown(value)}” is not a category. Categories are ${CATEGORIES.join(', ')}.`
        : { kind: 'category', category };
    }
    case 'status': {
      const statuses = readStatuses(value);
      return statuses === null
        ? `“${shown(value)}” is not a status. Try status=stalled, or status=stuck for several.`
        : { kind: 'status', statuses };
    }
    case 'issue':
      return { kind: 'issue', words: value, bare: false };
    case 'agenda':
      return { kind: 'agenda', words: value };
    case 'watched': {
      const who = readOwnerWords(value);
      const [id] = who.kind === 'people' ? who.ids : [];
      return id === undefined ? 'Write watched alone: it is what you watch.' : watchedBy(id);
    }
    case 'owner':
      return ownerFilter(value);
  }
}

function ownerFilter(value: string): TypedFilter | string {
  const words = readOwnerWords(value);
  switch (words.kind) {
    case 'people':
      return { kind: 'owner', ids: words.ids };
    case 'stranger':
      return `“${shown(words.name)}” is nobody Slack knows. Type @ and choose the person from the list.`;
    case 'nothing':
      return `Say who after owner=, such as ${EXAMPLES.owner}.`;
    case 'official':
      return { kind: 'official', name: words.text };
  }
}

function watchedBy(id: string): TypedFilter {
  return { kind: 'watched', id };
}

const WATCHED_BY_ME = watchedBy(ME);

/** `tensions` is tension. */
function categoryCalled(words: string): Category | null {
  const wanted = words.toLowerCase();
  return CATEGORIES.find((name) => name === wanted || `${name}s` === wanted) ?? null;
}

function partsOf(typed: string): string[] {
  return Array.from(typed.slice(0, LONGEST).matchAll(PART), ([part]) => part.trim()).filter(
    (part) => part !== '',
  );
}

function unquoted(part: string): string {
  return part
    .replace(/^["“„«]([^"“”„«»]*)["“”»]$/u, '$1')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** Short enough to say back. */
function shown(words: string): string {
  return words.slice(0, 40);
}

function problem(sentence: string): FiltersReading {
  return { kind: 'problem', sentence };
}

type FilterName = 'agenda' | 'category' | 'issue' | 'owner' | 'status' | 'watched';

const EXAMPLES: Readonly<Record<FilterName, string>> = {
  agenda: 'agenda=biden-xi-2023',
  category: 'category=tension',
  issue: 'issue=fentanyl',
  owner: 'owner=me',
  status: 'status=stalled',
  watched: 'watched=me',
};

const KINDS: ReadonlyMap<string, FilterName> = new Map([
  ['agenda', 'agenda'],
  ['category', 'category'],
  ['issue', 'issue'],
  ['official', 'owner'],
  ['owner', 'owner'],
  ['owned', 'owner'],
  ['status', 'status'],
  ['watched', 'watched'],
] as const);

const LONGEST = 2000;
const NO_FILTER = /^(?:all|any|anything|everything|no|none|nothing|-)$/i;
const NAMED = /^(\p{L}{2,20})\s?[=＝:：]\s?(.*)$/su;
const PART = /(?:<[^<>]*>|"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|[^,，;；\n])+/gu;
