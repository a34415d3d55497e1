import { createHmac } from 'node:crypto';

/** What Slack and the programs know in common. */
export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
export const BOT_TOKEN = 'xoxb-1-2-bench';
export const APP_TOKEN = 'xapp-1-A1-2-bench';
export const TEAM_ID = 'T0BENCH001';
export const USER_ID = 'U0BENCH001';

/** What someone types. */
export interface Asked {
  readonly text: string;
  /** Asks from another channel each time, so that no kept reply will do. */
  readonly afresh?: true;
}

let commandsSent = 0;

/** The fields of `/summit <text>` as Slack sends them, each time with another trigger. */
export function slashCommand({ text, afresh }: Asked): Readonly<Record<string, string>> {
  commandsSent += 1;
  return {
    token: 'gIkuvaNzQIHg97ATvDxqgjtO',
    team_id: TEAM_ID,
    team_domain: 'bench',
    channel_id: afresh === true ? `C${commandsSent}` : 'C0BENCH001',
    channel_name: 'summit',
    user_id: USER_ID,
    user_name: 'alice',
    command: '/summit',
    text,
    api_app_id: 'A0BENCH001',
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/T0BENCH001/1/2',
    trigger_id: `13345224609.738474920.${commandsSent}`,
  };
}

/** The same as a whole HTTP/1.1 request, signed now. */
export function signedRequest(asked: Asked): string {
  const body = new URLSearchParams(slashCommand(asked)).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SIGNING_SECRET)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  return [
    'POST /slack/events HTTP/1.1',
    'Host: localhost',
    'User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)',
    'Accept-Encoding: gzip,deflate',
    'Accept: application/json,*/*',
    `X-Slack-Signature: v0=${signature}`,
    `X-Slack-Request-Timestamp: ${timestamp}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
