import { agendaFor, listAgendas } from '../db/agendas.ts';
import { listGrants } from '../db/grants.ts';
import {
  type Holder,
  isSameHolder,
  type Role,
  roleOf,
  ROLES,
  USUAL_ROLE,
} from '../src/access/roles.ts';
import { ME, personTyped } from '../src/agenda/owner-words.ts';
import { changeRole, type RoleWanted } from '../src/changes/give-role.ts';
import { accessShown, roleChanged } from '../src/messages/access.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import { echo } from '../src/messages/which-issue.ts';
import { agendasNamed } from './agendas-called.ts';
import { askedBy } from './asked.ts';
import { type Call, type Command, isAtTerminal, type Reply } from './command.ts';
import { whoAsks } from './may.ts';
import { readCount, readOptions } from './options.ts';
import { misuse, refused, tell } from './reply.ts';

const WANTED = `/summit access @person editor, or access everyone reader. The roles are ${ROLES.join(', ')}; remove takes one back.`;

/** `/summit access @ann editor`: who may do what. */
export const access: Command = {
  name: 'access',
  takes: '[@person | @group | everyone] [role | remove] [agenda:NAME]',
  summary: 'See who may do what, or give somebody a role',
  examples: ['access', 'access everyone contributor', 'access everyone remove'],
  detail: `The roles are ${ROLES.join(', ')}, each allowing all that those before it do. Without agenda: a role holds in the whole workspace. Guests are readers at most.`,
  writes: true,
  async run(call) {
    if (isAtTerminal(call)) return refused(NOT_AT_TERMINAL);
    const { words, options } = readOptions(unescapeText(call.text), ['agenda']);
    if (words === '') return show(call, readCount(options.get('part')));

    const [first = '', second = '', ...more] = words.split(/\s+/);
    const holder = holderIn(first, call);
    if (holder === null) {
      return misuse(`“${echo(first)}” is nobody Slack knows. Type ${WANTED}`);
    }
    const role = roleIn(second);
    if (role === undefined || more.length > 0) return misuse(`Say whom and which role: ${WANTED}`);
    const of = options.get('agenda');
    if (of === undefined) return give(call, holder, role, null);
    const [agenda] = agendasNamed(await listAgendas(call.db, call.where.teamId), of);
    return agenda === undefined
      ? misuse(`No agenda is called “${echo(of)}”. /summit agenda lists them.`)
      : give(call, holder, role, agenda);
  },
};

const NOT_AT_TERMINAL =
  'Roles are given in Slack, where people are known: /summit access there shows and gives them.';

const NO_ADMIN =
  'That would take it from you to say who may do what: ask another admin. So there always is one.';

interface Named {
  readonly id: string;
  readonly title: string;
}

async function give(
  call: Call,
  holder: Holder,
  role: Role | null,
  agenda: Named | null,
): Promise<Reply> {
  const asked = await askedBy(call, 'access', null);
  if (!(await staysAdmin(call, { holder, agendaId: agenda?.id ?? null, role })))
    return refused(NO_ADMIN);
  if (role === 'none' && agenda !== null) {
    return refused(
      'Who may not read an agenda may not read the workspace’s record: leave agenda: out.',
    );
  }
  const wanted = { teamId: call.where.teamId, holder, agendaId: agenda?.id ?? null, role };
  const outcome = await changeRole(call.db, wanted, asked);
  if (outcome.kind === 'repeated') return tell(notice(REPEATED));
  const before = outcome.kind === 'given' ? outcome.before : role;
  return tell(
    compose({
      pieces: roleChanged(holder, agenda?.title ?? null, before === role ? null : before, role),
      words: '',
      buttons: [{ label: 'Who may do what', say: 'access' }],
    }),
  );
}

/** True when whoever asks can still change it afterwards. */
async function staysAdmin(
  call: Call,
  { holder, agendaId, role }: Pick<RoleWanted, 'agendaId' | 'holder' | 'role'>,
): Promise<boolean> {
  const grants = await listGrants(call.db, call.where.teamId);
  const others = grants.filter(
    (one) => one.agendaId !== agendaId || !isSameHolder(one.holder, holder),
  );
  const after = role === null ? others : [...others, { holder, agendaId, role }];
  return roleOf(await whoAsks(call, 'access', grants), null, after) === 'admin';
}

async function show(call: Call, part: number): Promise<Reply> {
  const { db, where } = call;
  const [grants, agendas, inUse] = await Promise.all([
    listGrants(db, where.teamId),
    listAgendas(db, where.teamId),
    agendaFor(db, where),
  ]);
  const titles = new Map(agendas.map(({ id, title }) => [id, title]));
  const someone = await whoAsks(call, 'access', grants);
  const here =
    inUse === null ? null : { agenda: inUse.title, role: roleOf(someone, inUse.id, grants) };
  // Of an agenda that whoever asks doesn't see there is nothing to show.
  const shown = grants.flatMap(({ agendaId, ...grant }) => {
    const agenda = agendaId === null ? null : titles.get(agendaId);
    return agenda === undefined ? [] : [{ ...grant, agenda }];
  });
  const pieces = accessShown(roleOf(someone, null, grants), here, shown, USUAL_ROLE);
  return tell(compose({ pieces, words: 'access', part }));
}

function holderIn(word: string, { who }: Call): Holder | null {
  if (/^@?(?:everyone|everybody|all)$/i.test(word)) return { kind: 'everyone' };
  const person = personTyped(word);
  if (person !== null) return { kind: 'person', id: person === ME ? who.id : person };
  const group = /^<!subteam\^(S[A-Z0-9]{2,30})(?:\|[^<>]*)?>$/.exec(word) ?? TYPED_GROUP.exec(word);
  return group?.[1] === undefined ? null : { kind: 'group', id: group[1] };
}

/** In a terminal. */
const TYPED_GROUP = /^@?(S(?=[A-Z]*\d)[A-Z0-9]{2,30})$/;

/** Null to take one back; undefined when it is no role. */
function roleIn(word: string): Role | null | undefined {
  const said = word.toLowerCase();
  if (/^(?:remove|delete|drop)$/.test(said)) return null;
  return ROLES.find((role) => said === role || said === `${role}s`);
}
