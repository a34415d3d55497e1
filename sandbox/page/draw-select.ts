import type { MultiSelect, Option, Select } from '@slack/types';
import { freshId } from './make.ts';
import { type Choice, picker } from './picker.ts';
import type { Spot } from './scene.ts';
import { startWith, tellApp } from './tell-app.ts';

const SHOWN_AT_MOST = 100;

/** Every select of Block Kit: they differ in where the choices come from and how they are named. */
export function drawSelect(element: Select | MultiSelect, spot: Spot): HTMLElement {
  const actionId = element.action_id ?? '';
  const multiple = element.type.startsWith('multi_');
  const source = sourceOf(element, spot);
  const key = `selected_${source.noun}${multiple ? 's' : ''}`;
  const first = source.initial;
  const start = startWith(
    actionId,
    { type: element.type, [key]: multiple ? first : (first[0] ?? null) },
    spot,
  )[key];
  const current = Array.isArray(start) ? start : [start].filter((value) => value !== null);
  const placeholder = element.placeholder?.text ?? 'Choose';

  const drawn = picker({
    label: spot.label ?? placeholder,
    placeholder,
    multiple,
    max: 'max_selected_items' in element ? (element.max_selected_items ?? 100) : 100,
    chosen: current.map((value) => source.toChoice(value)),
    minLetters: source.minLetters,
    find: (letters) => source.find(letters),
    choose: (chosen) => {
      const values = chosen.map((choice) => source.toValue(choice));
      return tellApp(element, actionId, { [key]: multiple ? values : (values[0] ?? null) }, spot);
    },
  });
  drawn.dataset['action'] = actionId;
  return drawn;
}

/** Where the choices of a select come from, and what Slack sends for one. */
interface Source {
  readonly noun: 'option' | 'user' | 'channel' | 'conversation';
  readonly initial: readonly unknown[];
  readonly minLetters: number;
  find(letters: string): Promise<readonly Choice[]>;
  toChoice(value: unknown): Choice;
  toValue(choice: Choice): unknown;
}

function sourceOf(element: Select | MultiSelect, spot: Spot): Source {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select': {
      const groups = element.option_groups?.map(({ label, options }) => ({
        group: label.text,
        options,
      })) ?? [{ group: null, options: element.options ?? [] }];
      const all = groups.flatMap(({ group, options }) =>
        options.map((option) => ({ option, group })),
      );
      return optionSource(initialOptions(element), 0, (letters) =>
        Promise.resolve(all.filter(({ option }) => contains(option.text.text, letters))),
      );
    }
    case 'external_select':
    case 'multi_external_select':
      return optionSource(
        initialOptions(element),
        element.min_query_length ?? 3,
        async (letters) => {
          const press = {
            blockId: spot.blockId,
            actionId: element.action_id ?? '',
            element: { type: element.type },
          };
          return flatten(await spot.surface.offer(press, letters));
        },
      );
    case 'users_select':
    case 'multi_users_select': {
      const people = [...spot.surface.scene.people.values()].filter(({ isBot }) => !isBot);
      const named = people.map(({ id, name, title }) => choiceOf(id, name, title));
      const initial =
        element.type === 'users_select' ? listOf(element.initial_user) : element.initial_users;
      return idSource('user', initial ?? [], named);
    }
    case 'channels_select':
    case 'multi_channels_select': {
      const initial =
        element.type === 'channels_select'
          ? listOf(element.initial_channel)
          : element.initial_channels;
      return idSource('channel', initial ?? [], channelChoices(spot, ['public', 'shared']));
    }
    case 'conversations_select':
    case 'multi_conversations_select': {
      const here =
        element.default_to_current_conversation === true
          ? listOf(spot.surface.channelId ?? undefined)
          : [];
      const initial =
        element.type === 'conversations_select'
          ? listOf(element.initial_conversation)
          : (element.initial_conversations ?? []);
      const kinds = kindsOf(element.filter?.include);
      const choices = channelChoices(spot, kinds);
      return idSource('conversation', initial.length > 0 ? initial : here, choices);
    }
  }
}

interface Grouped {
  readonly option: Option;
  readonly group: string | null;
}

function optionSource(
  initial: readonly Option[],
  minLetters: number,
  find: (letters: string) => Promise<readonly Grouped[]>,
): Source {
  const options = new Map<string, Option>();
  const toChoice = (option: Option, group: string | null): Choice => {
    const id = option.value ?? freshId('option');
    options.set(id, option);
    return { id, words: option.text.text, detail: option.description?.text ?? null, group };
  };
  return {
    noun: 'option',
    initial,
    minLetters,
    find: async (letters) =>
      (await find(letters))
        .slice(0, SHOWN_AT_MOST)
        .map(({ option, group }) => toChoice(option, group)),
    toChoice: (value) => toChoice(value as Option, null),
    toValue: ({ id }) => options.get(id),
  };
}

function idSource(noun: Source['noun'], initial: readonly string[], named: Choice[]): Source {
  return {
    noun,
    initial,
    minLetters: 0,
    find: (letters) => Promise.resolve(named.filter(({ words }) => contains(words, letters))),
    toChoice: (value) =>
      named.find(({ id }) => id === value) ?? choiceOf(String(value), String(value), null),
    toValue: ({ id }) => id,
  };
}

function initialOptions(element: {
  readonly initial_option?: Option;
  readonly initial_options?: readonly Option[];
}): readonly Option[] {
  return element.initial_options ?? listOf(element.initial_option);
}

/** An app may answer with options or with groups of them. */
function flatten(offered: readonly unknown[]): Grouped[] {
  return offered.flatMap((one): Grouped[] => {
    const group = one as { label?: { text: string }; options?: Option[] };
    if (group.options === undefined) return [{ option: one as Option, group: null }];
    return group.options.map((option) => ({ option, group: group.label?.text ?? null }));
  });
}

function kindsOf(include: readonly string[] | undefined): readonly string[] {
  if (include === undefined) return ['public', 'private', 'shared', 'direct'];
  return include.flatMap((kind) => (kind === 'im' ? ['direct'] : [kind, 'shared']));
}

function channelChoices(spot: Spot, kinds: readonly string[]): Choice[] {
  const { channels, meId } = spot.surface.scene;
  return [...channels.values()]
    .filter(({ kind, members }) => {
      const offered = kind === 'public' || members.includes(meId);
      return offered && kinds.includes(kind);
    })
    .map(({ id, name, kind }) => choiceOf(id, kind === 'direct' ? name : `#${name}`, null));
}

function choiceOf(id: string, words: string, detail: string | null): Choice {
  return { id, words, detail, group: null };
}

function contains(words: string, letters: string): boolean {
  return words.toLowerCase().includes(letters.toLowerCase());
}

function listOf<Value>(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}
