import { nameIndex } from '../db/names.ts';
import { readIssueHead } from '../db/record/issues.ts';
import { fold } from '../src/agenda/fold.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { isSameName } from '../src/agenda/same-name.ts';
import { changeFacts } from '../src/changes/change-facts.ts';
import { type NamesChanged, namesChanged, namesOfIssue } from '../src/messages/facts-changed.ts';
import { echo } from '../src/messages/which-issue.ts';
import { withAgenda } from './agenda-in-use.ts';
import { askedBy, readSeen } from './asked.ts';
import type { Call, Command, Reply } from './command.ts';
import { changedReply, shownReply, wantedReply, withIssueFirst } from './facts-reply.ts';
import { tellHindrance } from './hindrance.ts';
import { listNames, MOST_NAMES, problemWithNames } from './names-typed.ts';
import { misuse } from './reply.ts';
import { takeOptions } from './take-options.ts';

/** `/summit alias fentanyl = China White`: another name that finds the issue. */
export const alias: Command = {
  name: 'alias',
  takes: '<issue> = <other name>',
  summary: 'Give an issue another name to be found by, or take one away',
  examples: ['alias fentanyl = China White', 'alias fentanyl remove China White'],
  detail:
    'Several names are parted by commas. The same name may stand on two issues: then Summit asks which one is meant.',
  writes: true,
  async run(call) {
    const { text, options } = takeOptions(call.text);
    if (text === '') {
      return misuse('Say which issue, and its other name: /summit alias fentanyl = China White.');
    }
    return withAgenda(call, (agenda) =>
      withIssueFirst(
        call,
        agenda,
        { command: 'alias', typed: text, between: '= ' },
        (issue, rest) => changeNames(call, agenda, issue, rest, readSeen(options)),
      ),
    );
  },
};

async function changeNames(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  rest: string,
  seen: number | null,
): Promise<Reply> {
  const { key } = issue;
  const head = await readIssueHead(call.db, agenda.id, key);
  const known = [key, issue.title, ...Object.values(head?.issue.names ?? {})];
  const there = head?.issue.aliases ?? [];
  if (rest === '') return shownReply(key, namesOfIssue(issue, there));

  const removing = REMOVE.exec(rest);
  const typed = listNames(removing === null ? rest : rest.slice(removing[0].length));
  const problem = problemWith(typed, key, removing === null ? there.length : 0);
  if (problem !== null) return wantedReply(key, problem);

  const isOneOf = (name: string, names: readonly string[]): boolean =>
    names.some((other) => isSameName(name, other));
  if (removing !== null) {
    const strange = typed.find((name) => !isOneOf(name, there));
    if (strange !== undefined) {
      const isFixed = isOneOf(strange, known);
      return wantedReply(
        key,
        isFixed
          ? `“${echo(strange)}” is no other name of ${issue.title} but its own.`
          : `${issue.title} does not answer to “${echo(strange)}”. Its other names: ${there.join(', ') || 'none'}.`,
      );
    }
  }

  const outcome = await changeFacts(
    call.db,
    { agendaId: agenda.id, key },
    {
      action: 'alias',
      kind: 'aliases',
      sources: [],
      change: (before) =>
        removing === null
          ? [...before, ...typed.filter((name) => !isOneOf(name, [...known, ...before]))]
          : before.filter((name) => !isOneOf(name, typed)),
    },
    await askedBy(call, 'alias', agenda.id, seen),
  );
  switch (outcome.kind) {
    case 'changed': {
      const { before, after } = outcome;
      const added = after.filter((name) => !before.includes(name));
      const pieces = namesChanged({
        issue,
        added,
        removed: before.filter((name) => !after.includes(name)),
        already: removing === null ? typed.filter((name) => !added.includes(name)) : [],
        before,
        after,
        elsewhere: await namedElsewhere(call, agenda, key, added),
      });
      return changedReply(key, pieces);
    }
    case 'as it was': {
      const before = outcome.facts;
      const nothing = { added: [], removed: [], elsewhere: [], before, after: before };
      return shownReply(key, namesChanged({ issue, already: typed, ...nothing }));
    }
    case 'repeated':
    case 'overtaken':
    case 'seen by more':
    case 'gone':
      return tellHindrance(call, key, `alias ${key} = ${rest}`, outcome);
  }
}

const REMOVE = /^(?:(?:remove|delete|drop)(?:\s*:)?\s+|[-\u2212]\s*)/iu;
function problemWith(names: readonly string[], key: string, there: number): string | null {
  if (names.length === 0) return `Say the other name: /summit alias ${key} = China White.`;
  const wrong = problemWithNames(names);
  if (wrong !== null) return wrong;
  if (there + names.length > MOST_NAMES) {
    return `An issue has at most ${MOST_NAMES} other names. Take one away first: /summit alias ${key} remove, and the name.`;
  }
  return null;
}

/** Which of the names other issues have too. */
async function namedElsewhere(
  { db }: Call,
  agenda: Agenda,
  key: string,
  names: readonly string[],
): Promise<NamesChanged['elsewhere']> {
  const index = nameIndex(db, agenda.id);
  const found: NamesChanged['elsewhere'][number][] = [];
  for (const name of names) {
    const hits = (await index.named(fold(name).squeezed)).filter((hit) => hit.key !== key);
    const issues = [...new Map(hits.map((hit) => [hit.key, hit])).values()];
    const isKey = hits.some(({ byKey }) => byKey);
    if (issues.length > 0) found.push({ name, issues, isKey });
  }
  return found;
}
