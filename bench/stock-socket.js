import { App } from '@slack/bolt';

/** The same app as in `stock-http.js`, in Socket Mode. */
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  socketMode: true,
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});

const text = '.'.repeat(Number(process.env['ANSWER_LENGTH']));

app.command('/summit', async ({ ack }) => {
  await ack({ response_type: 'ephemeral', text });
});

await app.start();
