import { isDeepStrictEqual } from 'node:util';
import { refreshCard } from '../../db/cards.ts';
import { isKeptFrom } from '../../db/record/annexes.ts';
import type { Db, Tx } from '../../db/open.ts';
import type { Write } from '../../db/record/audit.ts';
import { indexIssue } from '../../db/record/index-issue.ts';
import {
  type FactKind,
  type Facts,
  readFacts,
  writeFacts,
  writeOfDesk,
} from '../../db/record/issue-facts.ts';
import { readIssue, writeOfIssue } from '../../db/record/issues.ts';
import type { Action, Source } from '../agenda/record.ts';
import {
  type Asked,
  changeIssue,
  type Hindrance,
  type IssueId,
  logChange,
} from './change-of-issue.ts';
import { keepSources, type NewSource } from './keep-sources.ts';

/** Something to change of what is said of an issue beside its entries. */
export interface FactsDraft<Kind extends FactKind> {
  readonly action: Extract<Action, 'alias' | 'owner' | 'position'>;
  readonly kind: Kind;
  /** What there will be, by what there is: called with the list as it is when the change is made. */
  readonly change: (before: Facts[Kind]) => Facts[Kind];
  readonly sources: readonly NewSource[];
}

export type FactsOutcome<Kind extends FactKind> =
  | {
      readonly kind: 'changed';
      readonly before: Facts[Kind];
      readonly after: Facts[Kind];
      readonly sources: readonly Source[];
    }
  /** There is nothing to change. */
  | { readonly kind: 'as it was'; readonly facts: Facts[Kind] }
  | Hindrance;

/** Changes the names, positions or owners of an issue. The log keeps what there was. */
export async function changeFacts<Kind extends FactKind>(
  db: Db,
  issue: IssueId,
  { action, kind, change, sources: given }: FactsDraft<Kind>,
  asked: Asked,
): Promise<FactsOutcome<Kind>> {
  const { key } = issue;
  return changeIssue(db, issue, asked, async (tx, _, agendaId): Promise<FactsOutcome<Kind>> => {
    const of = { agendaId, key };
    const isWords = kind !== 'deskOwners';
    if (isWords && asked.mark !== null && !(await isKeptFrom(tx, agendaId, asked.mark))) {
      return { kind: 'seen by more' };
    }
    const before = await readFacts(tx, agendaId, key, kind);
    const wanted = change(before);
    if (isDeepStrictEqual(before, wanted)) return { kind: 'as it was', facts: before };

    const day = asked.at.toString().slice(0, 10);
    const kept = await keepSources(tx, agendaId, given, day);
    const write = await putFacts(tx, of, kind, wanted);
    // Owners since the same moment are read in an order of their own, and an undo compares with what is read.
    const after = await readFacts(tx, agendaId, key, kind);
    await logChange(tx, of, asked, {
      action,
      details: { before: { [kind]: before }, after: { [kind]: after } },
      writes: [...kept.writes, write],
    });
    await refreshCard(tx, agendaId, key);
    return { kind: 'changed', before, after, sources: kept.sources };
  });
}

/** Puts facts down and makes the issue findable by them. The caller logs what this gives, and then refreshes the card. */
export async function putFacts<Kind extends FactKind>(
  tx: Tx,
  { agendaId, key }: IssueId,
  kind: Kind,
  facts: Facts[Kind],
): Promise<Write> {
  await writeFacts(tx, agendaId, key, kind, facts);
  if (kind === 'deskOwners') return writeOfDesk(tx, agendaId, key);
  const recorded = await readIssue(tx, agendaId, key);
  if (recorded !== null) await indexIssue(tx, agendaId, recorded.issue);
  return writeOfIssue(tx, agendaId, key);
}
