import { ask } from './ask.ts';
import { dayAfter, dayToMeeting, longDay, sandboxDay, shortDay } from './day-words.ts';
import type { Desk, Part } from './desk.ts';
import { freshId, make } from './make.ts';

export interface TopBar extends Part {
  /** Moves on to the next day, as the button does. */
  nextDay(): Promise<void>;
}

/** The sandbox's day and the two buttons that move it. */
export function topBar(openDrawer: () => void): TopBar {
  const reasonId = freshId('reason');
  let desk: Desk | null = null;
  let busy = false;
  let told = '';

  const title = make('span', { class: 'agenda-title' });
  const day = make('strong', { class: 'day' });
  const status = make('span', { class: 'day-status', id: reasonId, role: 'status' });
  const drawer = make(
    'button',
    { type: 'button', class: 'icon drawer-button', 'aria-label': 'Channels', onclick: openDrawer },
    '☰',
  );
  const next = dayButton('Next day', () => void move('tomorrow'));
  next.classList.add('primary');
  const news = dayButton('Next news', () => void move('next-news'));
  const banner = make('div', { class: 'banner', role: 'alert', hidden: true });
  const element = make(
    'header',
    { class: 'top' },
    make(
      'div',
      { class: 'top-bar' },
      drawer,
      make('div', { class: 'top-words' }, title, day),
      make('div', { class: 'top-buttons' }, next, news),
      make('a', { class: 'gallery-link', href: '/gallery' }, 'Gallery'),
    ),
    status,
    banner,
  );

  function dayButton(words: string, press: () => void): HTMLButtonElement {
    return make(
      'button',
      { type: 'button', class: 'day-button', 'aria-describedby': reasonId, onclick: press },
      words,
    );
  }

  async function move(until: 'tomorrow' | 'next-news'): Promise<void> {
    if (desk === null || busy || desk.world.nextNewsOn === null) return;
    const from = sandboxDay(desk.world);
    const to = until === 'tomorrow' ? dayAfter(from) : desk.world.nextNewsOn;
    busy = true;
    tell('Moving on…');
    const answer = await ask('next-day', { until });
    busy = false;
    const words = `${shortDay(to)}: ${entries(answer.recorded ?? 0)}`;
    const why = desk.lineOpen ? (answer.error ?? 'The day did not change.') : '';
    tell(answer.ok ? words : why);
  }

  function tell(words: string): void {
    told = words;
    const over = desk?.world.nextNewsOn === null;
    const line = over ? `${told} The example ends here: nothing more is known.`.trim() : told;
    if (status.textContent !== line) status.textContent = line;
  }

  return {
    element,
    nextDay: () => move('tomorrow'),
    draw(now) {
      desk = now;
      const today = sandboxDay(now.world);
      const toMeeting = dayToMeeting(today, now.world.meeting);
      title.textContent = now.world.agendaTitle;
      day.textContent = toMeeting === null ? longDay(today) : `${longDay(today)}, ${toMeeting}`;

      const over = now.world.nextNewsOn === null;
      for (const button of [next, news]) button.setAttribute('aria-disabled', String(over));
      news.title = over ? '' : `On to ${shortDay(now.world.nextNewsOn ?? today)}`;
      tell(now.lineOpen ? told : '');

      const trouble = troubleOf(now);
      banner.hidden = trouble === null;
      if (banner.textContent !== (trouble ?? '')) banner.textContent = trouble ?? '';
    },
  };
}

function entries(recorded: number): string {
  if (recorded === 0) return 'nothing new was recorded.';
  const count = recorded === 1 ? '1 entry' : `${recorded} entries`;
  return `${count} recorded. Ask again to see what moved.`;
}

function troubleOf({ lineOpen, world }: Desk): string | null {
  if (!lineOpen) return 'The sandbox does not answer. This page tries again every second.';
  if (!world.botHasStarted) return 'Summit is starting…';
  if (!world.botOnline)
    return 'Summit is not running at the moment. Starting the sandbox again brings it back.';
  return null;
}
