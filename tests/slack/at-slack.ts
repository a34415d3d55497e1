import type { KnownBlock } from '@slack/types';
import { vi } from 'vitest';
import type { ActionAnswer, OpenView, SandboxMessage, ViewState } from '../../sandbox/protocol.ts';
import type { InWorkspace } from '../../sandbox/slack.ts';

/** Where a button or a field is. */
export type Place =
  | { readonly channelId: string; readonly messageTs: string }
  | { readonly viewId: string };

export interface Pressable {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly value: string;
}

/** Someone at the stand-in for Slack. */
export interface PersonAtSlack {
  /** Types a line and gives the messages that came of it. */
  say(words: string, channelId?: string): Promise<SandboxMessage[]>;
  press(place: Place, button: Pressable): Promise<void>;
  /** Their modal, once one is shown that fits. */
  modal(fits?: (open: OpenView) => boolean): Promise<OpenView>;
  hasModal(): boolean;
  /** Changes one field of the modal, as Slack tells of it; the others are as given. */
  change(open: OpenView, name: string, fields: Fields): Promise<void>;
  submit(open: OpenView, fields: Fields): Promise<ActionAnswer>;
  /** Messages that this person sees and that were not there before. */
  news(): SandboxMessage[];
}

/** What is filled in, by the field's name. */
export type Fields = Readonly<Record<string, string>>;

export function atSlack(slack: InWorkspace, userId: string, home = 'C0DESK'): PersonAtSlack {
  let seen = new Set<string>();
  const visible = (): SandboxMessage[] =>
    slack.workspace.messages.filter(
      ({ ephemeralTo }) => ephemeralTo === null || ephemeralTo === userId,
    );
  const openView = (): OpenView | undefined =>
    slack.views.open.findLast((open) => open.userId === userId);
  function news(): SandboxMessage[] {
    const fresh = visible().filter(({ channelId, ts }) => !seen.has(`${channelId} ${ts}`));
    seen = new Set(visible().map(({ channelId, ts }) => `${channelId} ${ts}`));
    return fresh;
  }
  async function expectOk(answer: Promise<ActionAnswer>): Promise<void> {
    const { ok, error } = await answer;
    if (!ok) throw new Error(`Slack refused: ${error}`);
  }

  return {
    news,
    async say(words, channelId = home) {
      news();
      await expectOk(slack.act('say', { userId, channelId, text: `/summit ${words}` }));
      return news();
    },
    press: async (place, { blockId, actionId }) =>
      expectOk(slack.act('press', { userId, ...place, blockId, actionId, element: {} })),
    modal: async (fits = () => true) =>
      vi.waitFor(() => {
        const open = openView();
        if (open === undefined || !fits(open)) {
          throw new Error(`No such modal: ${JSON.stringify(open?.view)}`);
        }
        return open;
      }),
    hasModal: () => openView() !== undefined,
    change: async (open, name, fields) =>
      expectOk(
        slack.act('press', {
          userId,
          viewId: open.id,
          blockId: name,
          actionId: `field:${name}`,
          element: answerOf(open, name, fields[name] ?? ''),
          state: stateOf(open, fields),
        }),
      ),
    submit: async (open, fields) =>
      slack.act('submit-view', { userId, viewId: open.id, state: stateOf(open, fields) }),
  };
}

/** The buttons that say words, in the order they stand in. */
export function buttonsOf(blocks: readonly KnownBlock[], wanted = /^say/): Pressable[] {
  return blocks
    .flatMap((block) =>
      block.type === 'actions'
        ? block.elements.map((element) => ({ element, blockId: block.block_id ?? '' }))
        : [],
    )
    .flatMap(({ element, blockId }) =>
      element.type === 'button' && wanted.test(element.action_id ?? '')
        ? [
            {
              blockId,
              actionId: element.action_id ?? '',
              label: element.text.text,
              value: element.value ?? '',
            },
          ]
        : [],
    );
}

/** The button with this label. */
export function buttonCalled(blocks: readonly KnownBlock[], label: string): Pressable {
  const button = buttonsOf(blocks).find((one) => one.label === label);
  if (button === undefined) throw new Error(`No button "${label}" in ${JSON.stringify(blocks)}`);
  return button;
}

/** What every input of a modal holds when these fields are filled in and all else is as it was shown. */
function stateOf({ view }: OpenView, fields: Fields): ViewState {
  return Object.fromEntries(
    inputsOf(view.blocks as KnownBlock[]).map(({ name, element }) => {
      const answer = answerTo(element, fields[name] ?? startOf(element));
      return [name, { [`field:${name}`]: answer }];
    }),
  );
}

/** What the fields of a modal hold at first, those that hold anything. */
export function shownFields({ view }: OpenView): Fields {
  const shown = inputsOf(view.blocks as KnownBlock[]).map(
    ({ name, element }) => [name, startOf(element)] as const,
  );
  return Object.fromEntries(shown.filter(([, value]) => value !== ''));
}

type Element = Readonly<Record<string, unknown>> & { readonly type: string };

function inputsOf(blocks: readonly KnownBlock[]): { name: string; element: Element }[] {
  return blocks.flatMap((block) =>
    block.type === 'input' && block.block_id !== undefined
      ? [{ name: block.block_id, element: block.element as unknown as Element }]
      : [],
  );
}

function answerOf({ view }: OpenView, name: string, value: string): Record<string, unknown> {
  const input = inputsOf(view.blocks as KnownBlock[]).find((one) => one.name === name);
  if (input === undefined) throw new Error(`The modal has no field "${name}"`);
  return answerTo(input.element, value);
}

function startOf(element: Element): string {
  const { initial_option: option, initial_value: text } = element as {
    readonly initial_option?: { readonly value: string };
    readonly initial_value?: string;
  };
  const { initial_date: date, initial_user: user } = element as {
    readonly initial_date?: string;
    readonly initial_user?: string;
  };
  return option?.value ?? text ?? date ?? user ?? '';
}

function answerTo({ type }: Element, value: string): Record<string, unknown> {
  const given = value === '' ? null : value;
  if (type === 'datepicker') return { type, selected_date: given };
  if (type === 'users_select') return { type, selected_user: given };
  if (/select|radio/.test(type)) {
    const option = { text: { type: 'plain_text', text: value }, value };
    return { type, selected_option: given === null ? null : option };
  }
  return { type, value: given };
}
