import { Clock } from '../src/clock.ts';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/slack/log.ts';
import { startSummit } from '../src/summit.ts';

/** What the sandbox tells the bot it runs. */
export interface ClockMessage {
  readonly kind: 'clock';
  /** ISO instant. */
  readonly now: string;
}

/** What the bot tells the sandbox once it answers. */
export interface ReadyMessage {
  readonly kind: 'ready';
  readonly port: number;
}

// The real bot, but for its clock, which the sandbox sets; it lives as long as the sandbox does.
const reading = readConfig(process.env);
if (reading.kind === 'problems') throw new Error(reading.problems.join('\n'));
const { config } = reading;

const { promise: told, resolve: tell } = Promise.withResolvers<Clock>();
let moved: Clock | null = null;
process.on('message', ({ now }: ClockMessage) => {
  const instant = Temporal.Instant.from(now);
  if (moved === null) tell((moved = Clock.startingAt(instant)));
  else moved.moveTo(instant);
});

const log = createLog(config);
const summit = await startSummit({ config, clock: await told, log, giveUp });

function giveUp(why: string): void {
  log.error(why);
  stop();
}

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  void summit.stop().then(() => process.exit(0));
}
process.on('SIGTERM', stop);
process.on('disconnect', stop);
// Ctrl+C reaches the bot as well; the sandbox then stops it in its own time.
process.on('SIGINT', () => {});

process.send?.({ kind: 'ready', port: summit.port } satisfies ReadyMessage);
