import { agendaFor, listAgendas } from '../../db/agendas.ts';
import type { DigestPlace } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import type { DigestFilter } from '../agenda/digest.ts';
import { choosesIssues } from '../agenda/digest-filter.ts';
import type { Agenda } from '../agenda/record.ts';

/**
 * The agendas a digest tells of: those its filters name; else those of the issues they name, and
 * the one in use at its place for all that is asked of it.
 */
export async function agendasOfDigest(
  db: Db,
  { teamId, place }: DigestPlace,
  only: readonly DigestFilter[],
): Promise<Agenda[]> {
  const named = only.flatMap((filter) => (filter.kind === 'agenda' ? [filter.agendaId] : []));
  const ofIssues = only.flatMap((filter) => (filter.kind === 'issue' ? [filter.agendaId] : []));
  const choosing = only.filter(choosesIssues);
  const asksOfInUse = choosing.length === 0 || choosing.some(({ kind }) => kind !== 'issue');
  const inUse =
    named.length === 0 && asksOfInUse ? await agendaFor(db, { teamId, channelId: place }) : null;
  const ids = new Set(
    named.length > 0 ? named : [...(inUse === null ? [] : [inUse.id]), ...ofIssues],
  );
  if (inUse !== null && ids.size === 1) return [inUse];
  const all = await listAgendas(db, teamId);
  return [...ids].flatMap((id) => all.find((agenda) => agenda.id === id) ?? []);
}
