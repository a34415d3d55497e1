import { listAgendas } from '../db/agendas.ts';
import { nameIndex } from '../db/names.ts';
import { listStandings } from '../db/standing-lists.ts';
import type { DigestFilter } from '../src/agenda/digest.ts';
import { findIssue, type IssueMatch } from '../src/agenda/find-issue.ts';
import { fold } from '../src/agenda/fold.ts';
import { ME } from '../src/agenda/owner-words.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { STATUSES } from '../src/agenda/status.ts';
import { CATEGORIES, type TypedFilter } from '../src/agenda/typed-filters.ts';
import { agendasCalled, agendasNamed } from './agendas-called.ts';
import { todayFor } from './agenda-in-use.ts';
import type { Call } from './command.ts';
import type { DigestSpot } from './digest-spot.ts';
import { nearestOf } from './nearest-word.ts';

/** What came of looking for what filters name. */
export type FiltersFound =
  | { readonly kind: 'filters'; readonly filters: readonly DigestFilter[] }
  /** It names several issues, the one at this place in the list. */
  | {
      readonly kind: 'ambiguous';
      readonly at: number;
      readonly words: string;
      readonly issues: readonly IssueRef[];
      readonly more: boolean;
    }
  /** It names nothing; the nearest words instead, if any are near. */
  | {
      readonly kind: 'missing';
      readonly at: number;
      readonly words: string;
      readonly bare: boolean;
      readonly word: string | null;
      readonly nearest: () => Promise<readonly IssueRef[]>;
    }
  | { readonly kind: 'problem'; readonly sentence: string };

/** Looks in the record what the filters name. Issues are looked for on the agendas the digest tells of. */
export async function findFilters(
  call: Call,
  spot: DigestSpot,
  typed: readonly TypedFilter[],
  agendas: readonly Agenda[],
): Promise<FiltersFound> {
  const filters: DigestFilter[] = [];
  for (const [at, one] of typed.entries()) {
    const found = await findFilter(call, spot, one, agendas);
    if (found.kind !== 'filters') {
      return found.kind === 'problem' ? found : { ...found, at };
    }
    filters.push(...found.filters);
  }
  return { kind: 'filters', filters: distinct(filters) };
}

type Trouble = Exclude<FiltersFound, { kind: 'filters' }>;
type Missing = Extract<Trouble, { kind: 'missing' }>;

/** What is wrong with a filter, with all that is shown of it. */
export async function inFull(
  trouble: Trouble,
): Promise<
  Exclude<Trouble, Missing> | (Omit<Missing, 'nearest'> & { readonly nearest: readonly IssueRef[] })
> {
  return trouble.kind === 'missing' ? { ...trouble, nearest: await trouble.nearest() } : trouble;
}

/** The filters that name agendas; the others are left for when these are known. */
export async function findAgendas(
  call: Call,
  typed: readonly TypedFilter[],
): Promise<FiltersFound> {
  const filters: DigestFilter[] = [];
  for (const one of typed) {
    if (one.kind !== 'agenda') continue;
    const found = await agendaCalled(call, one.words);
    if (typeof found === 'string') return { kind: 'problem', sentence: found };
    filters.push(found);
  }
  return { kind: 'filters', filters };
}

/** Finds the issue on the first of the agendas that knows it. */
export async function findOnAgendas(
  call: Call,
  agendas: readonly Agenda[],
  words: string,
): Promise<{ readonly agenda: Agenda; readonly match: IssueMatch } | null> {
  let best: { readonly agenda: Agenda; readonly match: IssueMatch } | null = null;
  for (const agenda of agendas) {
    const match = await findIssue(nameIndex(call.db, agenda.id), words);
    if (match.kind === 'found') return { agenda, match };
    if (best === null || (best.match.kind === 'missing' && match.kind === 'ambiguous')) {
      best = { agenda, match };
    }
  }
  return best;
}

async function findFilter(
  call: Call,
  spot: DigestSpot,
  typed: TypedFilter,
  agendas: readonly Agenda[],
): Promise<FiltersFound> {
  switch (typed.kind) {
    case 'category':
    case 'status':
      return found(typed);
    case 'owner':
      return found(...typed.ids.map((id) => ({ kind: 'owner', userId: asker(call, id) }) as const));
    case 'watched':
      return watchedBy(call, spot, asker(call, typed.id));
    case 'official':
      return officialCalled(call, typed.name, agendas);
    case 'agenda': {
      const agenda = await agendaCalled(call, typed.words);
      return typeof agenda === 'string' ? { kind: 'problem', sentence: agenda } : found(agenda);
    }
    case 'issue':
      return issueCalled(call, typed, agendas);
  }
}

