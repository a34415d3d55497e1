import { composer } from './composer.ts';
import { type Moves, type Part, threadMessages } from './desk.ts';
import { make } from './make.ts';
import { messageList } from './message-list.ts';

/** The pane beside the channel with one thread in it. */
export function threadPane(moves: Moves): Part {
  const list = messageList('Messages in this thread', moves);
  const box = composer('Reply in the thread');
  let channelId = '';
  let shown: string | null = null;
  const close = make(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-label': 'Close the thread',
      onclick: () => moves.go({ channelId, threadTs: null }),
    },
    '✕',
  );
  const element = make(
    'aside',
    { class: 'thread', 'aria-label': 'Thread', hidden: true },
    make('div', { class: 'conversation-head' }, make('h2', {}, 'Thread'), close),
    list.element,
    box.element,
  );
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    moves.go({ channelId, threadTs: null });
  });

  return {
    element,
    draw(desk) {
      const { threadTs } = desk.place;
      const opened = threadTs !== null && threadTs !== shown;
      channelId = desk.place.channelId;
      shown = threadTs;
      element.hidden = threadTs === null;
      if (threadTs === null) return;
      list.draw(threadMessages(desk, threadTs), desk, false);
      box.draw(desk, threadTs);
      if (opened) close.focus();
    },
  };
}
