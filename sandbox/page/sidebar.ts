import type { SandboxChannel, SandboxPerson } from '../protocol.ts';
import { channelsOf, type Desk, isWithApp, type Moves, nameOf, type Part } from './desk.ts';
import { freshId, make } from './make.ts';

/** Who one acts as, and where one can go. */
export function sidebar(moves: Moves): Part {
  const selectId = freshId('acting');
  const people = make('select', { id: selectId });
  const about = make('div', { class: 'acting-about' });
  const lists = make('nav', { 'aria-label': 'Conversations' });
  const element = make(
    'aside',
    { class: 'sidebar', 'aria-label': 'Workspace' },
    make(
      'div',
      { class: 'workspace' },
      make('span', { class: 'workspace-mark', 'aria-hidden': 'true' }, '▲'),
      make('div', {}, make('strong', {}, 'Summit sandbox'), make('div', {}, 'on your own machine')),
    ),
    make('div', { class: 'acting' }, make('label', { for: selectId }, 'Acting as'), people, about),
    lists,
  );
  people.addEventListener('change', () => moves.actAs(people.value));

  return {
    element,
    draw(desk) {
      drawPeople(desk);
      const channels = channelsOf(desk.world, desk.me);
      const isApp = (channel: SandboxChannel): boolean => isWithApp(desk.world, channel);
      const direct = channels.filter(({ kind }) => kind === 'direct');
      const hadFocus = lists.contains(document.activeElement)
        ? document.activeElement?.getAttribute('data-channel')
        : null;
      lists.replaceChildren(
        drawGroup(
          'Channels',
          channels.filter(({ kind }) => kind !== 'direct'),
          desk,
        ),
        drawGroup(
          'Direct messages',
          direct.filter((channel) => !isApp(channel)),
          desk,
        ),
        drawGroup('Apps', direct.filter(isApp), desk),
      );
      if (hadFocus !== null && hadFocus !== undefined) {
        lists.querySelector<HTMLElement>(`[data-channel="${CSS.escape(hadFocus)}"]`)?.focus();
      }
    },
  };

  function drawPeople({ world, me }: Desk): void {
    const humans = world.people.filter(({ isBot }) => !isBot);
    people.replaceChildren(
      ...humans.map((person) =>
        make(
          'option',
          { value: person.id, selected: person.id === me.id },
          person.isGuest ? `${person.name} (guest)` : person.name,
        ),
      ),
    );
    people.value = me.id;
    about.textContent = `${me.title} · ${zoneWords(me)}`;
  }

  function drawGroup(title: string, channels: readonly SandboxChannel[], desk: Desk): HTMLElement {
    const titleId = freshId('group');
    return make(
      'section',
      { class: 'channel-group', hidden: channels.length === 0, 'aria-labelledby': titleId },
      make('h2', { id: titleId }, title),
      make('ul', {}, ...channels.map((channel) => make('li', {}, drawChannel(channel, desk)))),
    );
  }

  function drawChannel(channel: SandboxChannel, desk: Desk): HTMLElement {
    const unread = desk.unread.has(channel.id);
    const here = channel.id === desk.place.channelId;
    return make(
      'button',
      {
        type: 'button',
        class: unread ? 'channel unread' : 'channel',
        'aria-current': here ? 'page' : null,
        'data-channel': channel.id,
        onclick: () => moves.go({ channelId: channel.id, threadTs: null }),
      },
      make('span', { class: 'channel-mark', 'aria-hidden': 'true' }, markOf(channel)),
      make('span', { class: 'channel-name' }, nameOf(channel, desk)),
      channel.kind === 'shared' ? make('span', { class: 'channel-kind' }, 'shared') : null,
      unread ? make('span', { class: 'dot', role: 'img', 'aria-label': 'unread' }) : null,
    );
  }
}

export function markOf({ kind }: SandboxChannel): string {
  return { public: '#', private: '🔒', shared: '⇄', direct: '●' }[kind];
}

function zoneWords({ timeZone, isGuest }: SandboxPerson): string {
  const place = timeZone.replace(/^.*\//, '').replaceAll('_', ' ');
  return isGuest ? `${place} time · sees only their channels` : `${place} time`;
}