/** What someone watches is theirs; a digest that tells of it already may go on. */
function watchedBy({ who }: Call, { digest }: DigestSpot, userId: string): FiltersFound {
  const { only = [], except = [] } = digest?.choices ?? {};
  const isKnown = [...only, ...except].some(
    (one) => one.kind === 'watched' && one.userId === userId,
  );
  return userId === who.id || isKnown
    ? found({ kind: 'watched', userId })
    : { kind: 'problem', sentence: 'What someone else watches is theirs alone. Write watched.' };
}

async function officialCalled(
  call: Call,
  name: string,
  agendas: readonly Agenda[],
): Promise<FiltersFound> {
  for (const agenda of agendas) {
    const one = { limit: 1, offset: 0 };
    const { rows } = await listStandings(
      call.db,
      agenda,
      todayFor(call, agenda),
      { owner: name },
      one,
    );
    if (rows.length > 0) return found({ kind: 'official', name });
  }
  return {
    kind: 'problem',
    sentence: `Nobody called “${name.slice(0, 40)}” is in charge of an issue. People here are named with @.`,
  };
}

async function issueCalled(
  call: Call,
  { words, bare }: Extract<TypedFilter, { kind: 'issue' }>,
  agendas: readonly Agenda[],
): Promise<FiltersFound> {
  const here = await findOnAgendas(call, agendas, words);
  if (here?.match.kind === 'found' && here.match.unknown.length === 0) {
    const agendaId = here.agenda.id;
    return found(
      ...here.match.issues.map(({ key }) => ({ kind: 'issue', agendaId, key }) as const),
    );
  }
  if (bare) {
    const agenda = (await listAgendas(call.db, call.where.teamId)).find(
      ({ id }) => id === words.toLowerCase(),
    );
    if (agenda !== undefined) return found({ kind: 'agenda', agendaId: agenda.id });
  }
  if (here?.match.kind === 'ambiguous') {
    const { issues, more } = here.match;
    return { kind: 'ambiguous', at: 0, words, issues, more };
  }
  const word = bare ? (nearestOf(FILTER_WORDS, words) ?? lacking(words)) : null;
  const nearest = here?.match.kind === 'missing' ? here.match.nearest : async () => [];
  const unknown = here?.match.kind === 'found' ? here.match.unknown.join(', ') : words;
  return { kind: 'missing', at: 0, words: unknown, bare, word, nearest };
}

/** The word that lacks one letter here, also a short one: `stuk`. */
function lacking(typed: string): string | null {
  const wanted = typed.toLowerCase();
  if (wanted.length < 4) return null;
  const isIt = (word: string): boolean =>
    word.startsWith(wanted.slice(0, 1)) &&
    Array.from(word).some((_, at) => word.slice(0, at) + word.slice(at + 1) === wanted);
  return FILTER_WORDS.find(isIt) ?? null;
}

const FILTER_WORDS: readonly string[] = [
  ...CATEGORIES,
  ...STATUSES.map(({ key }) => key),
  'moving',
  'stuck',
  'watched',
  'mine',
];

async function agendaCalled(call: Call, words: string): Promise<DigestFilter | string> {
  const agendas = await listAgendas(call.db, call.where.teamId);
  const isNothing = fold(words).squeezed === '';
  const called = isNothing ? agendasNamed(agendas, words) : agendasCalled(agendas, words);
  const [agenda] = called;
  if (agenda !== undefined && called.length === 1) return { kind: 'agenda', agendaId: agenda.id };
  return called.length === 0
    ? `No agenda is called “${words.slice(0, 40)}”. See them with /summit agenda.`
    : `“${words.slice(0, 40)}” fits more than one agenda. Name it by its key, such as agenda=${called[0]?.id}.`;
}

function asker({ who }: Call, id: string): string {
  return id === ME ? who.id : id;
}

function found(...filters: readonly DigestFilter[]): FiltersFound {
  return { kind: 'filters', filters };
}

function distinct(filters: readonly DigestFilter[]): DigestFilter[] {
  return [...new Map(filters.map((one) => [JSON.stringify(one), one])).values()];
}
