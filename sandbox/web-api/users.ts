import type { Person } from '../people.ts';
import type { Workspace } from '../world.ts';
import { type Method, refuse } from './method.ts';
import { pageOf } from './pages.ts';

export const usersInfo: Method = {
  tier: 'tier-4',
  scope: 'users:read',
  run(args, { workspace }) {
    const person = workspace.person(args.text('user'));
    if (person === undefined) return refuse('user_not_found');
    return { ok: true, user: describePerson(workspace, person, args.flag('include_locale')) };
  },
};

export const usersList: Method = {
  tier: 'tier-2',
  scope: 'users:read',
  run(args, { workspace }) {
    return pageOf(args, workspace.people, (page) => ({
      members: page.map((person) => describePerson(workspace, person, args.flag('include_locale'))),
    }));
  },
};

/** Who belongs to a user group. */
export const usersOfGroup: Method = {
  tier: 'tier-2',
  scope: 'usergroups:read',
  run(args, { workspace }) {
    const group = workspace.team.groups.find(({ id }) => id === args.text('usergroup'));
    return group === undefined ? refuse('no_such_subteam') : { ok: true, users: [...group.people] };
  },
};

/** Slack tells neither the language nor much else of people from other organisations. */
function describePerson({ team }: Workspace, person: Person, withLocale: boolean): object {
  const isOwn = person.teamId === team.id;
  const offset = Temporal.Now.zonedDateTimeISO(person.timeZone).offsetNanoseconds / 1e9;
  return {
    id: person.id,
    // Of an organisation's people it is any of their workspaces.
    team_id:
      isOwn && team.enterpriseId !== null
        ? `${team.enterpriseId.replace(/^E/, 'T')}HOME`
        : person.teamId,
    name: person.handle,
    real_name: person.name,
    deleted: false,
    is_bot: person.isBot,
    is_admin: person.isAdmin,
    is_owner: false,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    is_app_user: false,
    ...(!isOwn && { is_stranger: false }),
    ...(team.enterpriseId !== null &&
      isOwn && {
        enterprise_user: { id: person.id, enterprise_id: team.enterpriseId, teams: [team.id] },
      }),
    tz: person.timeZone,
    tz_label: person.timeZone,
    tz_offset: offset,
    ...(withLocale && isOwn && { locale: person.locale }),
    profile: {
      real_name: person.name,
      display_name: person.handle,
      title: person.title,
      team: person.teamId,
    },
  };
}
