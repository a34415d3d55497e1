import type { ActionAnswer, SandboxChannel, SandboxPerson } from '../protocol.ts';
import type { AnswerSheet } from './answer-sheet.ts';
import type { Reader } from './slack-date.ts';

/** Who is looking, and the names that ids in a text stand for. */
export interface Scene extends Reader {
  readonly meId: string;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly channels: ReadonlyMap<string, SandboxChannel>;
  /** Names a bare `#name` may stand for. */
  readonly channelIds: ReadonlyMap<string, string>;
}

/** A press or a choice, without where it happened. */
export interface Press {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Readonly<Record<string, unknown>>;
}

/** What blocks are drawn on: a message, a modal or a Home tab. */
export interface Surface {
  readonly scene: Scene;
  readonly answers: AnswerSheet;
  /** The channel it is in, for a select that starts with the current conversation. */
  readonly channelId: string | null;
  press(press: Press): Promise<ActionAnswer>;
  /** What an external select offers for these letters. */
  offer(press: Press, letters: string): Promise<readonly unknown[]>;
}

/** Where an element stands: its surface and its block. */
export interface Spot {
  readonly surface: Surface;
  readonly blockId: string;
  /** Inputs in an input block only tell the app when it asked for that. */
  readonly silent: boolean;
  /** The name of an input that has no words of its own. */
  readonly label: string | null;
}

/** Builds the scene from what the world says. */
export function sceneOf(
  meId: string,
  world: {
    readonly now: string;
    readonly people: readonly SandboxPerson[];
    readonly channels: readonly SandboxChannel[];
  },
): Scene {
  const people = new Map(world.people.map((person) => [person.id, person]));
  return {
    meId,
    timeZone: people.get(meId)?.timeZone ?? 'UTC',
    now: Date.parse(world.now),
    people,
    channels: new Map(world.channels.map((channel) => [channel.id, channel])),
    channelIds: new Map(
      world.channels
        .filter((channel) => channel.kind !== 'direct')
        .map((channel) => [channel.name, channel.id]),
    ),
  };
}
