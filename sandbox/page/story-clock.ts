import type { Part, Desk } from './desk.ts';
import { clockTime } from './day-words.ts';
import { make } from './make.ts';

/** A minute is shown soon after it begins. */
const LOOK_AGAIN_MS = 2_000;

/** What clocks show in the sandbox's world: where the meeting is held and, elsewhere, to whoever looks. */
export function storyClock(): Part {
  const element = make('time', { class: 'clock' });
  let heard = { now: '', at: 0 };
  let desk: Desk | null = null;

  function show(): void {
    if (desk === null) return;
    const passed = performance.now() - heard.at;
    const now = new Date(Date.parse(heard.now) + passed).toISOString();
    const here = desk.me.timeZone;
    const there = desk.world.meeting?.timeZone ?? here;
    const zones = there === here ? [there] : [there, here];
    const words = zones.map((timeZone) => clockTime(now, timeZone)).join(' · ');
    if (element.textContent !== words) element.textContent = words;
  }

  setInterval(show, LOOK_AGAIN_MS);
  return {
    element,
    draw(next) {
      if (next.world.now !== heard.now) heard = { now: next.world.now, at: performance.now() };
      desk = next;
      show();
    },
  };
}
