import { checkOptions } from './block-kit/options.ts';
import { describeMessage } from './describe-message.ts';
import type { Json } from './door.ts';
import { elementAt } from './element-at.ts';
import type { Person } from './people.ts';
import type { ActionAnswer, PressBody, SandboxActions } from './protocol.ts';
import { aboutPerson, GONE, sendEvent, sendToBot, type Slack, TROUBLE } from './to-bot.ts';
import { describeView } from './views.ts';
import type { StoredMessage } from './world.ts';

/** A press of a button or a choice, in a message, a modal or a Home tab. */
export async function press(slack: Slack, body: PressBody): Promise<ActionAnswer> {
  const found = findPressed(slack, body);
  if (found === null) return { ok: false, error: GONE };

  const { person, place, element } = found;
  if (found.isSilent) return { ok: false, error: 'This input has no dispatch_action.' };
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
      ...aboutPerson(slack, person),
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
      ...aboutPerson(slack, found.person),
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
    ...aboutPerson(slack, person),
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
            message: describeMessage(slack.workspace, message),
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
    ...(home !== undefined && { view: describeView(slack.workspace.team, home) }),
  });
  return { ok: true };
}

type Block = {
  readonly type: string;
  readonly block_id?: string;
  readonly dispatch_action?: boolean;
};

interface Pressed {
  readonly person: Person;
  readonly element: Json;
  /** An input that tells the app nothing before its form is sent. */
  readonly isSilent: boolean;
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
      isSilent: isSilentInput(stored.view.blocks, body.blockId),
      element,
      place: {
        view: describeView(slack.workspace.team, stored, body.state),
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
    isSilent: isSilentInput(message.blocks, body.blockId),
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
      ...(!isEphemeral && { message: describeMessage(slack.workspace, message) }),
    },
  };
}

function isSilentInput(blocks: readonly Block[], blockId: string): boolean {
  const block = blocks.find((one) => one.block_id === blockId);
  return block?.type === 'input' && block.dispatch_action !== true;
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
