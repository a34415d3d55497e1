/** A line that shows how far something is. */
export interface ProgressBar {
  /** From 0 to 1. */
  readonly show: (share: number) => void;
  readonly clear: () => void;
}

const WIDTH = 30;
/** Shorter work needs no bar. */
const QUIET_MS = 2_000;
const EVERY_MS = 100;

/** Draws on stderr, once the work has lasted a while, and nothing at all unless `shown`. */
export function progressBar(shown: boolean): ProgressBar {
  const started = performance.now();
  let drawn: number | null = null;
  return {
    show: (share) => {
      const now = performance.now();
      if (!shown || now - started < QUIET_MS || now - (drawn ?? 0) < EVERY_MS) return;
      drawn = now;
      const full = Math.round(share * WIDTH);
      const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
      process.stderr.write(`\r${bar} ${Math.floor(share * 100)} %`);
    },
    clear: () => {
      if (drawn !== null) process.stderr.write('\r\u001B[K');
      drawn = null;
    },
  };
}
