import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Disturbance } from '../../sandbox/disturbance.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import type { Message } from '../../src/messages/message.ts';
import { createPostingClient } from '../../src/slack/clients.ts';
import { SlackMessenger } from '../../src/slack/messenger.ts';
import { Names } from '../../src/slack/names.ts';

const LOG = pino({ level: 'silent' });
const DESK = { teamId: 'T0SUMMITDESK', channelId: 'C0DESK', threadTs: null };
const HELLO: Message = { text: 'Hello', blocks: [] };
const SCOPES = ['chat:write', 'channels:history', 'im:history', 'im:write', 'users:read'];

let slack: SlackStandIn;
let messenger: SlackMessenger;
beforeEach(async () => {
  slack = await startSlack({ scopes: SCOPES, limits: { burstPerChannel: 1_000 } });
  messenger = messengerAt(slack.apiUrl);
});
afterEach(() => slack.stop());

function messengerAt(slackApiUrl: string): SlackMessenger {
  const client = createPostingClient({ botToken: 'xoxb-sandbox', slackApiUrl }, LOG);
  const speaker = { posting: client, names: new Names(client, LOG) };
  return new SlackMessenger(async () => speaker);
}

/** What stands in the desk's channel and its threads. */
function texts(): string[] {
  return slack.workspace.messages.map(({ text }) => text);
}

/** An hour around now. */
function lately(): { from: Temporal.Instant; until: Temporal.Instant } {
  const now = Temporal.Now.instant();
  return { from: now.subtract({ minutes: 30 }), until: now.add({ minutes: 30 }) };
}

/** The next call of a method goes wrong so. Gives how many calls there were. */
function disturbNext(method: string, disturbance: Disturbance): () => number {
  let calls = 0;
  slack.disturb((called) => {
    if (called !== method) return null;
    calls += 1;
    return calls === 1 ? disturbance : null;
  });
  return () => calls;
}

describe('a post', () => {
  test('stands there once, quietly, and is found by its key', async () => {
    const posted = await messenger.post(DESK, HELLO, 'key-1');
    expect(texts()).toEqual(['Hello']);
    expect(slack.workspace.messages[0]).toMatchObject({
      ts: posted.kind === 'posted' ? posted.ts : '',
      metadata: { event_type: 'summit_post', event_payload: { key: 'key-1' } },
    });
    const found = await messenger.find(DESK, 'key-1', lately());
    expect(found).toEqual({ kind: 'looked', ts: [slack.workspace.messages[0]?.ts] });
    expect(await messenger.find(DESK, 'key-2', lately())).toEqual({ kind: 'looked', ts: [] });
  });

  test('takes no links apart and reads nothing into its words', async () => {
    let asked: Record<string, unknown> = {};
    slack.disturb((method, given) => {
      if (method === 'chat.postMessage') asked = given;
      return null;
    });
    await messenger.post(DESK, HELLO, 'key');
    expect(asked).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false', parse: 'none' });
  });

  test('in a thread stands there, and is found there alone', async () => {
    await messenger.post(DESK, HELLO, 'parent');
    const parent = slack.workspace.messages[0]?.ts ?? '';
    const thread = { ...DESK, threadTs: parent };
    const posted = await messenger.post(thread, { text: 'More', blocks: [] }, 'part');
    expect(slack.workspace.messages[1]?.threadTs).toBe(parent);
    const ts = posted.kind === 'posted' ? posted.ts : '';
    expect(await messenger.find(thread, 'part', lately())).toEqual({ kind: 'looked', ts: [ts] });
    expect(await messenger.find(DESK, 'part', lately())).toEqual({ kind: 'looked', ts: [] });
  });

  test('calls nobody in a channel, and someone by name', async () => {
    const said = { text: 'Set up by <@U0ALICE> and <@U0NOBODY>', blocks: [] };
    expect(await messenger.wordFor({ teamId: 'T0SUMMITDESK', channelId: 'C0DESK' }, said)).toEqual({
      text: 'Set up by alice and someone',
      blocks: [],
    });
    expect(await messenger.wordFor({ teamId: 'T0SUMMITDESK', channelId: 'D0ALICE' }, said)).toEqual(
      said,
    );
  });

  test('does not wait for names that are not told in time', { timeout: 20_000 }, async () => {
    slack.disturb((method) => (method === 'users.info' ? 'hang before' : null));
    const { text } = await messenger.wordFor(
      { teamId: 'T0SUMMITDESK', channelId: 'C0DESK' },
      { text: 'By <@U0ALICE>', blocks: [] },
    );
    expect(text).toBe('By someone');
  });

  test('are not asked for again and again where Slack tells none', async () => {
    let asked = 0;
    slack.disturb((method) => {
      if (method === 'users.info') asked += 1;
      return null;
    });
    const said = { text: 'By <@U0NOBODY>', blocks: [] };
    for (let time = 0; time < 3; time += 1) {
      expect(
        await messenger.wordFor({ teamId: 'T0SUMMITDESK', channelId: 'C0DESK' }, said),
      ).toMatchObject({ text: 'By someone' });
    }
    expect(asked).toBe(1);
  });

  test('to a person goes to their direct message', async () => {
    const opened = await messenger.openDirect('T0SUMMITDESK', 'U0ALICE');
    expect(opened).toEqual({ kind: 'open', channelId: 'D0ALICE' });
    expect(await messenger.openDirect('T0SUMMITDESK', 'U0ALICE')).toEqual(opened);
    const spot = { ...DESK, channelId: 'D0ALICE' };
    await messenger.post(spot, HELLO, 'direct');
    expect(await messenger.find(spot, 'direct', lately())).toMatchObject({
      ts: [slack.workspace.messages[0]?.ts],
    });
    expect(await messenger.openDirect('T0SUMMITDESK', 'U0NOBODY')).toEqual({
      kind: 'refused',
      error: 'user_not_found',
    });
  });

  test('is taken away again, and gone is gone', async () => {
    await messenger.post(DESK, HELLO, 'key');
    const ts = slack.workspace.messages[0]?.ts ?? '';
    expect(await messenger.remove(DESK, ts)).toEqual({ kind: 'gone' });
    expect(texts()).toEqual([]);
    expect(await messenger.remove(DESK, ts)).toEqual({ kind: 'gone' });
    slack.disturb(() => 'error:internal_error');
    expect(await messenger.remove(DESK, ts)).toMatchObject({ kind: 'unclear' });
    slack.disturb(() => '429:7');
    expect(await messenger.remove(DESK, ts)).toEqual({ kind: 'wait', milliseconds: 7_000 });
  });
});

