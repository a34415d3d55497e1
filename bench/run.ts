import type { Ground } from './contenders.ts';
import type { Databases } from './databases.ts';
import type { Measure } from './measure.ts';
import type { Pace } from './sample.ts';

/** One part of the benchmark, which can be run by itself. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** How many steps `run` will report. */
  steps(run: Omit<Run, 'onStep'>): number;
  run(run: Run): Promise<readonly Measure[]>;
}

/** What the parts are given. */
export interface Run {
  readonly ground: Ground;
  readonly databases: Databases;
  readonly pace: Pace;
  /** How many issues the larger agendas hold; the first is what the others are compared with. */
  readonly sizes: readonly [number, ...number[]];
  /** The sizes that are also asked from within the program. */
  readonly wordSizes: readonly [number, ...number[]];
  readonly onStep: () => void;
}

/** `100k`, `1M`. */
export function sizeName(size: number): string {
  return size >= 1_000_000 ? `${size / 1_000_000}M` : `${size / 1000}k`;
}
