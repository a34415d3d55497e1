import { undoLast } from '../src/changes/undo.ts';
import { REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import { builtOn, NOTHING_TO_UNDO, undone } from '../src/messages/undone.ts';
import { askedBy } from './asked.ts';
import type { Command, Reply } from './command.ts';
import { about, tell } from './reply.ts';

/** `/summit undo`: my last change, within ten minutes. */
export const undo: Command = {
  name: 'undo',
  takes: '',
  summary: 'Take back your last change of the last ten minutes',
  examples: ['undo'],
  detail:
    'Once more takes back the change before it. What somebody has built on stays. Nothing is lost: the history and the log tell what was taken back.',
  writes: true,
  async run(call): Promise<Reply> {
    const outcome = await undoLast(call.db, await askedBy(call, 'undo', null), call.where.teamId);
    switch (outcome.kind) {
      case 'undone': {
        const { change, title } = outcome;
        const message = compose({
          pieces: undone(change.action, title),
          words: '',
          buttons:
            change.action === 'add' ? [] : [{ label: 'Status', say: `status ${change.issueKey}` }],
        });
        return change.action === 'add' ? tell(message) : about(change.issueKey, message);
      }
      case 'changed since': {
        const { change } = outcome;
        const pieces = builtOn(change.action, change.issueKey);
        const buttons = [{ label: 'History', say: `history ${change.issueKey}` }];
        return { ...tell(compose({ pieces, words: '', buttons })), problem: 'refused' };
      }
      case 'nothing':
        return { ...tell(notice(NOTHING_TO_UNDO)), problem: 'refused' };
      case 'repeated':
        return tell(notice(REPEATED));
    }
  },
};