describe('what came of a post', () => {
  test.each([
    ['reset before', 0],
    ['reset after', 1],
    ['500 before', 0],
    ['500 after', 1],
    ['page', 0],
    ['error:internal_error', 0],
    ['error:fatal_error', 0],
    ['error:service_unavailable', 0],
    ['error:request_timeout', 0],
  ] as const)('is unclear after %s, and it is tried once', async (disturbance, standing) => {
    // On a connection that was used before, too.
    await messenger.post(DESK, HELLO, 'first');
    const calls = disturbNext('chat.postMessage', disturbance);
    expect(await messenger.post(DESK, HELLO, 'key')).toMatchObject({ kind: 'unclear' });
    expect(calls()).toBe(1);
    expect(await messenger.find(DESK, 'key', lately())).toMatchObject({ kind: 'looked' });
    expect(texts().length).toBe(1 + standing);
  });

  test.each([
    ['429:3', 3_000],
    ['429:0', 1_000],
    ['429:2.2', 3_000],
    ['429:86400', 86_400_000],
    ['429:99999999999999999999999', 30 * 86_400_000],
    ['429:', 30_000],
    ['429:soon', 30_000],
    ['429:-5', 30_000],
    ['error:ratelimited', 30_000],
  ] as const)('is surely nothing after %s', async (disturbance, milliseconds) => {
    const calls = disturbNext('chat.postMessage', disturbance);
    expect(await messenger.post(DESK, HELLO, 'key')).toEqual({ kind: 'wait', milliseconds });
    expect(calls()).toBe(1);
    expect(texts()).toEqual([]);
    // One that has to wait holds up no other.
    expect(await messenger.post(DESK, HELLO, 'key')).toMatchObject({ kind: 'posted' });
  });

  test.each([
    'is_archived',
    'invalid_blocks',
    'token_revoked',
    'restricted_action_read_only_channel',
  ])('is surely nothing after %s', async (error) => {
    disturbNext('chat.postMessage', `error:${error}`);
    expect(await messenger.post(DESK, HELLO, 'key')).toEqual({ kind: 'refused', error });
  });

  test('is surely nothing where nobody listens or the name is not known', async () => {
    const nobody = await listening(() => undefined);
    await nobody.stop();
    const wait = { kind: 'wait', milliseconds: 5_000 };
    expect(await messengerAt(nobody.url).post(DESK, HELLO, 'key')).toEqual(wait);
    const nowhere = messengerAt('http://nowhere.invalid/api/');
    expect(await nowhere.post(DESK, HELLO, 'key')).toEqual(wait);
  });

  test('is unclear when it is sent elsewhere, and nothing follows', async () => {
    let followed = 0;
    const elsewhere = await listening((_, response) => {
      followed += 1;
      response.end();
    });
    const asked: string[] = [];
    const moved = await listening((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: elsewhere.url });
      response.end();
    });
    const posted = await messengerAt(moved.url).post(DESK, HELLO, 'key');
    expect(posted.kind).toBe('unclear');
    expect([asked, followed]).toEqual([['/chat.postMessage'], 0]);
    await Promise.all([moved.stop(), elsewhere.stop()]);
  });

  test('is unclear when the answer breaks off', async () => {
    const breaking = await listening((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"ok":true');
      setTimeout(() => response.destroy(), 20);
    });
    const posted = await messengerAt(breaking.url).post(DESK, HELLO, 'key');
    expect(posted.kind).toBe('unclear');
    await breaking.stop();
  });
});

