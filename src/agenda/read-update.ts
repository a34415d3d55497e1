import type { StatusKey } from './status.ts';

/** What someone typed after `update`, `note` or `add`, taken apart; nothing in it is checked yet. */
export interface TypedUpdate {
  /** Ways to part the words into an issue's name and a status, the likeliest first; at least one, at most six. */
  readonly readings: readonly Reading[];
  /** The note of the first reading. */
  readonly note: string;
  /** Addresses as typed, in order, each once. */
  readonly sources: readonly string[];
  readonly on: string | null;
  readonly says: string | null;
  readonly confidence: string | null;
  /** Other known options by name. */
  readonly options: ReadonlyMap<string, string>;
}

/** One way to understand the words. */
export interface Reading {
  readonly issue: string;
  /** Null: no status was typed. */
  readonly status: StatusKey | null;
  /** As typed, without spaces around it; `''` when there is none. */
  readonly note: string;
}

/** Reads `fentanyl agreed because both sides said so source:https://… on:15 Nov`, in whatever order. */
export function readUpdate(text: string, more: readonly string[] = []): TypedUpdate {
  return {
    readings: [{ issue: text.trim(), status: null, note: '' }],
    note: '',
    sources: [],
    on: null,
    says: null,
    confidence: null,
    options: new Map(more.map((name) => [name, ''])),
  };
}
