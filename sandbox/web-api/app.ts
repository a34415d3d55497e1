import { APP, TEAM } from '../people.ts';
import { type Method, refuse } from './method.ts';

export const apiTest: Method = {
  tier: 'unlimited',
  token: 'none',
  run: (args) => (args.has('error') ? refuse(args.text('error')) : { ok: true, args: {} }),
};

export const authTest: Method = {
  tier: 'unlimited',
  run: (_, { url }) => ({
    ok: true,
    url: `${url}/`,
    team: TEAM.name,
    user: 'summit',
    team_id: TEAM.id,
    user_id: APP.botUserId,
    bot_id: APP.botId,
    is_enterprise_install: false,
  }),
};

export const teamInfo: Method = {
  tier: 'tier-3',
  scope: 'team:read',
  run: () => ({ ok: true, team: { id: TEAM.id, name: TEAM.name, domain: TEAM.domain } }),
};

export const botsInfo: Method = {
  tier: 'tier-3',
  scope: 'users:read',
  run: (args) =>
    args.has('bot') && args.text('bot') !== APP.botId
      ? refuse('bot_not_found')
      : {
          ok: true,
          bot: {
            id: APP.botId,
            deleted: false,
            name: 'Summit',
            app_id: APP.id,
            user_id: APP.botUserId,
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
