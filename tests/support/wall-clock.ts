const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What clocks in a zone show, by `Intl`: as milliseconds, as if that were UTC. */
export type WallClock = (instant: number) => number;

export function wallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (instant) => {
    const shown = format.format(instant);
    return Date.UTC(
      Number(shown.slice(0, 4)),
      Number(shown.slice(5, 7)) - 1,
      Number(shown.slice(8, 10)),
      Number(shown.slice(11, 13)),
      Number(shown.slice(14, 16)),
      Number(shown.slice(17, 19)),
    );
  };
}

/** The minutes at which clocks are put on or back between two instants, found by looking every few hours. */
export function turnsOf(clock: WallClock, from: number, to: number): number[] {
  const turns: number[] = [];
  const step = 6 * HOUR;
  let offset = clock(from) - from;
  for (let at = from + step; at <= to; at += step) {
    const now = clock(at) - at;
    if (now === offset) continue;
    let [before, after] = [at - step, at];
    while (after - before > MINUTE) {
      const between = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (clock(between) - between === offset) before = between;
      else after = between;
    }
    turns.push(after);
    offset = now;
  }
  return turns;
}

/** What the clock shows, minute by minute from one instant to another. */
export interface MinuteWalk {
  readonly from: number;
  readonly shown: readonly number[];
}

export function walkMinutes(clock: WallClock, from: number, to: number): MinuteWalk {
  const shown: number[] = [];
  for (let at = from; at <= to; at += MINUTE) shown.push(clock(at));
  return { from, shown };
}

/** The first minute of a walk at which the clock shows that time or a later one. */
export function firstMinuteShowing(walk: MinuteWalk, wanted: number): number {
  const index = walk.shown.findIndex((shown) => shown >= wanted);
  return index === -1 ? Number.NaN : walk.from + index * MINUTE;
}
