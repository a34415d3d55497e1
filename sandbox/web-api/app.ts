import { APP } from '../people.ts';
import { type Method, refuse } from './method.ts';

export const apiTest: Method = {
  tier: 'unlimited',
  token: 'none',
  run: (args) => (args.has('error') ? refuse(args.text('error')) : { ok: true, args: {} }),
};

export const authTest: Method = {
  tier: 'unlimited',
  run: (_, { url, workspace: { team }, isOrgWide }) => ({
    ok: true,
    url: `${url}/`,
    team: team.name,
    user: 'summit',
    team_id: team.id,
    ...(team.enterpriseId !== null && { enterprise_id: team.enterpriseId }),
    user_id: team.bot.userId,
    bot_id: team.bot.id,
    is_enterprise_install: isOrgWide(),
  }),
};

export const teamInfo: Method = {
  tier: 'tier-3',
  scope: 'team:read',
  run: (_, { workspace: { team } }) => ({
    ok: true,
    team: { id: team.id, name: team.name, domain: team.domain },
  }),
};

export const botsInfo: Method = {
  tier: 'tier-3',
  scope: 'users:read',
  run: (args, { workspace: { team } }) =>
    args.has('bot') && args.text('bot') !== team.bot.id
      ? refuse('bot_not_found')
      : {
          ok: true,
          bot: {
            id: team.bot.id,
            deleted: false,
            name: 'Summit',
            app_id: APP.id,
            user_id: team.bot.userId,
          },
        },
};

export const connectionsOpen: Method = {
  tier: 'tier-3',
  token: 'app',
  run(_, { socketMode, url }) {
    const ticket = socketMode.issueTicket();
    if (ticket === null) return refuse('too_many_websockets');
    return { ok: true, url: `${url.replace(/^http/, 'ws')}/link?ticket=${ticket}` };
  },
};
