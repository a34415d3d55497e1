import type { ViewState } from '../protocol.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** What a person has filled in on one surface, by block and element. */
export interface AnswerSheet {
  read(blockId: string, actionId: string): Answer | null;
  write(blockId: string, actionId: string, answer: Answer): void;
  state(): ViewState;
}

/**
 * A sheet for a surface about to be drawn. What stood in `previous` is kept for elements that
 * are drawn again under the same ids, as Slack does when an app updates a modal.
 */
export function answerSheet(previous: AnswerSheet | null = null): AnswerSheet {
  const blocks = new Map<string, Map<string, Answer>>();
  const kept = previous?.state() ?? {};

  return {
    read(blockId, actionId) {
      return blocks.get(blockId)?.get(actionId) ?? asAnswer(kept[blockId]?.[actionId]);
    },
    write(blockId, actionId, answer) {
      const block = blocks.get(blockId) ?? new Map<string, Answer>();
      blocks.set(blockId, block.set(actionId, answer));
    },
    state() {
      return Object.fromEntries(
        [...blocks].map(([blockId, answers]) => [blockId, Object.fromEntries(answers)]),
      );
    },
  };
}

function asAnswer(value: unknown): Answer | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}
