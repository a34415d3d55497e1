import { stockOverHttp, stockOverSocket, summitOverHttp, summitOverSocket } from './contenders.ts';
import { askOnce } from './http-load.ts';
import { type Aspect, atLeast, atMost, compare } from './measure.ts';
import type { Part, Run } from './run.ts';
import { type Sample, samplePairs } from './sample.ts';

/** What everybody asks here, and a piece of the answer. */
export const FENTANYL = {
  text: 'status fentanyl',
  expect: 'Curbs on exports of fentanyl precursor chemicals',
};

/** The stock app's constant says nothing. */
const NOTHING = { text: 'status fentanyl', expect: '....' };

/** The whole way of `/summit status fentanyl` over signed HTTP beside a bare Bolt app. */
export const http: Part = {
  name: 'http',
  title: '`/summit status fentanyl` over HTTP, beside a bare Bolt app that acks a constant',
  steps: ({ pace }) => 2 * pace.pairs,

  async run(run) {
    const database = await run.databases.example();
    const length = await answerLength(run, database);
    const pairs = await samplePairs(
      run.pace,
      summitOverHttp(run.ground, database, () => FENTANYL),
      stockOverHttp(run.ground, length, () => NOTHING),
      run.onStep,
    );
    const foundAfresh = await samplePairs(
      run.pace,
      summitOverHttp(run.ground, database, () => ({ ...FENTANYL, afresh: true })),
      stockOverHttp(run.ground, length, () => NOTHING),
      run.onStep,
    );
    const measures = compare(pairs, [
      { ...PER_SECOND, goal: atLeast(1, 1.2) },
      P50,
      { ...P99, goal: atMost(1.15, 1) },
      { ...CPU, goal: atMost(1, 0.85) },
      { ...MEMORY, goal: atMost(1.3, 1.15) },
      { ...START, goal: atMost(2, 1.5) },
    ]);
    const without = compare(foundAfresh, [PER_SECOND, P99, CPU]);
    return [...measures, ...without.map((one) => ({ ...one, name: `found afresh: ${one.name}` }))];
  },
};

/** The same over Socket Mode. */
export const socket: Part = {
  name: 'socket',
  title: '`/summit status fentanyl` in Socket Mode, beside a bare Bolt app in Socket Mode',
  steps: ({ pace }) => pace.pairs,

  async run(run) {
    const database = await run.databases.example();
    const length = await answerLength(run, database);
    const pairs = await samplePairs(
      run.pace,
      summitOverSocket(run.ground, database, () => FENTANYL),
      stockOverSocket(run.ground, length, () => NOTHING),
      run.onStep,
    );
    return compare(pairs, [{ ...PER_SECOND, goal: atLeast(0.9, 1) }, P50, P99, CPU, MEMORY, START]);
  },
};

export const PER_SECOND: Aspect<Sample> = {
  name: 'commands a second',
  unit: '/s',
  goal: null,
  of: (sample) => sample.perSecond,
};

export const P50: Aspect<Sample> = {
  name: 'half are answered within',
  unit: 'µs',
  goal: null,
  of: (sample) => sample.p50Micros,
};

export const P99: Aspect<Sample> = {
  name: '99 of 100 are answered within',
  unit: 'µs',
  goal: null,
  of: (sample) => sample.p99Micros,
};

export const CPU: Aspect<Sample> = {
  name: 'processor time a command',
  unit: 'µs',
  goal: null,
  of: (sample) => sample.cpuMicros,
};

const MEMORY: Aspect<Sample> = {
  name: 'memory after the load',
  unit: 'MB',
  goal: null,
  of: ({ memoryBytes }) => memoryBytes && memoryBytes / 1e6,
};

const START: Aspect<Sample> = {
  name: 'start until it can answer',
  unit: 'ms',
  goal: null,
  of: (sample) => sample.startMs,
};

/** In bytes, as the real bot gives it. */
async function answerLength({ ground }: Run, database: string): Promise<number> {
  const { program, port } = await summitOverHttp(ground, database, () => FENTANYL)();
  try {
    return Buffer.byteLength(await askOnce(port, FENTANYL.text));
  } finally {
    await program.stop();
  }
}
