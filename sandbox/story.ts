import type { ActionAnswer, SandboxActions } from './protocol.ts';

/** What goes on in the world while the sandbox is open. */
export interface Story {
  readonly agendaTitle: string;
  /** The next day something happens; null when the data says no more. */
  nextNewsOn(): string | null;
  /** Moves the clock on and records what happened meanwhile. */
  goOn(until: SandboxActions['next-day']['until']): Promise<ActionAnswer>;
}
