import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Opening, SocketLine } from './socket-line.ts';
import { StartProblem } from './start-problem.ts';

/** A connection that stood for less is followed by a pause, so that nobody is called again and again. */
const STEADY_AFTER = 10_000;
const FIRST_PAUSE = 1_000;
const PAUSE_GROWS = 1.5;
const LONGEST_PAUSE = 30_000;

/**
 * For so long Slack may answer and yet let no connection come about, before Summit is to be
 * started anew. Slack that can't be reached is another matter: a new start would not reach it.
 */
const STRANDED_FOR = 5 * 60_000;

/** Slack's word for an app with as many connections as it may have. */
const TOO_MANY = 'too_many_websockets';

export interface SocketLinesOptions {
  readonly makeLine: () => SocketLine;
  readonly log: Logger;
  /** Called once, when only a new start can help. */
  readonly giveUp: (why: string) => void;
}

/** Keeps a connection to Slack: the next one stands before the present one is let go. */
export class SocketLines {
  readonly #options: SocketLinesOptions;
  readonly #stopping = new AbortController();
  readonly #open = new Set<SocketLine>();
  #stranded: NodeJS.Timeout | undefined;
  #misses = 0;
  #lastNoticed = '';

  constructor(options: SocketLinesOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return [...this.#open].some(({ stands }) => stands);
  }

  /** Settles with the first connection; keeps one from then on. Throws a `StartProblem` when Slack refuses the token. */
  async start(): Promise<void> {
    const first = await this.#openOne(true);
    if (first !== null) void this.#keep(first);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#stranded);
    await Promise.all([...this.#open].map(async (line) => line.hangUp()));
  }

  async #keep(first: SocketLine): Promise<void> {
    const { log } = this.#options;
    let line: SocketLine | null = first;
    while (line !== null) {
      const since = performance.now();
      const why = await line.over;
      if (this.#stopping.signal.aborted) return;
      log.info({ why }, 'A new connection to Slack is wanted');
      if (performance.now() - since >= STEADY_AFTER) this.#misses = 0;
      else await this.#pause();
      const old: SocketLine = line;
      line = await this.#openOne(false);
      void old.retire().finally(() => this.#open.delete(old));
    }
  }

  /** The next connection, however long it takes; null once Summit stops. */
  async #openOne(isFirst: boolean): Promise<SocketLine | null> {
    while (!this.#stopping.signal.aborted) {
      const line = this.#options.makeLine();
      this.#open.add(line);
      const opening = await line.open();
      this.#notice(opening, isFirst);
      if (opening.kind === 'greeted') return line;

      this.#open.delete(line);
      void line.hangUp();
      if (isFirst && opening.kind === 'refused' && opening.error !== TOO_MANY) {
        throw new StartProblem(refusedAppToken(opening.error));
      }
      await this.#pause(opening.kind === 'unreachable' ? opening.milliseconds : undefined);
    }
    return null;
  }

  /** Says what has changed, once, and sees to it that Summit does not stay stranded. */
  #notice(opening: Opening, isFirst: boolean): void {
    const { log, giveUp } = this.#options;
    const what = inAWord(opening);
    const isNews = what !== this.#lastNoticed;
    this.#lastNoticed = what;
    switch (opening.kind) {
      case 'greeted':
        this.#settle();
        log.info('Connected to Slack');
        return;
      case 'unreachable':
        this.#settle();
        if (isNews) log.warn({ why: opening.why }, 'Slack can not be reached, asking again');
        return;
      case 'refused':
        if (opening.error !== TOO_MANY) {
          this.#settle();
          if (isNews) log.error(refusedAppToken(opening.error));
          return;
        }
        if (isNews) log.warn('The app has as many connections as Slack allows, asking again');
        break;
      case 'ungreeted':
        if (isNews) log.warn('Slack gives no connection, asking again');
        break;
    }
    // Who was never connected has just been started: another start would change nothing.
    if (isFirst || this.connected) return;
    this.#stranded ??= setTimeout(() => {
      giveUp('Slack answers but lets no connection come about: Summit is to be started anew.');
    }, STRANDED_FOR);
  }

  #settle(): void {
    clearTimeout(this.#stranded);
    this.#stranded = undefined;
  }

  async #pause(atLeast = 0): Promise<void> {
    const ms = Math.min(LONGEST_PAUSE, FIRST_PAUSE * PAUSE_GROWS ** this.#misses);
    this.#misses += 1;
    const { signal } = this.#stopping;
    // Stopping ends it early.
    await pause(Math.max(ms, atLeast), null, { signal }).catch(() => null);
  }
}

/** What tells one opening from another kind of it. */
function inAWord(opening: Opening): string {
  switch (opening.kind) {
    case 'unreachable':
      return `unreachable: ${opening.why}`;
    case 'refused':
      return `refused: ${opening.error}`;
    case 'greeted':
    case 'ungreeted':
      return opening.kind;
  }
}

/** What to do when Slack does not take the token, by its word for that. */
export function refusedAppToken(error: string): string {
  return `Slack refuses SLACK_APP_TOKEN (${error}): make an app-level token with connections:write under "Basic Information" in your app's settings, and turn Socket Mode on.`;
}
