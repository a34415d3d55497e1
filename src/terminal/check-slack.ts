import { type Logger, pino } from 'pino';
import type { Config } from '../config.ts';
import { createSlackClient } from '../slack/clients.ts';
import { refusedBotToken } from '../slack/identity.ts';
import { slackError } from '../slack/modal.ts';
import { refusedAppToken } from '../slack/socket-lines.ts';
import { askWhoWeAre } from '../slack/who-we-are.ts';
import { askTheTime } from './ask-the-time.ts';
import { type Finding, fix, note, ok } from './finding.ts';
import { scopeFindings } from './scope-findings.ts';

/** Slack's requests are refused when the clocks differ by five minutes; long before that, digests come at the wrong time. */
const MOST_SECONDS_OFF = 30;

/** Whether Slack is there, goes by the same clock, and takes the tokens. */
export async function* checkSlack(config: Config): AsyncGenerator<Finding> {
  const { slackApiUrl, installed, door } = config;
  const time = await askTheTime(slackApiUrl);
  if (time.kind !== 'told') {
    yield fix(
      time.kind === 'silent'
        ? `Slack can not be reached at ${slackApiUrl} (${time.why}): see that this machine may open connections to it.`
        : `What answers at ${slackApiUrl} is not Slack (${time.why}): see what stands between, and SLACK_API_URL.`,
    );
    return;
  }
  yield ok(`Slack can be reached at ${slackApiUrl}.`);
  yield clockFinding(time.secondsAhead);
  if (installed.kind === 'one') yield* checkBotToken(clientWith(installed.botToken, config));
  if (door.kind === 'socket') yield await checkAppToken(clientWith(door.appToken, config));
  else yield note('SLACK_SIGNING_SECRET is put to the test when Slack sends its first request.');
}

function clockFinding(secondsAhead: number | null): Finding {
  if (secondsAhead === null) return note("Slack didn't tell the time.");
  const off = Math.abs(secondsAhead);
  if (off <= MOST_SECONDS_OFF) return ok("The clock goes as Slack's does.");
  const how = secondsAhead > 0 ? 'slow' : 'fast';
  return fix(`The clock of this machine is ${off} seconds ${how}: have it set by NTP.`);
}

async function* checkBotToken(slack: Client): AsyncGenerator<Finding> {
  const who = await askWhoWeAre(slack);
  switch (who.kind) {
    case 'refused':
      return yield fix(refusedBotToken(who.error));
    case 'silent':
      return yield fix(`Slack can not tell now whether it knows SLACK_BOT_TOKEN: try again later.`);
    case 'known': {
      const { user, team, response_metadata: more } = who.answer;
      yield ok(`Slack knows SLACK_BOT_TOKEN: it speaks as ${user} in “${team}”.`);
      const scopes = more?.scopes;
      if (scopes === undefined) yield note("Slack didn't tell what the bot may do.");
      else yield* scopeFindings('The bot', scopes);
    }
  }
}

/** Asks for a connection that is never opened. */
async function checkAppToken(slack: Client): Promise<Finding> {
  try {
    await slack.apps.connections.open({});
    return ok('Slack takes SLACK_APP_TOKEN for Socket Mode.');
  } catch (error) {
    const refusal = slackError(error);
    return refusal === null
      ? fix('Slack can not tell now whether it takes SLACK_APP_TOKEN: try again later.')
      : fix(refusedAppToken(refusal));
  }
}

type Client = ReturnType<typeof createSlackClient>;

function clientWith(botToken: string, { slackApiUrl }: Config): Client {
  return createSlackClient({ botToken, slackApiUrl }, SILENT);
}

/** What fails is told as a finding. */
const SILENT: Logger = pino({ level: 'silent' });
