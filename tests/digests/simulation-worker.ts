import { parentPort } from 'node:worker_threads';
import { simulate, type WorldOptions } from './simulated-world.ts';

// Lives through one world after the other, as it is told to.
parentPort?.on('message', (world: WorldOptions) => {
  void simulate(world).then((tally) => parentPort?.postMessage(tally));
});
