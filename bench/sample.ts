import type { Contender, Ready } from './contenders.ts';
import type { LoadResult } from './http-load.ts';

/** What one program did under the load, from its start to its end. */
export interface Sample {
  readonly perSecond: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
  /** Null where the system doesn't tell. */
  readonly cpuMicros: number | null;
  readonly memoryBytes: number | null;
  readonly startMs: number;
}

export interface Pace {
  readonly pairs: number;
  readonly warmUpSeconds: number;
  /** How often each of a pair is asked for half a second. */
  readonly turns: number;
}

/** One program beside another under the same conditions. */
export type Pair = readonly [summit: Sample, other: Sample];

const TURN_SECONDS = 0.5;

/**
 * Measures two programs beside each other, in new processes for each pair. They are asked in short
 * turns, never both at once, and who goes first alternates, so that a machine growing slower or
 * busier favours neither.
 */
export async function samplePairs(
  pace: Pace,
  summit: Contender,
  other: Contender,
  onPair: () => void,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let index = 0; index < pace.pairs; index += 1) {
    const [first, second] = index % 2 === 0 ? [summit, other] : [other, summit];
    const [one, two] = await sampleBoth(pace, first, second);
    pairs.push(index % 2 === 0 ? [one, two] : [two, one]);
    onPair();
  }
  return pairs;
}

async function sampleBoth(
  { warmUpSeconds, turns }: Pace,
  first: Contender,
  second: Contender,
): Promise<readonly [Sample, Sample]> {
  const started: Asked[] = [];
  try {
    const one = { ready: await first(), turns: [] };
    started.push(one);
    const two = { ready: await second(), turns: [] };
    started.push(two);

    for (const { ready } of started) await ready.ask(warmUpSeconds);
    for (let turn = 0; turn < turns; turn += 1) {
      const order = turn % 2 === 0 ? [one, two] : [two, one];
      for (const program of order) await askInTurn(program);
    }
    return [sampleOf(one), sampleOf(two)];
  } finally {
    for (const { ready } of started) await ready.program.stop();
  }
}

/** A program and what its turns gave so far. */
interface Asked {
  readonly ready: Ready;
  readonly turns: Turn[];
}

interface Turn extends LoadResult {
  /** Null where the system doesn't tell. */
  readonly cpuMicros: number | null;
}

async function askInTurn({ ready, turns }: Asked): Promise<void> {
  const before = ready.program.usage();
  const result = await ready.ask(TURN_SECONDS);
  const after = ready.program.usage();
  turns.push({ ...result, cpuMicros: before && after && after.cpuMicros - before.cpuMicros });
}

function sampleOf({ ready, turns }: Asked): Sample {
  const latencies = Float64Array.from(turns.flatMap((turn) => [...turn.latencies])).toSorted();
  const cpu = turns.map((turn) => turn.cpuMicros);
  return {
    perSecond: latencies.length / sum(turns.map((turn) => turn.seconds)),
    p50Micros: quantile(latencies, 0.5),
    p99Micros: quantile(latencies, 0.99),
    cpuMicros: cpu.every((micros) => micros !== null) ? sum(cpu) / latencies.length : null,
    memoryBytes: ready.program.usage()?.memoryBytes ?? null,
    startMs: ready.startMs,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
