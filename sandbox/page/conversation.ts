import type { SandboxChannel } from '../protocol.ts';
import { type Composer, composer } from './composer.ts';
import {
  channelMessages,
  type Desk,
  isWithApp,
  type Moves,
  nameOf,
  otherIn,
  type Part,
} from './desk.ts';
import { homeTab } from './home-tab.ts';
import { make } from './make.ts';
import { messageList } from './message-list.ts';
import { markOf } from './sidebar.ts';

export interface Conversation extends Part {
  readonly composer: Composer;
}

/** The middle of the page: one channel, or an app's Home tab. */
export function conversation(moves: Moves, hints: HTMLElement): Conversation {
  const title = make('h1');
  const topic = make('div', { class: 'topic' });
  const tabs = make('div', { class: 'tabs', role: 'group', 'aria-label': 'Parts of this app' });
  const list = messageList('Messages', moves);
  const home = homeTab();
  const box = composer('Message');
  const element = make(
    'main',
    { class: 'conversation' },
    make('div', { class: 'conversation-head' }, make('div', {}, title, topic), tabs),
    list.element,
    home.element,
    hints,
    box.element,
  );

  return {
    element,
    composer: box,
    draw(desk) {
      const channel = desk.scene.channels.get(desk.place.channelId);
      if (channel === undefined) return;
      const { messagesTab } = desk.world;
      const isApp = isWithApp(desk.world, channel);
      const onHome = desk.place.tab === 'home';
      title.textContent = titleOf(channel, desk);
      topic.textContent =
        channel.kind === 'direct' ? (otherIn(channel, desk)?.title ?? '') : topicOf(channel);
      tabs.hidden = !isApp || messagesTab === 'none';
      tabs.replaceChildren(tab('Messages', 'messages', desk), tab('Home', 'home', desk));

      list.element.hidden = onHome;
      box.element.hidden = onHome || (isApp && messagesTab !== 'open');
      hints.classList.toggle('away', onHome);
      hints.classList.toggle('compact', desk.world.messages.length > 0);
      home.element.hidden = !onHome;
      if (onHome) home.draw(desk);
      else home.leave();
      list.draw(channelMessages(desk), desk, true);
      box.draw(desk, null);
    },
  };

  function tab(words: string, name: 'messages' | 'home', { place }: Desk): HTMLElement {
    return make(
      'button',
      {
        type: 'button',
        'aria-pressed': String(place.tab === name),
        onclick: () => moves.go({ channelId: place.channelId, tab: name, threadTs: null }),
      },
      words,
    );
  }
}

function titleOf(channel: SandboxChannel, desk: Desk): string {
  const name = nameOf(channel, desk);
  return channel.kind === 'direct' ? name : `${markOf(channel)} ${name}`;
}

function topicOf({ topic, members }: SandboxChannel): string {
  const count = members.length === 1 ? '1 member' : `${members.length} members`;
  return topic === '' ? count : `${topic} · ${count}`;
}
