import { ANSWER_WITHIN_MS, type PostRoom } from './post-room.ts';
import { within } from './time.ts';

/** What Slack answers; that nobody can tell, when it does not. */
export async function answerOf<T extends { readonly kind: string }>(
  { time, log }: Pick<PostRoom, 'log' | 'time'>,
  ask: () => Promise<T>,
): Promise<T | { readonly kind: 'unclear'; readonly why: string }> {
  try {
    const answer = await within(time, ANSWER_WITHIN_MS, [ask()]);
    return answer ?? { kind: 'unclear', why: 'no answer' };
  } catch (error) {
    log.error({ err: error }, 'Failed while asking Slack');
    return { kind: 'unclear', why: 'failed' };
  }
}
