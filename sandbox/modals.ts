import type { View } from '@slack/types';
import { checkView, describeFault, type Fault } from './block-kit.ts';
import type { Receipt } from './door.ts';
import type { ActionAnswer, SandboxActions } from './protocol.ts';
import { aboutPerson, GONE, sendToBot, type Slack, TROUBLE } from './to-bot.ts';
import { describeView, type StoredView } from './views.ts';

/** A modal sent off. What is asked for must be there before the bot hears of it. */
export async function submitView(
  slack: Slack,
  { userId, viewId, state }: SandboxActions['submit-view'],
): Promise<ActionAnswer> {
  const person = slack.workspace.person(userId);
  const stored = slack.views.find(viewId);
  if (person === undefined || stored === undefined || stored.userId !== userId) {
    return { ok: false, error: GONE };
  }
  const missing = findMissing(stored.view, state);
  if (Object.keys(missing).length > 0) return { ok: false, errors: missing };

  const receipt = await sendToBot(slack, {
    type: 'interactive',
    payload: {
      ...aboutPerson(slack, person),
      type: 'view_submission',
      trigger_id: slack.triggers.issue(userId),
      view: describeView(slack.workspace.team, stored, state),
      response_urls: [],
    },
  });
  return followSubmission(slack, stored, receipt);
}

/** A modal closed without sending it. */
export async function closeView(
  slack: Slack,
  { userId, viewId }: SandboxActions['close-view'],
): Promise<ActionAnswer> {
  const person = slack.workspace.person(userId);
  const stored = slack.views.find(viewId);
  if (person === undefined || stored === undefined || stored.userId !== userId) return { ok: true };
  slack.views.close(stored);
  if (stored.view.type === 'modal' && stored.view.notify_on_close === true) {
    await sendToBot(slack, {
      type: 'interactive',
      payload: {
        ...aboutPerson(slack, person),
        type: 'view_closed',
        view: describeView(slack.workspace.team, stored),
        is_cleared: false,
      },
    });
  }
  return { ok: true };
}

/** Does what the bot answered to a submission: closes the modal, or shows another, or what is wrong. */
function followSubmission(slack: Slack, stored: StoredView, receipt: Receipt): ActionAnswer {
  if (receipt.kind !== 'answered') return { ok: false, error: TROUBLE };
  const answer = (receipt.body ?? {}) as {
    response_action?: string;
    view?: View;
    errors?: Record<string, string>;
  };
  switch (answer.response_action) {
    case undefined:
      if (receipt.body !== null) return { ok: false, error: 'the answer has no response_action' };
      slack.views.close(stored);
      return { ok: true };
    case 'clear':
      slack.views.clear(stored.userId);
      return { ok: true };
    case 'errors':
      return followErrors(stored.view, answer.errors ?? {});
    case 'update':
    case 'push': {
      const faults = checkView(answer.view);
      if (faults.length > 0 || answer.view === undefined) return { ok: false, error: tell(faults) };
      if (answer.view.type !== 'modal') return { ok: false, error: 'the view must be a modal' };
      if (answer.response_action === 'update') slack.views.replace(stored, answer.view);
      else if (slack.views.push(stored.userId, answer.view) === null) {
        return { ok: false, error: 'push_limit_reached' };
      }
      return { ok: true };
    }
    default:
      return { ok: false, error: `invalid response_action: ${answer.response_action}` };
  }
}

/** An error must stand at an input; Slack shows none of them otherwise. */
function followErrors(view: View, errors: Readonly<Record<string, string>>): ActionAnswer {
  const inputs = view.blocks.filter(({ type }) => type === 'input').map((block) => block.block_id);
  const astray = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
  if (astray.length > 0 || Object.keys(errors).length === 0) {
    return {
      ok: false,
      error: `errors must name input blocks: ${astray.join(', ') || 'none named'}`,
    };
  }
  return { ok: false, errors };
}

function findMissing(
  view: View,
  state: SandboxActions['submit-view']['state'],
): Record<string, string> {
  const missing: Record<string, string> = {};
  for (const block of view.blocks) {
    const {
      type,
      optional,
      block_id: blockId = '',
    } = block as { optional?: boolean } & typeof block;
    if (type !== 'input' || optional === true) continue;
    if (!Object.values(state[blockId] ?? {}).some(isFilledIn)) {
      missing[blockId] = 'Please complete this required field.';
    }
  }
  return missing;
}

/** True when an element's answer holds anything beside its type. */
function isFilledIn(answer: unknown): boolean {
  return Object.entries(answer ?? {}).some(
    ([key, value]) =>
      key !== 'type' &&
      value !== null &&
      value !== undefined &&
      value !== '' &&
      !(Array.isArray(value) && value.length === 0),
  );
}

function tell(faults: readonly Fault[]): string {
  return faults.map(describeFault).join('\n');
}
