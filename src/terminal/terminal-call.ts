import { OPERATOR } from '../../db/agenda-workspaces.ts';
import type { Db } from '../../db/open.ts';

/** What a word that only the terminal knows is given. */
export interface TerminalCall {
  readonly db: Db;
  /** What was typed after the word. */
  readonly words: readonly string[];
  readonly by: string;
  readonly now: Temporal.Instant;
}

/** Where what is typed in a terminal is said: as in a channel, an agenda can be chosen there. */
export const TERMINAL = { teamId: OPERATOR, channelId: 'terminal' } as const;

/** How a run ends, as the shell is told. */
export const EXIT = { answered: 0, refused: 1, misused: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];
