import type { Action, Basis, Confidence, Entry, IsoDate, Source } from '../agenda/record.ts';
import type { StatusKey } from '../agenda/status.ts';
import type { NewSource } from './keep-sources.ts';

/** Something to put down about an issue; what nobody said is null or empty. */
export interface EntryDraft {
  readonly action: Extract<Action, 'add' | 'note' | 'source' | 'update'>;
  readonly date: IsoDate;
  readonly status: StatusKey | null;
  readonly note: string;
  readonly attribution: string | null;
  readonly confidence: Confidence | null;
  readonly sources: readonly NewSource[];
}

/** All that an entry will say. */
export interface EntryContent {
  readonly date: IsoDate;
  readonly precision: 'day' | 'month' | 'year';
  readonly status: StatusKey;
  readonly note: string;
  readonly attribution: string;
  readonly basis: Basis;
  readonly confidence: Confidence;
  readonly reported: IsoDate | null;
  readonly dateNote: string | null;
  readonly sources: readonly Source[];
}

/** Who says so, when nobody said who. */
const NOBODY = 'not stated';

/** What an entry will say: the draft, and the entry of the same day where the status stays. */
export function settle(
  draft: EntryDraft & { readonly status: StatusKey },
  sources: readonly Source[],
  sameDay: Entry | null,
): EntryContent {
  const base = sameDay?.status === draft.status ? sameDay : null;
  const all = [...(base?.sources ?? []), ...sources].filter(
    (source, at, list) => list.findIndex(({ id }) => id === source.id) === at,
  );
  const before = known(base?.attribution);
  const publishers = [...new Set(sources.map(({ publisher }) => publisher))].join(', ');
  const said = draft.attribution ?? (before === '' ? publishers : '');
  return {
    date: draft.date,
    precision: base?.precision ?? 'day',
    status: draft.status,
    note: joined(base?.note ?? '', draft.note, '\n'),
    attribution: joined(before, said, '; ') || NOBODY,
    basis: all.length > 0 ? basisWith(base) : 'unverified',
    confidence: draft.confidence ?? base?.confidence ?? (all.length > 0 ? 'medium' : 'low'),
    reported: base?.reported ?? null,
    dateNote: base?.dateNote ?? null,
    sources: all,
  };
}

/** True when an entry says all of that already. */
export function meansTheSame(content: EntryContent, entry: Entry): boolean {
  return (
    content.status === entry.status &&
    content.note === entry.note &&
    content.attribution === entry.attribution &&
    content.confidence === entry.confidence &&
    content.sources.every(({ id }) => entry.sources.some((source) => source.id === id))
  );
}

function basisWith(base: Entry | null): Basis {
  return base?.basis === 'seed' ? 'seed' : 'verified';
}

function known(attribution: string | undefined): string {
  return attribution === undefined || attribution === NOBODY ? '' : attribution;
}

/** Both texts, unless one says the other. */
function joined(one: string, other: string, between: string): string {
  if (other === '' || `${between}${one}${between}`.includes(`${between}${other}${between}`)) {
    return one;
  }
  return one === '' ? other : `${one}${between}${other}`;
}
