import { type StandingFilter, listStandings } from '../db/standing-lists.ts';
import { ME, readOwnerWords } from '../src/agenda/owner-words.ts';
import type { Category } from '../src/agenda/record.ts';
import { readDay } from '../src/agenda/read-day.ts';
import { readStatuses } from '../src/agenda/status-words.ts';
import { issueList } from '../src/messages/issue-list.ts';
import { compose } from '../src/messages/pieces.ts';
import type { Span } from '../src/messages/spans.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import type { Call, Command } from './command.ts';
import { pageLinks, readOptions, readPage } from './options.ts';
import { misuse, tell } from './reply.ts';

const ROWS_A_PAGE = 20;
const CATEGORIES: readonly Category[] = ['tension', 'cooperation', 'channel', 'context'];
const FILTERS = ['status', 'category', 'party', 'owner', 'as-of'];

/** `/summit list status:stalled`: the issues that fit. */
export const list: Command = {
  name: 'list',
  takes: '[status:…] [category:…] [party:…] [owner:…] [as-of:DATE]',
  summary: 'List the issues, all or those that fit',
  examples: [
    'list',
    'list status:stalled',
    'list category:tension',
    'list owner:me',
    'list owner:Blinken as-of:2023-11-15',
  ],
  detail: `Filters can be combined. A status is one of the ten, or “moving” or “stuck” for several. Categories: ${CATEGORIES.join(', ')}. The latest news comes first. With owner:me or owner:@person you see what someone keeps here.`,
  async run(call) {
    const typed = readOptions(call.text, FILTERS);
    const { words, options } = typed;
    if (words !== '') {
      return misuse(
        `List takes filters such as status:stalled. To look for words, use /summit search.`,
      );
    }
    return withAgenda(call, async (agenda) => {
      const today = todayFor(call, agenda);
      const day = readDay(options.get('as-of') ?? today, today);
      if (day === null) return misuse('That is not a day. Write it like as-of:2023-11-14.');
      const filter = readFilter(options, call);
      if (typeof filter === 'string') return misuse(filter);

      const wanted = readPage(typed);
      const { rows, more } = await listStandings(call.db, agenda, day, filter, {
        limit: ROWS_A_PAGE,
        offset: (wanted.page - 1) * ROWS_A_PAGE,
      });
      const asked = FILTERS.flatMap((name) => {
        const value = options.get(name);
        return value === undefined ? [] : [{ name, value }];
      });
      return tell(
        compose({
          pieces: issueList(
            { title: agenda.title, asked: inSpans(asked, filter) },
            rows,
            wanted.page > 1 ? 'There are no more.' : 'No issue fits.',
          ),
          ...pageLinks(inWords(asked, filter), wanted, more),
        }),
      );
    });
  },
};

/** The filter someone typed, or the sentence that says what is wrong with it. */
function readFilter(options: ReadonlyMap<string, string>, call: Call): StandingFilter | string {
  const [status, category, party, owner] = ['status', 'category', 'party', 'owner'].map((name) =>
    options.get(name),
  );
  const statuses = status === undefined ? undefined : readStatuses(status);
  if (statuses === null) {
    return `“${status?.slice(0, 40)}” is not a status. Try status:stalled, or status:moving for several.`;
  }
  const known = CATEGORIES.find((name) => name === category?.toLowerCase());
  if (category !== undefined && known === undefined)
    return `Categories are ${CATEGORIES.join(', ')}.`;
  return {
    ...(statuses === undefined ? {} : { statuses }),
    ...(known === undefined ? {} : { category: known }),
    ...(party === undefined ? {} : { party: party.toLowerCase() }),
    ...(owner === undefined ? {} : ownedBy(owner, call)),
  };
}

/** `me` and people of the workspace keep issues here; any other name is that of an official. */
function ownedBy(typed: string, { who, where }: Call): StandingFilter {
  const words = readOwnerWords(typed);
  const [id] = words.kind === 'people' ? words.ids : [];
  if (id === undefined) return { owner: typed };
  return { deskOwner: { teamId: where.teamId, userId: id === ME ? who.id : id } };
}

interface AskedFilter {
  readonly name: string;
  readonly value: string;
}

/** The line that asks for the same again. */
function inWords(asked: readonly AskedFilter[], { deskOwner }: StandingFilter): string {
  const words = asked.map(({ name, value }) => {
    if (name === 'owner' && deskOwner !== undefined) return `owner:@${deskOwner.userId}`;
    return `${name}:${/\s/.test(value) ? `"${value}"` : value}`;
  });
  return ['list', ...words].join(' ');
}

function inSpans(asked: readonly AskedFilter[], { deskOwner }: StandingFilter): Span[] {
  return asked.flatMap(({ name, value }, at): Span[] => [
    `${at === 0 ? '' : ' · '}${name}:`,
    name === 'owner' && deskOwner !== undefined ? { person: deskOwner.userId } : value,
  ]);
}
