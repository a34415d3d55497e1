import type { View } from '@slack/types';
import { type Fault, checkView, describeFault } from './block-kit.ts';
import { checkOptions } from './block-kit/options.ts';
import { elementAt } from './element-at.ts';
import type { Json, Receipt } from './door.ts';
import type { Person } from './people.ts';
import type { ActionAnswer, PressBody, SandboxActions } from './protocol.ts';
import { ABOUT, sendEvent, sendToBot, type Slack } from './to-bot.ts';
import { describeMessage } from './describe-message.ts';
import { describeView, type StoredView } from './views.ts';
import type { StoredMessage } from './world.ts';

const TROUBLE = 'We had some trouble connecting. Try again?';
const GONE = 'This is no longer there.';

/** A press of a button or a choice, in a message, a modal or a Home tab. */
export async function press(slack: Slack, body: PressBody): Promise<ActionAnswer> {
  const found = findPressed(slack, body);
  if (found === null) return { ok: false, error: GONE };

  const { person, place, element } = found;
  const action = {
    ...body.element,
    ...(element['type'] === 'button' && { text: element['text'], value: element['value'] }),
    type: element['type'],
    action_id: body.actionId,
    block_id: body.blockId,
    action_ts: slack.workspace.nextTs(),
  };
  const receipt = await sendToBot(slack, {
    type: 'interactive',
    payload: {
      ...about(person),
      ...place,
      type: 'block_actions',
      trigger_id: slack.triggers.issue(person.id),
      ...(found.message !== undefined && {
        response_url: slack.responseUrl({
          userId: person.id,
          channelId: found.message.channelId,
          message: found.message,
        }),
        state: { values: body.state ?? {} },
      }),
      actions: [action],
    },
  });
  return receipt.kind === 'answered' ? { ok: true } : { ok: false, error: TROUBLE };
}

/** What an external select offers for the letters typed so far. */
export async function suggest(
  slack: Slack,
  body: SandboxActions['options'],
): Promise<ActionAnswer> {
  const found = findPressed(slack, body);
  if (found === null) return { ok: false, error: GONE };

  const receipt = await sendToBot(slack, {
    type: 'interactive',
    payload: {
      ...about(found.person),
      ...found.place,
      type: 'block_suggestion',
      action_id: body.actionId,
      block_id: body.blockId,
      value: body.value,
    },
  });
  if (receipt.kind !== 'answered') return { ok: false, error: TROUBLE };
  const faults = checkOptions(receipt.body);
  if (faults.length > 0) return { ok: false, error: `invalid options: ${faults.join('; ')}` };
  const answer = receipt.body as { options?: unknown[]; option_groups?: unknown[] };
  return { ok: true, options: answer.options ?? answer.option_groups ?? [] };
}

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
      ...about(person),
      type: 'view_submission',
      trigger_id: slack.triggers.issue(userId),
      view: describeView(stored, state),
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
        ...about(person),
        type: 'view_closed',
        view: describeView(stored),
        is_cleared: false,
      },
    });
  }
  return { ok: true };
}

/** A shortcut chosen from the menu, or from a message's own. */
export async function runShortcut(
  slack: Slack,
  body: SandboxActions['shortcut'],
): Promise<ActionAnswer> {
  const { workspace, manifest } = slack;
  const person = workspace.person(body.userId);
  const shortcut = manifest.features.shortcuts.find((one) => one.callback_id === body.callbackId);
  if (person === undefined || shortcut === undefined) return { ok: false, error: GONE };

  const common = {
    ...about(person),
    callback_id: shortcut.callback_id,
    trigger_id: slack.triggers.issue(person.id),
    action_ts: workspace.nextTs(),
  };
  const message = workspace.message(body.channelId ?? '', body.messageTs ?? '');
  if (shortcut.type === 'message' && message === undefined) return { ok: false, error: GONE };

  const receipt = await sendToBot(slack, {
    type: 'interactive',
    payload:
      message === undefined || shortcut.type === 'global'
        ? { ...common, type: 'shortcut' }
        : {
            ...common,
            type: 'message_action',
            channel: channelOf(slack, message),
            message_ts: message.ts,
            message: describeMessage(message),
            response_url: slack.responseUrl({
              userId: person.id,
              channelId: message.channelId,
              message,
            }),
          },
  });
  return receipt.kind === 'answered' ? { ok: true } : { ok: false, error: TROUBLE };
}

/** Somebody opens the app's Home tab. */
export async function openHome(
  slack: Slack,
  { userId }: SandboxActions['open-home'],
): Promise<ActionAnswer> {
  const direct = slack.workspace.directChannel(userId);
  if (direct === undefined) return { ok: false, error: 'This app is not in your workspace.' };
  const home = slack.views.home(userId);
  await sendEvent(slack, 'app_home_opened', {
    type: 'app_home_opened',
    user: userId,
    channel: direct.id,
    tab: 'home',
    event_ts: slack.workspace.nextTs(),
    ...(home !== undefined && { view: describeView(home) }),
  });
  return { ok: true };
}

interface Pressed {
  readonly person: Person;
  readonly element: Json;
  readonly message?: StoredMessage;
  /** Where it is, as the payload says it. */
  readonly place: Json;
}

/** Nothing can be pressed that isn't there, or that this person can't see. */
function findPressed(slack: Slack, body: PressBody): Pressed | null {
  const person = slack.workspace.person(body.userId);
  if (person === undefined) return null;

  if (body.viewId !== undefined) {
    const stored = slack.views.find(body.viewId);
    if (stored === undefined || stored.userId !== person.id) return null;
    const element = elementAt(stored.view.blocks, body.blockId, body.actionId);
    if (element === null) return null;
    return {
      person,
      element,
      place: {
        view: describeView(stored, body.state),
        container: { type: 'view', view_id: stored.id },
      },
    };
  }

  const message = slack.workspace.message(body.channelId ?? '', body.messageTs ?? '');
  if (message === undefined || !canSee(slack, person, message)) return null;
  const element = elementAt(message.blocks, body.blockId, body.actionId);
  if (element === null) return null;
  const isEphemeral = message.ephemeralTo !== null;
  return {
    person,
    element,
    message,
    place: {
      channel: channelOf(slack, message),
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channelId,
        is_ephemeral: isEphemeral,
        ...(message.threadTs !== null && { thread_ts: message.threadTs }),
      },
      // Slack keeps no copy of what only one person saw.
      ...(!isEphemeral && { message: describeMessage(message) }),
    },
  };
}

function canSee(slack: Slack, person: Person, message: StoredMessage): boolean {
  return (
    slack.workspace.isMember(message.channelId, person.id) &&
    (message.ephemeralTo === null || message.ephemeralTo === person.id)
  );
}

function channelOf(slack: Slack, { channelId }: StoredMessage): Json {
  const channel = slack.workspace.channel(channelId);
  return { id: channelId, name: channel?.kind === 'direct' ? 'directmessage' : channel?.name };
}

function about(person: Person): Json {
  return {
    ...ABOUT,
    user: {
      id: person.id,
      username: person.handle,
      name: person.handle,
      team_id: person.teamId,
    },
  };
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
