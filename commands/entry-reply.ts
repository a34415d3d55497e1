import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import type { EntryOutcome } from '../src/changes/record-entry.ts';
import { compose } from '../src/messages/pieces.ts';
import { asItWas, recorded } from '../src/messages/recorded.ts';
import type { Call, Reply } from './command.ts';
import { type Given, restInWords } from './given.ts';
import { tellHindrance } from './hindrance.ts';
import { about } from './reply.ts';
import { showUpdateForm } from './update-form.ts';

/** What to say of an entry that was asked for. `words` say the same again; those of `update` unless told. */
export async function replyTo(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  given: Given,
  outcome: EntryOutcome,
  words = ['update', issue.key, given.status, restInWords(given)].filter(Boolean).join(' '),
): Promise<Reply> {
  const { key } = issue;
  switch (outcome.kind) {
    case 'recorded': {
      const isSourced = outcome.entry.sources.length > 0;
      const message = compose({
        pieces: recorded({ issue, ...outcome }),
        words: '',
        buttons: [
          { label: 'Undo', say: 'undo' },
          ...(isSourced ? [] : [{ label: 'Add source', say: `source ${key}` }]),
          { label: 'Status', say: `status ${key}` },
        ],
      });
      return about(key, message);
    }
    case 'as it was': {
      const message = compose({ pieces: asItWas(issue, outcome.entry), words: '' });
      return about(key, message);
    }
    case 'reason wanted':
      return showUpdateForm(call, agenda, { ...given, issue: key }, outcome);
    case 'status wanted':
      return showUpdateForm(call, agenda, { ...given, issue: key });
    case 'repeated':
    case 'overtaken':
    case 'seen by more':
    case 'gone':
      return tellHindrance(call, key, words, outcome);
  }
}
