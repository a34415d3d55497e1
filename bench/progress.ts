/** A bar on stderr, where someone looks at it. */
export interface Progress {
  readonly step: () => void;
  readonly end: () => void;
}

const WIDTH = 40;

export function startProgress(steps: number): Progress {
  const startedAt = performance.now();
  let done = 0;
  const draw = (): void => {
    if (!process.stderr.isTTY) return;
    const full = Math.round((done / steps) * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    const left = done === 0 ? '' : `, ${timeLeft(startedAt, done, steps)} to go`;
    process.stderr.write(`\r\u001B[K${bar} ${done} of ${steps}${left}`);
  };
  draw();
  return {
    step: () => {
      done += 1;
      draw();
    },
    end: () => {
      if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
    },
  };
}

function timeLeft(startedAt: number, done: number, steps: number): string {
  const seconds = ((performance.now() - startedAt) / done / 1000) * (steps - done);
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
