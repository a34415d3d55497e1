import { ask } from './ask.ts';
import type { SandboxActions } from '../protocol.ts';
import { dayAfter, dayToMeeting, longDay, sandboxDay, shortDay } from './day-words.ts';
import type { Desk, Part } from './desk.ts';
import { digestInWords, momentFor, nextDigestInWords } from './digest-ahead.ts';
import { freshId, make } from './make.ts';
import { storyClock } from './story-clock.ts';

export interface TopBar extends Part {
  /** Moves on to the next day, as the button does. */
  nextDay(): Promise<void>;
}

/** The sandbox's day and clock, and the buttons that move them. */
export function topBar(openDrawer: () => void): TopBar {
  const reasonId = freshId('reason');
  let desk: Desk | null = null;
  let busy = false;
  let told = '';

  const title = make('span', { class: 'agenda-title' });
  const day = make('strong', { class: 'day' });
  const clock = storyClock();
  const status = make('span', { class: 'day-status', id: reasonId, role: 'status' });
  const drawer = make(
    'button',
    { type: 'button', class: 'icon drawer-button', 'aria-label': 'Channels', onclick: openDrawer },
    '☰',
  );
  const next = dayButton('Next day', reasonId, () => void move('tomorrow'));
  next.classList.add('primary');
  const news = dayButton('Next news', reasonId, () => void move('next-news'));
  const whichId = freshId('reason');
  const digest = dayButton('Next digest', whichId, () => void move('next-digest'));
  const whichDigest = make('span', { class: 'unseen', id: whichId });
  const banner = make('div', { class: 'banner', role: 'alert', hidden: true });
  const element = make(
    'header',
    { class: 'top' },
    make(
      'div',
      { class: 'top-bar' },
      drawer,
      make('div', { class: 'top-words' }, title, day, clock.element),
      make('div', { class: 'top-buttons' }, next, news, digest, whichDigest),
      make('a', { class: 'gallery-link', href: '/gallery' }, 'Gallery'),
    ),
    status,
    banner,
  );

  function dayButton(words: string, reason: string, press: () => void): HTMLButtonElement {
    return make(
      'button',
      { type: 'button', class: 'day-button', 'aria-describedby': reason, onclick: press },
      words,
    );
  }

  async function move(until: SandboxActions['next-day']['until']): Promise<void> {
    if (desk === null || busy) return;
    const { world } = desk;
    if (until === 'next-digest') {
      const to = world.nextDigest;
      if (to === null) return tell(nextDigestInWords(desk));
      return goOn(until, `${momentFor(desk, to.at)}: ${digestInWords(desk, to.place)} was due.`);
    }
    if (world.nextNewsOn === null) return;
    const to = until === 'tomorrow' ? dayAfter(sandboxDay(world)) : world.nextNewsOn;
    return goOn(until, `${shortDay(to)}:`);
  }

  async function goOn(until: SandboxActions['next-day']['until'], to: string): Promise<void> {
    busy = true;
    tell('Moving on…');
    const answer = await ask('next-day', { until });
    busy = false;
    const why = desk?.lineOpen === true ? (answer.error ?? 'The day did not change.') : '';
    const late = answer.said === false ? ' Summit has not said yet all that was due.' : '';
    tell(answer.ok ? `${to} ${entries(answer.recorded ?? 0)}${late}` : why);
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
      const hasDigest = now.world.nextDigest !== null;
      digest.setAttribute('aria-disabled', String(!hasDigest));
      whichDigest.textContent = nextDigestInWords(now);
      digest.title = nextDigestInWords(now);
      clock.draw(now);
      news.title = over ? '' : `On to ${shortDay(now.world.nextNewsOn ?? today)}`;
      tell(now.lineOpen ? told : '');

      const trouble = troubleOf(now);
      banner.hidden = trouble === null;
      if (banner.textContent !== (trouble ?? '')) banner.textContent = trouble ?? '';
    },
  };
}

function entries(recorded: number): string {
  if (recorded === 0) return 'No entry was recorded on the way.';
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
