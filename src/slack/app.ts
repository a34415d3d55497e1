import {
  App,
  type AuthorizeResult,
  type GlobalShortcut,
  type MessageShortcut,
  type Receiver,
  type ViewSubmitAction,
} from '@slack/bolt';
import { answerButton } from './button.ts';
import { clientOptions } from './clients.ts';
import type { Desk } from './desk.ts';
import { answerDirectMessage } from './direct-message.ts';
import { FormTurns } from './form-turns.ts';
import { closeAnswer, openHome } from './home.ts';
import type { Identity } from './identity.ts';
import { offerIssues } from './issue-options.ts';
import { listenToLifecycle } from './lifecycle.ts';
import { boltLogger, logFailure } from './log.ts';
import { answerMention } from './mention.ts';
import { addIssue } from './new-issue.ts';
import { quoteMessage } from './quote-message.ts';
import { reviseForm } from './revise-form.ts';
import { answerCommand } from './slash-command.ts';
import { submitForm } from './submit-form.ts';
import { offerZones } from './zone-options.ts';

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
  const turns = new FormTurns();

  const app = new App({
    receiver,
    authorize: async (): Promise<AuthorizeResult> => ({ botToken, ...identity.known }),
    clientOptions: clientOptions(desk.slackApiUrl, log),
    logger: boltLogger(log),
    convoStore: false,
    ignoreSelf: true,
    deferInitialization: true,
  });
  app.error(async (error) => {
    logFailure(log, 'listening to Slack', error);
    throw error;
  });

  app.command('/summit', (args) => inHand.track(answerCommand(desk, args)));
  app.action({ type: 'block_actions', action_id: /^(?:say|home:ask)/ }, (args) =>
    inHand.track(answerButton(desk, args)),
  );
  app.action({ type: 'block_actions', action_id: 'home:close' }, (args) =>
    inHand.track(closeAnswer(desk, args)),
  );
  app.action(/^open/, ({ ack }) => ack());
  app.action({ type: 'block_actions', action_id: /^field:/ }, (args) =>
    inHand.track(reviseForm(desk, turns, args)),
  );
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /^form:/ }, (args) =>
    inHand.track(submitForm(desk, args)),
  );
  app.options('field:issue', (args) => inHand.track(offerIssues(desk, args)));
  app.options('field:zone', (args) => inHand.track(offerZones(desk, args)));
  app.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: 'new-issue' }, (args) =>
    inHand.track(addIssue(desk, args)),
  );
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: 'add-to-issue' }, (args) =>
    inHand.track(quoteMessage(desk, args)),
  );
  app.event('app_home_opened', (args) => inHand.track(openHome(desk, args)));
  app.event('app_mention', (args) => inHand.track(answerMention(desk, args)));
  app.event('message', (args) => inHand.track(answerDirectMessage(desk, args)));
  listenToLifecycle(app, desk);

  await app.init();
  return app;
}
