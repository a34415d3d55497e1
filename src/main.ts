import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';

// Nothing else is imported before this check: on an older Node it would die without a word.
if (typeof Temporal === 'undefined' || Number(process.versions.napi) < 10) {
  refuse(`Summit runs on Node 26, and this is Node ${process.versions.node}: use npm start.`);
}
if (existsSync('.env')) process.loadEnvFile('.env');

const { readConfig } = await import('./config.ts');
const reading = readConfig(process.env);
if (reading.kind === 'problems')
  refuse(['Summit can not start:', ...reading.problems].join('\n- '));

const { startSummit } = await import('./summit.ts');
const { Clock } = await import('./clock.ts');
const { createLog, logFailure } = await import('./slack/log.ts');
const { DatabaseProblem } = await import('../db/database-problem.ts');
const { StartProblem } = await import('./slack/start-problem.ts');

/** What sysexits.h calls a temporary failure. */
const START_ANEW = 75;

const { config } = reading;
const log = createLog(config);
let summit: Awaited<ReturnType<typeof startSummit>> | undefined;
let stopping = false;

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('uncaughtException', die);
process.on('unhandledRejection', die);

try {
  summit = await startSummit({ config, log, clock: new Clock(), giveUp });
  flushCompileCache();
} catch (error) {
  if (error instanceof DatabaseProblem || error instanceof StartProblem) refuse(error.message);
  die(error);
}

/** Finishes what is in hand. Asked a second time, or before there is anything in hand, leaves at once. */
function stop(signal: NodeJS.Signals): void {
  if (stopping) process.exit(1);
  log.info({ signal }, 'Summit is stopping');
  leave(0);
}

/** Leaves it to whoever started Summit to start it anew. */
function giveUp(why: string): void {
  if (stopping) return;
  log.error(why);
  leave(START_ANEW);
}

function leave(code: number): void {
  stopping = true;
  if (summit === undefined) process.exit(code);
  summit.stop().then(() => {
    log.info('Summit has stopped');
    process.exit(code);
  }, die);
}

function die(error: unknown): never {
  logFailure(log, 'running', error);
  process.exit(1);
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