describe('a look for a post', () => {
  test('goes through page after page, and finds all of them in order', async () => {
    await messenger.post(DESK, HELLO, 'twice');
    for (let other = 0; other < 40; other += 1) {
      slack.workspace.post({ channelId: 'C0DESK', userId: 'U0BOB', text: `${other}` });
    }
    await messenger.post(DESK, HELLO, 'twice');
    const own = slack.workspace.messages.filter(({ text }) => text === 'Hello');
    const found = await messenger.find(DESK, 'twice', lately());
    expect(found).toEqual({ kind: 'looked', ts: own.map(({ ts }) => ts) });
  });

  test('goes on where Slack wanted it to wait, and does not begin anew', async () => {
    await messenger.post(DESK, HELLO, 'key');
    for (let other = 0; other < 40; other += 1) {
      slack.workspace.post({ channelId: 'C0DESK', userId: 'U0BOB', text: `${other}` });
    }
    let asked = 0;
    slack.disturb((method) => {
      if (method !== 'conversations.history') return null;
      asked += 1;
      return asked % 2 === 0 ? '429:60' : null;
    });
    const wait = { kind: 'wait', milliseconds: 60_000 };
    const when = lately();
    expect(await messenger.find(DESK, 'key', when)).toEqual(wait);
    expect(await messenger.find(DESK, 'key', when)).toEqual(wait);
    const found = await messenger.find(DESK, 'key', when);
    expect(found).toEqual({ kind: 'looked', ts: [slack.workspace.messages[0]?.ts] });
  });

  test('sees only what was posted between the two moments, these included', async () => {
    await messenger.post(DESK, HELLO, 'key');
    const ts = slack.workspace.messages[0]?.ts ?? '';
    const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(Number(ts) * 1000));
    const after = { from: at.add({ milliseconds: 1 }), until: at.add({ minutes: 1 }) };
    const before = { from: at.subtract({ minutes: 1 }), until: at.subtract({ milliseconds: 1 }) };
    const around = { from: at, until: at.add({ milliseconds: 1 }) };
    expect(await messenger.find(DESK, 'key', after)).toEqual({ kind: 'looked', ts: [] });
    expect(await messenger.find(DESK, 'key', before)).toEqual({ kind: 'looked', ts: [] });
    expect(await messenger.find(DESK, 'key', around)).toEqual({ kind: 'looked', ts: [ts] });
  });

  test('is not clear where too much was said, or Slack fails', async () => {
    for (let other = 0; other < 310; other += 1) {
      slack.workspace.post({ channelId: 'C0DESK', userId: 'U0BOB', text: `${other}` });
    }
    expect(await messenger.find(DESK, 'key', lately())).toMatchObject({ kind: 'unclear' });
    slack.disturb(() => 'reset before');
    expect(await messenger.find(DESK, 'key', lately())).toMatchObject({ kind: 'unclear' });
    slack.disturb(() => '429:7');
    expect(await messenger.find(DESK, 'key', lately())).toEqual({
      kind: 'wait',
      milliseconds: 7_000,
    });
  });

  test('is refused where Summit may not look', async () => {
    const refused = (error: string): object => ({ kind: 'refused', error });
    const press = { ...DESK, channelId: 'C0PRESS' };
    expect(await messenger.find(press, 'key', lately())).toEqual(refused('not_in_channel'));
    const hidden = { ...DESK, channelId: 'C0BACK' };
    expect(await messenger.find(hidden, 'key', lately())).toEqual(refused('channel_not_found'));
    slack.workspace.join('C0BACK', 'U0SUMMIT');
    expect(await messenger.find(hidden, 'key', lately())).toEqual(refused('missing_scope'));
  });
});

interface Listening {
  readonly url: string;
  stop(): Promise<void>;
}

async function listening(answer: RequestListener): Promise<Listening> {
  const server: Server = createServer(answer);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      const closed = Promise.withResolvers<void>();
      server.closeAllConnections();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
