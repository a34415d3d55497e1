import { searchIssues } from '../db/search.ts';
import { listIssues } from '../db/standing-lists.ts';
import { searchResults } from '../src/messages/search-results.ts';
import { compose } from '../src/messages/pieces.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import type { Command } from './command.ts';
import { readCount, readOptions } from './options.ts';
import { misuse, tell } from './reply.ts';

const ROWS_A_PAGE = 15;
/** Longest question a "Show more" button repeats. */
const WORDS_LIMIT = 150;

/** `/summit search working group`: the issues whose names, notes or quotes hold the words. */
export const search: Command = {
  name: 'search',
  takes: '<words>',
  summary: 'Find issues by words in their names, notes, positions and quotes',
  examples: ['search working group', 'search 南海'],
  detail:
    'All the words must be there, in any order; the beginning of a word will do. Issues whose name fits come first.',
  async run(call) {
    const { words, options } = readOptions(call.text, ['after']);
    if (words === '') return misuse('Say what to look for: /summit search working group.');
    return withAgenda(call, async (agenda) => {
      const wanted = words.toWellFormed().slice(0, WORDS_LIMIT);
      const after = options.get('after') ?? null;
      const { issues, next } = await searchIssues(call.db, agenda.id, wanted, {
        limit: ROWS_A_PAGE,
        after,
      });
      const rows = await listIssues(
        call.db,
        agenda,
        todayFor(call, agenda),
        issues.map(({ key }) => key),
      );
      return tell(
        compose({
          pieces: searchResults(wanted, rows, after !== null),
          words: after === null ? `search ${wanted}` : `search ${wanted} after:${after}`,
          part: readCount(options.get('part')),
          more: next === null ? null : `search ${wanted} after:${next}`,
        }),
      );
    });
  },
};
