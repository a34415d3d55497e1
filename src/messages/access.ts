import { type Deed, NEEDED } from '../access/actions.ts';
import type { Holder, Role, Standing } from '../access/roles.ts';
import type { Message } from './message.ts';
import { compose, paragraph, type Piece } from './pieces.ts';
import type { Span } from './spans.ts';

/** Why somebody may not do something, and whom to ask. */
export function notAllowed({
  deed,
  role,
  standing,
  admins,
}: {
  readonly deed: Deed;
  readonly role: Role;
  readonly standing: Standing;
  readonly admins: readonly string[];
}): Message {
  return compose({ pieces: paragraph(whyNot(deed, role, standing, admins)), words: '' });
}

function whyNot(deed: Deed, role: Role, standing: Standing, admins: readonly string[]): Span[] {
  if (standing === 'stranger') return ['Summit answers only people of the workspace it is in.'];
  if (standing === 'guest') {
    return [`Guests of the workspace may read, not ${IN_WORDS[deed]}. Nothing was changed.`];
  }
  if (standing === 'unknown') {
    return ['Slack did not say who you are, so nothing was done. Say it again in a minute.'];
  }
  const takes = `${roleInWords(NEEDED[deed])} may ${IN_WORDS[deed]} here`;
  return [
    `Only ${takes}, and you are ${ROLE_OF_ONE[role]}. Ask `,
    ...admins.slice(0, 3).flatMap((person): Span[] => [{ person }, ', ']),
    admins.length > 0 ? 'or another admin.' : 'an admin of the workspace.',
  ];
}

/** What a deed is, after "may": `withdraw entries`. */
const IN_WORDS: Readonly<Record<Deed, string>> = {
  access: 'say who may do what',
  add: 'add issues',
  agenda: 'choose the agenda of a channel',
  alias: 'change the names of issues',
  audit: 'see who saw what is restricted',
  ceiling: 'say how much a channel may be shown',
  digest: 'set a channel’s digest',
  import: 'import agendas',
  mark: 'mark issues for fewer people',
  'mark-agenda': 'mark agendas',
  note: 'add notes',
  nudge: 'have owners asked for entries',
  owner: 'change owners',
  position: 'change positions',
  read: 'read the record',
  share: 'share cards with a channel',
  source: 'add sources',
  undo: 'take back changes',
  update: 'update issues',
  widen: 'show more people what is restricted',
  withdraw: 'withdraw entries',
};

/** Those who have at least that role, as a group. */
function roleInWords(role: Role): string {
  switch (role) {
    case 'admin':
      return 'admins';
    case 'editor':
      return 'editors';
    case 'contributor':
      return 'contributors';
    case 'reader':
    case 'none':
      return 'readers';
  }
}

const ROLE_OF_ONE: Readonly<Record<Role, string>> = {
  none: 'none of them',
  reader: 'a reader',
  contributor: 'a contributor',
  editor: 'an editor',
  admin: 'an admin',
};

const ROLE_ALLOWS: Readonly<Record<Exclude<Role, 'none'>, string>> = {
  reader: 'ask, watch, be reminded, have a digest of one’s own',
  contributor:
    'add and update issues, with notes, sources, names, positions and owners; mark them for fewer people; share cards',
  editor:
    'withdraw entries, show more people what is restricted, choose a channel’s agenda, set its digest',
  admin: 'say who may do what and how much a channel may be shown, mark agendas, see who saw what',
};

/** A role somebody has, or was given. */
export interface ShownGrant {
  readonly holder: Holder;
  readonly role: Role;
  /** The agenda's title; null for the workspace. */
  readonly agenda: string | null;
  readonly by: string;
}

/** What whoever asks may do, what others were given, and what the roles are. */
export function accessShown(
  role: Role,
  here: { readonly agenda: string; readonly role: Role } | null,
  grants: readonly ShownGrant[],
  usual: Role,
): Piece[] {
  const elsewhere: Span[] =
    here === null || here.role === role
      ? ['.']
      : [', and for ', { bold: here.agenda }, ` ${ROLE_OF_ONE[here.role]}.`];
  const hasUsual = grants.some(
    ({ holder, agenda }) => holder.kind === 'everyone' && agenda === null,
  );
  const lines: Span[][] = [
    ...(hasUsual ? [] : [[`Everyone: ${usual}, until somebody says otherwise`]]),
    ...grants.map(grantSpans),
    ['Admins and owners of the workspace: admin, unless given another role'],
    ['Guests: reader at most; people of other organisations: none'],
  ];
  return [
    ...paragraph(['You are ', { bold: ROLE_OF_ONE[role] }, ' here', ...elsewhere]),
    ...paragraph([
      { bold: 'Who has which role' },
      ...lines.flatMap((line): Span[] => ['\n• ', ...line]),
    ]),
    ...paragraph([
      { bold: 'What the roles allow, each also what those before it do' },
      ...Object.entries(ROLE_ALLOWS).map(([name, allows]): Span => `\n• ${name}: ${allows}`),
    ]),
  ];
}

function grantSpans({ holder, role, agenda, by }: ShownGrant): Span[] {
  return [
    ...holderSpans(holder),
    `: ${role}`,
    ...(agenda === null ? [] : [' for ', { bold: agenda }]),
    ', given by ',
    { person: by },
  ];
}

function holderSpans(holder: Holder): Span[] {
  switch (holder.kind) {
    case 'everyone':
      return ['Everyone'];
    case 'group':
      return [{ group: holder.id }];
    case 'person':
      return [{ person: holder.id }];
  }
}

/** Somebody's role was changed. */
export function roleChanged(
  holder: Holder,
  agenda: string | null,
  before: Role | null,
  role: Role | null,
): Piece[] {
  const where: Span[] = agenda === null ? [' here'] : [' for ', { bold: agenda }];
  const was = before === null ? '' : ` It was ${before}.`;
  return paragraph(
    role === null
      ? [...holderSpans(holder), ' has no role of their own', ...where, ' any more.', was]
      : [...holderSpans(holder), ' has the role ', { bold: role }, ...where, ' now.', was],
  );
}
