import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { troubleOf } from '../../db/trouble.ts';
import type { SlackStandIn } from '../../sandbox/slack.ts';
import { MACHINE_TIME, within } from '../../src/digests/time.ts';
import { type Cable, cableTo } from '../support/cable.ts';
import { freePort } from '../support/free-port.ts';
import { addressOf, type LogLine, type RunningBot, runBot, tokensOf } from './running-bot.ts';
import { overHttp, type Send } from './storm.ts';

const WRONG_CLOCK = fileURLToPath(new URL('../support/wrong-clock.ts', import.meta.url));

/** Slack waits so long for an answer, in milliseconds. */
const SLACK_WAITS = 3_000;
/** Whoever looks after Summit starts it again after so many milliseconds. */
const START_AGAIN = 100;

/** PostgreSQL's word for a change that is on the disk; while people work there is one within so many milliseconds. */
const CHANGED = 'COMMIT';
const CHANGES_WITHIN = 500;

/** What Summit says as it ends a start because of the record. */
const NO_DATABASE = /^PostgreSQL at \S+ can't be reached|^Another program holds the record/;

/** One of several Summits on one server: at an address that stays, and with a cable of its own to the record. */
export class Replica {
  readonly #slack: SlackStandIn;
  readonly #cable: Cable;
  readonly #port: number;
  readonly #wire: ReturnType<typeof overHttp>;
  readonly #inTheAir = new Set<Promise<string | null>>();
  /** What it did that nobody made it do. */
  readonly odd: string[] = [];
  #bot: RunningBot | null = null;

  /** Starts one. */
  static async open(slack: SlackStandIn, record: string): Promise<Replica> {
    const replica = new Replica(slack, await cableTo(record), await freePort());
    await replica.start(0);
    return replica;
  }

  private constructor(slack: SlackStandIn, cable: Cable, port: number) {
    this.#slack = slack;
    this.#cable = cable;
    this.#port = port;
    this.#wire = overHttp(`http://127.0.0.1:${port}/slack/events`, slack.signingSecret);
  }

  /** Null when there is no answer for as long as Slack waits; it may still be acted on. */
  readonly send: Send = async (update) => {
    const answer = this.#wire.send(update);
    this.#inTheAir.add(answer);
    void answer.then(() => this.#inTheAir.delete(answer));
    return (await within(MACHINE_TIME, SLACK_WAITS, [answer])) ?? null;
  };

  /** Settles once all that was sent is answered, or surely will not be. */
  async quiet(): Promise<void> {
    await Promise.all(this.#inTheAir);
  }

  /** On a machine whose clock is wrong by so many milliseconds. It is started until it is ready, while the record is away. */
  async start(wrongBy: number): Promise<void> {
    for (;;) {
      const bot = this.#run(wrongBy);
      const isReady = await addressOf(bot).then(
        () => true,
        () => false,
      );
      if (isReady) return;
      await bot.exited;
      const failures = bot.log().filter(({ level }) => level === 'error');
      if (!NO_DATABASE.test(bot.stderr()) && !failures.some(isOfRecord)) {
        throw new Error(`A replica did not start: ${bot.stdout()}${bot.stderr()}`);
      }
      await pause(START_AGAIN);
    }
  }

  /** It is killed while it starts, so many milliseconds after it began to. */
  async startInVain(within: number): Promise<void> {
    this.#run(0);
    await pause(within);
    await this.kill();
  }

  /** As a machine that fails. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** The same as soon as the record has a change of its, so that nobody hears of it. */
  async killAtChange(): Promise<void> {
    await this.#cable.cutBefore(CHANGED, CHANGES_WITHIN);
    await this.kill();
    await this.#cable.mend();
  }

  /** Gives its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** All of it stands still for so many milliseconds. */
  async freeze(milliseconds: number): Promise<void> {
    this.#bot?.process.kill('SIGSTOP');
    await pause(milliseconds);
    this.#bot?.process.kill('SIGCONT');
  }

  /** The record is out of its reach for so many milliseconds. */
  async cutOff(milliseconds: number): Promise<void> {
    await this.#cable.cut();
    await pause(milliseconds);
    await this.#cable.mend();
  }

  /** The same from when the record has a change of its, so that it never hears of it. */
  async cutOffAtChange(milliseconds: number): Promise<void> {
    await this.#cable.cutBefore(CHANGED, CHANGES_WITHIN);
    await pause(milliseconds);
    await this.#cable.mend();
  }

  async close(): Promise<void> {
    if (this.#bot !== null) await this.kill();
    this.#wire.hangUp();
    await this.#cable.stop();
  }

  /** What it wrote last, for whoever looks why it doesn't answer. */
  describe(): string {
    if (this.#bot === null) return 'It was not started';
    const { process: child, stdout, stderr } = this.#bot;
    return `${child.exitCode ?? 'It runs'}: ${stdout().slice(-3_000)}${stderr()}`;
  }

  #run(wrongBy: number): RunningBot {
    const bot = runBot({
      ...tokensOf(this.#slack),
      DATABASE_URL: this.#cable.url,
      PORT: String(this.#port),
      SUMMIT_POSTS_A_MINUTE: '2400',
      // Alice's: until Slack has told where she is, a new process has her days begin here.
      SUMMIT_TIME_ZONE: 'Europe/Brussels',
      NODE_OPTIONS: `--import=${WRONG_CLOCK}`,
      WRONG_BY: String(wrongBy),
    });
    this.#bot = bot;
    void bot.exited.then((code) => {
      const isReady = bot.log().some(({ msg }) => msg === 'Summit is ready');
      if (this.#bot !== bot || !isReady) return;
      this.odd.push(`It ended with ${code}: ${bot.stdout().slice(-2_000)}${bot.stderr()}`);
    });
    return bot;
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const bot = this.#bot;
    if (bot === null) throw new Error('It was not started');
    this.#bot = null;
    bot.process.kill(signal);
    const code = await bot.exited;
    const failures = bot.log().filter(({ level }) => level === 'error');
    const others = failures.filter((line) => !isOfRecord(line)).map((line) => JSON.stringify(line));
    this.odd.push(...others, ...(bot.stderr() === '' ? [] : [bot.stderr()]));
    return code;
  }
}

/** Whether a failure is that the record was away, or held by somebody else. */
function isOfRecord({ err }: LogLine): boolean {
  return troubleOf(errorFrom(err)) !== null;
}

function errorFrom(logged: unknown): Error {
  const { message = '', code, cause } = (logged ?? {}) as LoggedError;
  const error = new Error(message, { cause: cause === undefined ? undefined : errorFrom(cause) });
  return Object.assign(error, { code });
}

interface LoggedError {
  readonly message?: string;
  readonly code?: string;
  readonly cause?: LoggedError;
}
