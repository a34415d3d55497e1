import { pino } from 'pino';
import { expect, test } from 'vitest';
import { startSlack } from '../../sandbox/slack.ts';
import { createPostingClient } from '../../src/slack/clients.ts';
import { SlackMessenger } from '../../src/slack/messenger.ts';
import { Names } from '../../src/slack/names.ts';

const LOG = pino({ level: 'silent' });

test('what came of a post is unclear when no answer comes within ten seconds', async ({
  onTestFinished,
}) => {
  const slack = await startSlack({ scopes: ['chat:write'] });
  onTestFinished(() => slack.stop());
  let calls = 0;
  slack.disturb((method) => {
    if (method !== 'chat.postMessage') return null;
    calls += 1;
    return calls === 1 ? 'hang after' : null;
  });
  const client = createPostingClient({ botToken: slack.botToken, slackApiUrl: slack.apiUrl }, LOG);
  const speaker = { posting: client, names: new Names(client, LOG) };
  const messenger = new SlackMessenger(async () => speaker);
  const desk = { teamId: 'T0SUMMITDESK', channelId: 'C0DESK', threadTs: null };
  const posted = await messenger.post(desk, { text: 'Hello', blocks: [] }, 'key');
  expect(posted).toEqual({ kind: 'unclear', why: 'TimeoutError' });
  expect(calls).toBe(1);
  expect(slack.workspace.messages.map(({ text }) => text)).toEqual(['Hello']);
});
