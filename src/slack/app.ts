import {
  App,
  AuthorizationError,
  type GlobalShortcut,
  type MessageShortcut,
  type Receiver,
  type ViewSubmitAction,
} from '@slack/bolt';
import { answerButton } from './button.ts';
import { clientOptions } from './clients.ts';
import { admit, deskIn, type Hall, NotInstalled } from './hall.ts';
import { answerDirectMessage } from './direct-message.ts';
import { FormTurns } from './form-turns.ts';
import { closeAnswer, openHome } from './home.ts';
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
  readonly receiver: Receiver;
  readonly hall: Hall;
}

/** Everything Slack may tell Summit, and who answers it. */
export async function createApp(options: AppOptions): Promise<App> {
  const { receiver, hall } = options;
  const { log, inHand } = hall;
  const turns = new FormTurns();

  const app = new App({
    receiver,
    authorize: async ({ teamId = '', enterpriseId = null }) =>
      admit(hall, { teamId, enterpriseId }),
    clientOptions: clientOptions(hall.slackApiUrl, log),
    logger: boltLogger(log),
    convoStore: false,
    ignoreSelf: true,
    deferInitialization: true,
  });
  app.error(async (error) => {
    if (error instanceof AuthorizationError && error.original instanceof NotInstalled) {
      log.info('Slack sent something from where Summit is not installed');
      return;
    }
    logFailure(log, 'listening to Slack', error);
    throw error;
  });

  app.command('/summit', (args) => inHand.track(answerCommand(deskIn(args), args)));
  app.action({ type: 'block_actions', action_id: /^(?:say|home:ask)/ }, (args) =>
    inHand.track(answerButton(deskIn(args), args)),
  );
  app.action({ type: 'block_actions', action_id: 'home:close' }, (args) =>
    inHand.track(closeAnswer(deskIn(args), args)),
  );
  app.action(/^open/, ({ ack }) => ack());
  app.action({ type: 'block_actions', action_id: /^field:/ }, (args) =>
    inHand.track(reviseForm(deskIn(args), turns, args)),
  );
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /^form:/ }, (args) =>
    inHand.track(submitForm(deskIn(args), args)),
  );
  app.options('field:issue', (args) => inHand.track(offerIssues(deskIn(args), args)));
  app.options('field:zone', (args) => inHand.track(offerZones(deskIn(args), args)));
  app.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: 'new-issue' }, (args) =>
    inHand.track(addIssue(deskIn(args), args)),
  );
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: 'add-to-issue' }, (args) =>
    inHand.track(quoteMessage(deskIn(args), args)),
  );
  app.event('app_home_opened', (args) => inHand.track(openHome(deskIn(args), args)));
  app.event('app_mention', (args) => inHand.track(answerMention(deskIn(args), args)));
  app.event('message', (args) => inHand.track(answerDirectMessage(deskIn(args), args)));
  listenToLifecycle(app, hall);

  await app.init();
  return app;
}
