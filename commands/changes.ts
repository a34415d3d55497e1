import { listChanges } from '../db/changes.ts';
import { addDays } from '../src/agenda/days.ts';
import { readDay } from '../src/agenda/read-day.ts';
import { changeList } from '../src/messages/change-list.ts';
import { compose } from '../src/messages/pieces.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import type { Command } from './command.ts';
import { pageLinks, readOptions, readPage } from './options.ts';
import { misuse, tell } from './reply.ts';

const LINES_A_PAGE = 40;
const DAYS_LOOKED_BACK = 7;

/** `/summit changes since:2023-11-15`: what moved between two days. */
export const changes: Command = {
  name: 'changes',
  takes: '[since:DATE] [until:DATE]',
  summary: 'See what moved between two days; without dates, in the last week',
  examples: ['changes', 'changes since:2023-11-15 until:2023-11-21'],
  detail:
    'A repeated status is an update. What is known only to the month is listed when the days cover that whole month.',
  async run(call) {
    const typed = readOptions(call.text, ['since', 'until']);
    const { words, options } = typed;
    if (words !== '')
      return misuse('Changes takes two days: /summit changes since:2023-11-15 until:2023-11-21.');
    return withAgenda(call, async (agenda) => {
      const today = todayFor(call, agenda);
      const until = readDay(options.get('until') ?? today, today);
      if (until === null)
        return misuse('That “until” is not a day. Write it like until:2023-11-21.');
      const since = readDay(options.get('since') ?? addDays(until, 1 - DAYS_LOOKED_BACK), today);
      if (since === null)
        return misuse('That “since” is not a day. Write it like since:2023-11-15.');
      if (since > until)
        return misuse(`The days are the wrong way round: ${since} is after ${until}.`);

      const asked = readPage(typed);
      const rows = await listChanges(call.db, agenda.id, {
        since,
        until,
        limit: LINES_A_PAGE + 1,
        offset: (asked.page - 1) * LINES_A_PAGE,
      });
      const again = `changes since:${since} until:${until}`;
      return tell(
        compose({
          pieces: changeList({ agenda, since, until, changes: rows.slice(0, LINES_A_PAGE) }),
          ...pageLinks(again, asked, rows.length > LINES_A_PAGE),
        }),
      );
    });
  },
};
