import { App, type AuthorizeResult, type Receiver } from '@slack/bolt';
import { answerButton } from './button.ts';
import { clientOptions } from './clients.ts';
import type { Desk } from './desk.ts';
import { openHome } from './home.ts';
import type { Identity } from './identity.ts';
import { boltLogger, logFailure } from './log.ts';
import { answerCommand } from './slash-command.ts';

export interface AppOptions {
  readonly botToken: string;
  readonly receiver: Receiver;
  readonly identity: Identity;
  readonly desk: Desk;
}

/** Everything Slack may tell Summit, and who answers it. */
export async function createApp(options: AppOptions): Promise<App> {
  const { botToken, receiver, identity, desk } = options;
  const { log, inHand } = desk;

  const app = new App({
    receiver,
    authorize: async (): Promise<AuthorizeResult> => ({ botToken, ...identity.known }),
    clientOptions: clientOptions(desk.slackApiUrl, log),
    logger: boltLogger(log),
    convoStore: false,
    ignoreSelf: false,
    deferInitialization: true,
  });
  app.error(async (error) => {
    logFailure(log, 'listening to Slack', error);
    throw error;
  });

  app.command('/summit', (args) => inHand.track(answerCommand(desk, args)));
  app.action({ type: 'block_actions', action_id: /^say/ }, (args) =>
    inHand.track(answerButton(desk, args)),
  );
  app.action(/^open/, ({ ack }) => ack());
  app.event('app_home_opened', (args) => inHand.track(openHome(desk, args)));

  await app.init();
  return app;
}
