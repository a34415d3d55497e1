import { findKeptCard, readCard } from '../db/cards.ts';
import { lastLineOf } from '../db/logged-lines.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import {
  notShared,
  oneCardAtATime,
  shareInChannel,
  sharedCard,
} from '../src/messages/live-card.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import type { Call, Command, Reply } from './command.ts';
import { mustMay } from './may.ts';
import { readOptions } from './options.ts';
import { about, misuse, refused, tell } from './reply.ts';
import { withIssue } from './with-issue.ts';

/** `/summit share fentanyl`: the card of an issue, for everyone in the channel. */
export const share: Command = {
  name: 'share',
  takes: '<issue>',
  summary: 'Post an issue’s card to this channel and keep it current',
  examples: ['share fentanyl'],
  detail:
    'Everyone in the channel sees the card. It is kept current by edits, and its thread tells what changed. An issue can be shared more than once; every card of it is kept current.',
  writes: true,
  async run(call) {
    const { words } = readOptions(call.text, []);
    if (words === '') return misuse('Say which issue to share, such as /summit share fentanyl.');
    return withAgenda(call, async (agenda) => {
      const question = { command: 'share', typed: words, options: '', part: 1 };
      return withIssue(call, agenda, question, async ([issue, ...others], unknown) => {
        if (issue === undefined || unknown.length > 0 || others.length > 0) {
          const named = issue === undefined ? others : [issue, ...others];
          return { ...tell(oneCardAtATime(named)), problem: 'usage' };
        }
        return cardOf(call, agenda, issue);
      });
    });
  },
};

const NOT_HERE =
  'Not everyone in this channel may see that issue, so it was not posted. /summit ceiling tells how much the channel may be shown.';

async function cardOf(call: Call, agenda: Agenda, { key, title }: IssueRef): Promise<Reply> {
  await mustMay(call, 'share', agenda.id);
  const db = call.inChannel === undefined ? call.db : await call.inChannel();
  // What everyone in the channel may not see is not posted there, and whoever asked is told so alone.
  if (db === null && (await call.reach?.()) === 'not a member') {
    return { ...about(key, notShared('not in channel', key)), problem: 'refused' };
  }
  if (db === null || (await findKeptCard(db, agenda.id, key)) === null) return refused(NOT_HERE);
  // First, so that a change made just now is told twice rather than never.
  const line = await lastLineOf(db, agenda.id, key);
  const today = todayFor(call, agenda);
  const card = await readCard(db, agenda, key, today);
  const reply = about(key, shareInChannel({ key, title }));
  if (call.where.channelId === '') return { ...reply, problem: 'refused' };
  const message = sharedCard({ agenda, key, card, today });
  return { ...reply, share: { agendaId: agenda.id, key, line, message } };
}
