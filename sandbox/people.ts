import type { SandboxChannel, SandboxPerson } from './protocol.ts';

/** Someone in the workspace, with what Slack knows and the page doesn't need. */
export interface Person extends SandboxPerson {
  /** What stands after `@`. */
  readonly handle: string;
  readonly teamId: string;
  readonly locale: string;
  readonly isAdmin: boolean;
}

/** A user group, such as `@analysts`. */
export interface Group {
  readonly id: string;
  readonly handle: string;
  readonly people: readonly string[];
}

/** A conversation, with what Slack knows and the page doesn't need. */
export interface Channel extends SandboxChannel {
  readonly isArchived: boolean;
}

/** Summit where it is installed. */
export interface Bot {
  readonly id: string;
  readonly userId: string;
}

/** A workspace as it is at first. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** The organisation it belongs to; null for one by itself. */
  readonly enterpriseId: string | null;
  readonly bot: Bot;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly groups: readonly Group[];
}

export const TEAM = { id: 'T0SUMMITDESK', name: 'Summit desk', domain: 'summit-desk' } as const;
export const APP = { id: 'A0SUMMIT', botId: 'B0SUMMIT', botUserId: 'U0SUMMIT' } as const;

const OTHER_TEAM = 'T0PARTNERS';

/** The example workspace's people, Summit among them. */
const PEOPLE: readonly Person[] = [
  {
    ...person('U0ALICE', 'alice', 'Alice Moreau', 'Desk officer', 'Europe/Brussels', '#1d6f8a'),
    isAdmin: true,
  },
  person('U0BOB', 'bob', 'Bob Tanaka', 'Analyst, Tokyo', 'Asia/Tokyo', '#8a4f1d'),
  {
    ...person('U0CARLA', 'carla', 'Carla Ruiz', 'Guest, press', 'America/New_York', '#6b4d9a'),
    isGuest: true,
  },
  {
    ...person(
      'U0DMITRI',
      'dmitri',
      'Dmitri Okafor',
      'Partner institute',
      'Africa/Lagos',
      '#3d7a46',
    ),
    teamId: OTHER_TEAM,
  },
  {
    ...person(APP.botUserId, 'summit', 'Summit', 'App', 'UTC', '#1d3557'),
    isBot: true,
  },
];

/** The example workspace's user groups. */
const GROUPS: readonly Group[] = [{ id: 'S0ANALYSTS', handle: 'analysts', people: ['U0BOB'] }];

/** The example workspace's conversations; everyone of its own team has a direct one with Summit. */
const CHANNELS: readonly Channel[] = [
  channel('C0DESK', 'summit-desk', 'public', 'Where the desk follows the meeting', [
    'U0ALICE',
    'U0BOB',
    APP.botUserId,
  ]),
  channel('C0PRESS', 'press', 'public', 'Questions from the press office', [
    'U0ALICE',
    'U0BOB',
    'U0CARLA',
  ]),
  channel('C0BACK', 'back-channel', 'private', 'Not for the record', ['U0ALICE', 'U0BOB']),
  channel('C0JOINT', 'joint-desk', 'shared', 'With the partner institute', [
    'U0ALICE',
    'U0DMITRI',
    APP.botUserId,
  ]),
  ...PEOPLE.filter(({ isBot, teamId }) => !isBot && teamId === TEAM.id).map((human) =>
    channel(human.id.replace(/^U/, 'D'), 'Summit', 'direct', '', [human.id, APP.botUserId]),
  ),
];

/** The example workspace. */
export const DESK: Team = {
  ...TEAM,
  enterpriseId: null,
  bot: { id: APP.botId, userId: APP.botUserId },
  people: PEOPLE,
  channels: CHANNELS,
  groups: GROUPS,
};

/** What another workspace is made from. */
export interface TeamSketch {
  readonly id: string;
  readonly enterpriseId?: string;
  /** Names by the person's id; the first is an admin. */
  readonly people: Readonly<Record<string, string>>;
}

/** Another workspace, with a channel `C…` of all its people and Summit, and a direct one for each. */
export function teamFrom({ id, enterpriseId, people }: TeamSketch): Team {
  const end = id.replace(/^T/, '');
  const bot = { id: `B${end}`, userId: `U${end}BOT` };
  const [admin] = Object.keys(people);
  const humans = Object.entries(people).map(([personId, name]) => ({
    ...person(personId, name.toLowerCase().split(' ')[0] ?? name, name, '', 'UTC', '#555555'),
    isAdmin: personId === admin,
    teamId: id,
  }));
  const summit = { ...person(bot.userId, 'summit', 'Summit', 'App', 'UTC', '#1d3557'), teamId: id };
  return {
    id,
    name: `Workspace ${end}`,
    domain: end.toLowerCase(),
    enterpriseId: enterpriseId ?? null,
    bot,
    people: [...humans, { ...summit, isBot: true }],
    channels: [
      channel(`C${end}`, 'desk', 'public', '', [...Object.keys(people), bot.userId]),
      ...humans.map((human) =>
        channel(`D${end}${human.id}`, 'Summit', 'direct', '', [human.id, bot.userId]),
      ),
    ],
    groups: [],
  };
}

function person(
  id: string,
  handle: string,
  name: string,
  title: string,
  timeZone: string,
  color: string,
): Person {
  return {
    id,
    handle,
    name,
    title,
    timeZone,
    color,
    isBot: false,
    isGuest: false,
    isAdmin: false,
    teamId: TEAM.id,
    locale: 'en-US',
  };
}

function channel(
  id: string,
  name: string,
  kind: Channel['kind'],
  topic: string,
  members: readonly string[],
): Channel {
  return { id, name, kind, topic, members, isArchived: false };
}
