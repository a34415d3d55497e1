import { parentPort, workerData } from 'node:worker_threads';
import { runSequences } from './run-sequences.ts';

/** A share of the sequences, in a thread of its own. */
const { runs, seed }: { runs: number; seed: number } = workerData;
await runSequences(runs, seed);
parentPort?.postMessage('no difference');
