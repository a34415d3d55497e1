import promises from 'node:timers/promises';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded into a program before its own code, it makes long waits short, and leaves short ones
 * alone: `QUICK_WAITS=60000/100` has a wait of a minute or more end a hundred times as soon.
 */

const [from = 0, factor = 1] = (process.env['QUICK_WAITS'] ?? '').split('/').map(Number);

const { setTimeout: wait, setInterval: repeat } = globalThis;
const { setTimeout: pause } = promises;

globalThis.setTimeout = Object.assign(
  (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    wait(call, shortened(ms), ...args),
  wait,
);
globalThis.setInterval = Object.assign(
  (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    repeat(call, shortened(ms), ...args),
  repeat,
);
promises.setTimeout = async (ms = 0, ...rest) => pause(shortened(ms), ...rest);
syncBuiltinESMExports();

function shortened(ms: number): number {
  return ms >= from ? ms / factor : ms;
}
