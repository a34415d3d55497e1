import { App } from '@slack/bolt';

/**
 * What Summit is measured against: a Bolt app as its guide shows it, default receiver and options,
 * whose one command acks a constant as long as Summit's answer.
 */
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '',
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});

const text = '.'.repeat(Number(process.env['ANSWER_LENGTH']));

app.command('/summit', async ({ ack }) => {
  await ack({ response_type: 'ephemeral', text });
});

await app.start(Number(process.env['PORT']));
