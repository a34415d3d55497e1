import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { teamFrom } from '../../sandbox/people.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';

const RETURN = 'http://127.0.0.1:3000/slack/oauth_redirect';
const ALPHA = teamFrom({ id: 'T0ALPHA', people: { U0ANN: 'Ann' } });
const GAMMA = teamFrom({ id: 'T0GAMMA', enterpriseId: 'E0UNION', people: { W0GIL: 'Gil' } });
const DELTA = teamFrom({ id: 'T0DELTA', enterpriseId: 'E0UNION', people: { W0DAN: 'Dan' } });

let slack: SlackStandIn;
let now: Temporal.Instant;

beforeEach(async () => {
  now = Temporal.Instant.from('2026-05-04T12:00:00Z');
  slack = await startSlack({
    teams: [ALPHA, GAMMA, DELTA],
    tokensRotate: true,
    now: () => now,
    scopes: ['chat:write', 'users:read', 'channels:read'],
  });
  slack.oauth.redirectTo(RETURN);
});
afterEach(() => slack.stop());

describe('an installation', () => {
  test('is asked for on a page, and only by an app that is known', async () => {
    const page = await fetch(askFor({}));
    expect(await page.text()).toContain('Allow in T0ALPHA');
    for (const [name, value, error] of [
      ['client_id', '1.2', 'invalid_client_id'],
      ['redirect_uri', 'https://elsewhere.example', 'bad_redirect_uri'],
      ['scope', 'chat:write,admin', 'invalid_scope'],
    ] as const) {
      const refused = await fetch(askFor({ [name]: value }));
      expect(await refused.json()).toEqual({ ok: false, error });
    }
  });

  test('gives a code that is good once, for ten minutes, and where it was sent to', async () => {
    const code = await codeFor('T0ALPHA');
    expect(await access({ code, redirect_uri: `${RETURN}/else` })).toMatchObject({
      error: 'bad_redirect_uri',
    });
    expect(await access({ code, client_secret: 'another' })).toMatchObject({
      error: 'bad_client_secret',
    });
    expect(await access({ code })).toMatchObject({
      ok: true,
      bot_user_id: ALPHA.bot.userId,
      team: { id: 'T0ALPHA' },
      is_enterprise_install: false,
      expires_in: 43_200,
    });
    expect(await access({ code })).toMatchObject({ error: 'code_already_used' });
    const late = await codeFor('T0ALPHA');
    now = now.add({ minutes: 11 });
    expect(await access({ code: late })).toMatchObject({ error: 'code_expired' });
  });

  test('takes the secret by HTTP Basic as well', async () => {
    const code = await codeFor('T0ALPHA');
    const answer = await fetch(`${slack.apiUrl}oauth.v2.access`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${slack.clientId}:${slack.clientSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({ code, redirect_uri: RETURN }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });
  });
});

describe('a token', () => {
  test('expires after twelve hours, is refreshed once, and two are good at a time', async () => {
    const first = await access({ code: await codeFor('T0ALPHA') });
    expect(await whoIs(first.access_token)).toBe('T0ALPHA');
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const second = await access(refresh);
    expect(second.ok).toBe(true);
    expect(await access(refresh)).toMatchObject({ error: 'invalid_refresh_token' });
    expect(await whoIs(first.access_token)).toBe('T0ALPHA');
    await access({ grant_type: 'refresh_token', refresh_token: second.refresh_token });
    expect(await whoIs(first.access_token)).toBe('token_revoked');
    expect(slack.oauth.refreshes).toEqual({ done: 2, refused: 1 });
    now = now.add({ hours: 12 });
    expect(await whoIs(second.access_token)).toBe('token_expired');
  });

  test('is good in its own workspace alone, and it is noticed when it goes astray', async () => {
    const { access_token: token } = await access({ code: await codeFor('T0ALPHA') });
    const client = new WebClient(token, { slackApiUrl: slack.apiUrl });
    await client.chat.postMessage({ channel: 'C0ALPHA', text: 'Well?' });
    expect(slack.crossings).toEqual([]);
    await expect(client.chat.postMessage({ channel: 'C0GAMMA', text: 'Well?' })).rejects.toThrow(
      'channel_not_found',
    );
    await expect(client.users.info({ user: 'W0GIL' })).rejects.toThrow('user_not_found');
    expect(slack.crossings).toEqual([
      'chat.postMessage with the token of T0ALPHA for C0GAMMA of T0GAMMA',
      'users.info with the token of T0ALPHA for W0GIL of T0GAMMA',
    ]);
  });

  test('of an organisation is good in its workspaces, where each call says which', async () => {
    const answer = await access({ code: await codeFor('E0UNION') });
    expect(answer).toMatchObject({ team: null, enterprise: { id: 'E0UNION' } });
    const client = new WebClient(answer.access_token, { slackApiUrl: slack.apiUrl });
    const say = async (channel: string, teamId?: string): Promise<unknown> =>
      client.chat.postMessage({
        channel,
        text: 'Well?',
        ...(teamId !== undefined && { team_id: teamId }),
      });
    await expect(say('C0GAMMA')).rejects.toThrow('missing_argument');
    await expect(say('C0ALPHA', 'T0ALPHA')).rejects.toThrow('team_not_found');
    await say('C0GAMMA', 'T0GAMMA');
    await say('C0DELTA', 'T0DELTA');
    expect(slack.in('T0DELTA').workspace.messages.map(({ text }) => text)).toEqual(['Well?']);
  });

  test('that is revoked is no good any more, nor is what would refresh it', async () => {
    const { access_token: token, refresh_token: refresh } = await access({
      code: await codeFor('T0ALPHA'),
    });
    await new WebClient(token, { slackApiUrl: slack.apiUrl }).auth.revoke();
    expect(await whoIs(token)).toBe('token_revoked');
    expect(await access({ grant_type: 'refresh_token', refresh_token: refresh })).toMatchObject({
      error: 'invalid_refresh_token',
    });
  });
});

interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly access_token?: string;
  readonly refresh_token?: string;
}

function askFor(other: Readonly<Record<string, string>>): URL {
  const address = new URL('/oauth/v2/authorize', slack.url);
  const query = { client_id: slack.clientId, scope: 'chat:write', redirect_uri: RETURN, ...other };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  address.searchParams.set('state', 'a-state');
  return address;
}

async function codeFor(installedIn: string): Promise<string> {
  const address = askFor({});
  const form = new URLSearchParams(address.searchParams);
  form.set('installed_in', installedIn);
  const answer = await fetch(address, { method: 'POST', body: form, redirect: 'manual' });
  const to = new URL(answer.headers.get('location') ?? '');
  expect(to.searchParams.get('state')).toBe('a-state');
  return to.searchParams.get('code') ?? '';
}

async function access(given: Readonly<Record<string, string | undefined>>): Promise<Answer> {
  const form = new URLSearchParams({
    client_id: slack.clientId,
    client_secret: slack.clientSecret,
    redirect_uri: RETURN,
  });
  for (const [name, value] of Object.entries(given)) form.set(name, value ?? '');
  const answer = await fetch(`${slack.apiUrl}oauth.v2.access`, { method: 'POST', body: form });
  return (await answer.json()) as Answer;
}

/** The workspace a token is good in, or Slack's word for why it is not. */
async function whoIs(token: string | undefined): Promise<string | undefined> {
  const answer = await fetch(`${slack.apiUrl}auth.test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  const { team_id: teamId, error } = (await answer.json()) as Record<string, string>;
  return teamId ?? error;
}
