import type { AllMiddlewareArgs, GlobalShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { ask, type Desk } from './desk.ts';
import { showReply } from './show-reply.ts';
import { NOWHERE } from './whereabouts.ts';

export type NewIssueArgs = SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs;

/** "New issue" in Slack's menu of shortcuts says `add`. It is chosen in no channel, so all is said in the modal. */
export async function addIssue(desk: Desk, { shortcut, ack }: NewIssueArgs): Promise<void> {
  await ack();
  const { user, trigger_id: triggerId } = shortcut;
  const reply = await ask(desk, {
    text: 'add',
    userId: user.id,
    teamId: desk.teamId,
    channelId: '',
    inputId: triggerId,
  });
  await showReply(desk, triggerId, reply, NOWHERE);
}
