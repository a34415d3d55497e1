import { listAgendas } from '../db/agendas.ts';
import { isRestricted, markOfPart, restrictedAmong } from '../db/markings.ts';
import { listReadings, readForgotten } from '../db/readings.ts';
import { listRestrictedChanges, type RestrictedChange } from '../db/restricted-changes.ts';
import { listParts, recordOf } from '../db/sighted.ts';
import { rootOf } from '../src/agenda/annex.ts';
import { personTyped } from '../src/agenda/owner-words.ts';
import { type AuditRow, auditShown } from '../src/messages/audit.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { compose } from '../src/messages/pieces.ts';
import { echo } from '../src/messages/which-issue.ts';
import type { Call, Command, Reply } from './command.ts';
import { mustMay } from './may.ts';
import { pageLinks, readOptions, readPage } from './options.ts';
import { misuse, tell } from './reply.ts';

const ROWS_A_PAGE = 20;
const ALL = Number.MAX_SAFE_INTEGER;
/** As far back as a page can reach. */
const MOST_READ = 2_000;

/** `/summit audit`: who saw and changed what only fewer people may see. */
export const audit: Command = {
  name: 'audit',
  takes: '[@person] [page:N]',
  summary: 'See who saw or changed what is restricted, and who gave rights',
  examples: ['audit', 'audit page:2'],
  detail:
    'For admins. Each time somebody is shown an issue that not everyone may see, that is noted; within a quarter of an hour once. What an issue is called is shown only to admins who may see it. From a terminal, export --audit writes all of it, and verify checks it.',
  writes: true,
  async run(call) {
    await mustMay(call, 'audit', null);
    const typed = readOptions(unescapeText(call.text), []);
    const person = typed.words === '' ? null : personTyped(typed.words);
    if (typed.words !== '' && person === null) {
      return misuse(
        `“${echo(typed.words)}” is nobody Slack knows. Type /summit audit or /summit audit @person.`,
      );
    }
    return page(call, person === 'me' ? call.who.id : person, typed);
  },
};

async function page(
  call: Call,
  person: string | null,
  typed: ReturnType<typeof readOptions>,
): Promise<Reply> {
  const asked = readPage(typed);
  const all = (await rowsOf(call)).filter(({ by }) => person === null || by === person);
  const from = (asked.page - 1) * ROWS_A_PAGE;
  const rows = all.slice(from, from + ROWS_A_PAGE);
  const isMore = all.length > from + ROWS_A_PAGE;
  const forgotten = isMore ? null : await readForgotten(recordOf(call.db));
  const words = ['audit', typed.words].filter(Boolean).join(' ');
  return tell(
    compose({
      pieces: auditShown(rows, call.who.timeZone, forgotten?.since ?? null),
      ...pageLinks(words, asked, isMore),
    }),
  );
}

/** The latest first. An issue is named where whoever asks may see it. */
async function rowsOf(call: Call): Promise<AuditRow[]> {
  const record = recordOf(call.db);
  const { teamId } = call.where;
  const own = new Set((await listAgendas(record, teamId)).map(({ id }) => id));
  const parts = (await listParts(record)).filter(({ id }) => own.has(rootOf(id)));
  const restricted = parts.filter(isRestricted);
  const shown = await listReadings(record, { teamId, before: ALL, limit: MOST_READ });
  const changed = await listRestrictedChanges(record, {
    parts: restricted.map(({ id }) => id),
    before: ALL,
    limit: MOST_READ,
  });
  const keys = new Set([...shown, ...changed].flatMap(({ key }) => key ?? []));
  const titles = new Map(
    (await restrictedAmong(call.db, [...keys])).map(({ agendaId, key, title }) => [
      `${agendaId} ${key}`,
      title,
    ]),
  );
  const nameOf = (agendaId: string | null, key: string | null): AuditRow['issue'] => {
    if (agendaId === null || key === null) return null;
    const isKnown = parts.some(({ id }) => id === agendaId);
    return {
      title: titles.get(`${agendaId} ${key}`) ?? null,
      mark: isKnown ? markOfPart(parts, agendaId) : null,
    };
  };
  // A line for a part of an agenda alone comes with one that names the issue, if that is in sight.
  const named = new Set(
    changed.flatMap(({ at, by, key }) => (key === null ? [] : [`${at} ${by}`])),
  );
  return [
    ...shown.map(({ at, by, place, how, agendaId, key }): AuditRow => ({
      at,
      by,
      did: how === 'alone' ? 'saw' : 'posted',
      place,
      issue: nameOf(agendaId, key),
      details: {},
    })),
    ...changed
      .filter(isOf(teamId, own))
      .filter(
        ({ at, by, key, details }) => key !== null || details !== '{}' || !named.has(`${at} ${by}`),
      )
      .map(({ at, by, action, agendaId, key, details }): AuditRow => ({
        at,
        by,
        did: action,
        place: '',
        issue: nameOf(agendaId, key),
        details: JSON.parse(details),
      })),
  ].toSorted((one, other) => (one.at < other.at ? 1 : -1));
}

/** Of what belongs to no agenda the log keeps the workspace. */
function isOf(teamId: string, agendas: ReadonlySet<string>): (change: RestrictedChange) => boolean {
  return ({ agendaId, details }) => {
    if (agendaId !== null) return agendas.has(rootOf(agendaId));
    const { teamId: of } = JSON.parse(details) as { readonly teamId?: string };
    return of === teamId;
  };
}
